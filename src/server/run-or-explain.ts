import { FolderLockedError } from '../store/folder-lock.ts';
import { ConfigError } from './config.ts';

/** Runs `start` and turns what it expects to fail into a message without a stack. */
export async function runOrExplain(start: () => Promise<void>): Promise<void> {
  try {
    await start();
  } catch (error) {
    console.error(explain(error));
    process.exit(1);
  }
}

function explain(error: unknown): string {
  if (error instanceof ConfigError || error instanceof FolderLockedError) return error.message;
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    return `The address is already in use (${error.message}). Stop the other program or set PORT to another port.`;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

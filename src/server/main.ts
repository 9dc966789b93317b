import { createServer, type Server } from 'node:http';
import { fileURLToPath } from 'node:url';
import { FolderLockedError } from '../store/folder-lock.ts';
import { type App, createApp } from './app.ts';
import { ConfigError, readConfig } from './config.ts';
import { type AstroHandler, createRequestHandler } from './request-handler.ts';

const DIST = new URL('../../dist/', import.meta.url);
const SHUTDOWN_MILLISECONDS = 10_000;

/** Starts the product as the environment says and stops it in order on SIGTERM or SIGINT. */
export async function main(): Promise<void> {
  const config = readConfig(process.env);
  const app = await createApp(config);
  const { handler } = (await import(new URL('server/entry.mjs', DIST).href)) as { handler: AstroHandler };
  const handle = createRequestHandler(app, fileURLToPath(new URL('client/', DIST)), handler);
  const server = createServer((request, response) => void handle(request, response));
  await listen(server, config.port, config.host);
  stopInOrder(server, app);
  announce(app);
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve());
  });
}

function stopInOrder(server: Server, app: App): void {
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    app.changes.close();
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeIdleConnections();
    const late = setTimeout(() => server.closeAllConnections(), SHUTDOWN_MILLISECONDS);
    await closed;
    clearTimeout(late);
    await app.close();
    process.exit(0);
  };
  process.on('SIGTERM', () => void stop());
  process.on('SIGINT', () => void stop());
}

function announce(app: App): void {
  const { config } = app;
  console.log(`Kept is ready at ${config.baseUrl}`);
  console.log(config.databaseUrl === undefined ? `  data in ${config.dataDir} (embedded database)` : '  data in PostgreSQL (DATABASE_URL)');
  if (config.smtpUrl === undefined) console.log(`  no SMTP_URL: mails are written to ${config.dataDir}/outbox/`);
}

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

if (import.meta.main) await runOrExplain(main);

import { countOf } from '../domain/count-text.ts';
import { ArchiveError } from '../store/archive/archive-error.ts';
import type { ArchiveCounts } from '../store/archive/archive-format.ts';
import { OptionProblem } from './option-problem.ts';

/** Does the work of a command, and tells what is expected to go wrong in words. */
export async function explainArchive(command: 'backup' | 'restore', work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const words = explain(command, error);
    if (words === undefined) throw error;
    console.error(words);
    process.exitCode = 1;
  }
}

function explain(command: string, error: unknown): string | undefined {
  if (error instanceof ArchiveError) return error.message;
  if (error instanceof OptionProblem) return `${error.message}\n\nnpm run ${command} -- --help tells more.`;
  // Of the file that was named, or of the disk: the system names it in its message.
  if (error instanceof Error && 'syscall' in error && 'path' in error) return `The file cannot be used: ${error.message}`;
  return undefined;
}

/** Such as `3 companies and 1,234 events`. */
export function summarise({ company = 0, event = 0 }: ArchiveCounts): string {
  return `${countOf(company, 'company', 'companies')} and ${countOf(event, 'event')}`;
}

import type { ByteStream } from '../sources/csv/read-rows.ts';
import { readTwcs } from '../sources/twcs/read-twcs.ts';
import { toEvents } from '../sources/twcs/to-events.ts';
import { type OpenedConversation, TwcsIndex } from '../sources/twcs/twcs-index.ts';
import { type Channel, listChannels } from '../store/channel.ts';
import type { SourceScope } from '../store/event.ts';
import type { Context } from './context.ts';
import { AppError } from './errors.ts';
import { type CsvImport, type ImportProblem, type ImportProgress, MOST_PROBLEMS, NO_PROGRESS } from './import-csv.ts';
import { importEvents } from './import-events.ts';

export interface TwcsImport extends Pick<CsvImport, 'isDryRun' | 'ownsDatabase'> {
  readonly files: readonly ByteStream[];
}

/**
 * Imports files of the twcs form: of the openings and reply pairs those of the accounts that are the handles of the company's channels of kind
 * `x`. Who answered whom can only be told when all is read, so the files are put into a temporary database on the disk first.
 * @throws AppError `invalid-input` when no channel of the company is an account of the files; FileProblem.
 */
export async function importTwcs(
  ctx: Context,
  scope: SourceScope,
  { files, isDryRun, ownsDatabase }: TwcsImport,
  onBatch: (progress: ImportProgress) => void = () => {},
): Promise<ImportProgress> {
  const index = new TwcsIndex();
  const problems: ImportProblem[] = [];
  try {
    let progress = NO_PROGRESS;
    for (const file of files) {
      const report = (problem: ImportProblem) => {
        progress = { ...progress, rejected: progress.rejected + 1 };
        if (problems.length < MOST_PROBLEMS) problems.push(problem);
      };
      const { rows } = await readTwcs(file, index, report);
      progress = { ...progress, rows: progress.rows + rows };
    }
    const channels = matchAccounts(index, await listChannels(ctx.db, scope.companyId));
    const events = listEvents(index, channels);
    if (isDryRun) return { ...progress, problems, recorded: [...events].length };
    const read = progress;
    const add = (counts: { recorded: number; duplicates: number; rejected: number }): ImportProgress => ({
      ...read,
      ...counts,
      rejected: read.rejected + counts.rejected,
      problems,
    });
    return add(await importEvents(ctx, scope, events, (_, counts) => onBatch(add(counts)), ownsDatabase));
  } finally {
    index.close();
  }
}

/** The channels whose handle is an account of the files, by the account in small letters. */
function matchAccounts(index: TwcsIndex, channels: readonly Channel[]): Map<string, string> {
  const accounts = index.listAccounts();
  const known = new Set(accounts.map((account) => account.toLowerCase()));
  const matched = new Map<string, string>();
  for (const { id, kind, handle } of channels) {
    const account = handle.replace(/^@/, '').toLowerCase();
    if (kind === 'x' && known.has(account)) matched.set(account, id);
  }
  if (matched.size > 0) return matched;
  const some = accounts.slice(0, 10).join(', ');
  throw new AppError(
    'invalid-input',
    'No channel of the company on X has the handle of an account in the file.',
    `Give a channel of kind X the handle of one of: ${some}${accounts.length > 10 ? ', …' : ''}.`,
  );
}

function* listEvents(index: TwcsIndex, channels: ReadonlyMap<string, string>) {
  const accounts = [...channels.keys()];
  const channelOf = ({ account }: OpenedConversation): string => channels.get(account.toLowerCase()) ?? '';
  for (const opening of index.listOpenings(accounts)) yield* toEvents(opening, channelOf(opening));
  for (const answered of index.listAnswered(accounts)) {
    if (!index.hasTweet(answered.id)) yield* toEvents(answered, channelOf(answered));
  }
}

import { parseArgs } from 'node:util';
import { authorise } from '../commands/company-command.ts';
import type { Context } from '../commands/context.ts';
import { isAppError } from '../commands/errors.ts';
import { recomputeCompany } from '../commands/recompute-company.ts';
import { DIFFERENCE_KINDS, type Difference, type DifferenceKind } from '../domain/recompute/difference.ts';
import { RULES_VERSION } from '../domain/rules-version.ts';
import { openDatabase } from '../store/database.ts';
import { FolderLockedError } from '../store/folder-lock.ts';
import { migrateToLatest } from '../store/migrate.ts';
import { comparePublishedMonths } from '../views/published-months.ts';
import { makeCommandContext } from './command-context.ts';
import { readConfig } from './config.ts';
import { OptionProblem } from './option-problem.ts';
import { runOrExplain } from './run-or-explain.ts';

const HELP = `npm run recompute -- --company SLUG [--check]

Judges all events of a company anew and compares with what is stored: waits, days, numbers of events. Lists every difference with its
reason and mends it; a month that was published keeps its figures, and is listed where today's would be others.

  --company SLUG   the company, by its address
  --check          change nothing; ends with status 1 where something differs

The data are those that npm start uses: DATA_DIR or DATABASE_URL. On the embedded database stop Kept first, or use the button in the settings.`;

/** `npm run recompute`, on the database that the environment names. */
async function runRecompute(args: string[]): Promise<void> {
  try {
    const options = readOptions(args);
    if (options === undefined) return console.log(HELP);
    const database = await openDatabase(readConfig(process.env));
    try {
      await migrateToLatest(database.direct);
      await recompute(makeCommandContext(database.db), options);
    } finally {
      await database.close();
    }
  } catch (error) {
    if (isAppError(error)) console.error(`${error.message} ${error.hint}`);
    else if (error instanceof OptionProblem) console.error(`${error.message}\n\n${HELP}`);
    else if (error instanceof FolderLockedError)
      console.error(`${error.message}\nWhile Kept runs, use the button in the company’s settings.`);
    else throw error;
    process.exitCode = 1;
  }
}

interface Options {
  readonly company: string;
  readonly check: boolean;
}

function readOptions(args: string[]): Options | undefined {
  try {
    const { values } = parseArgs({
      args,
      options: { company: { type: 'string' }, check: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
    });
    if (values.help) return undefined;
    if (values.company === undefined) throw new OptionProblem('Say which company: --company SLUG');
    return { company: values.company, check: values.check };
  } catch (error) {
    throw error instanceof OptionProblem ? error : new OptionProblem(error instanceof Error ? error.message : String(error));
  }
}

async function recompute(ctx: Context, { company, check }: Options): Promise<void> {
  const { id } = await authorise(ctx, company, 'owner');
  const { conversations, counts, isMended } = await recomputeCompany(ctx, company, { isDryRun: check, tell });
  const kinds = Object.entries(counts).map(([kind, count]) => `${DIFFERENCE_KINDS[kind as DifferenceKind]}: ${count}`);
  console.log(`${conversations} conversations judged anew.`);
  console.log(
    kinds.length === 0 ? 'Nothing differs.' : `${kinds.join('\n')}\n${isMended ? 'All of it is mended.' : 'Nothing was changed.'}`,
  );
  if (check && kinds.length > 0) process.exitCode = 1;
  const present = { rulesVersion: RULES_VERSION, timeZoneData: process.versions['tz'] ?? 'unknown' };
  const months = await comparePublishedMonths(ctx.db, id, present, ctx.now);
  for (const { month, about, published, now, reason } of months) {
    console.log(`${month}, ${about}: published with ${published}; today it would be ${now}. ${reason} It keeps what was published.`);
  }
}

const tell = ({ about, stored, computed, reason }: Difference): void =>
  console.log(`${about}: stored ${stored === '' ? 'nothing' : stored}; by the events ${computed === '' ? 'nothing' : computed}. ${reason}`);

await runOrExplain(() => runRecompute(process.argv.slice(2)));

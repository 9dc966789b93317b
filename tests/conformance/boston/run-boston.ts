import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openMemoryDatabase } from '../../../src/store/database.ts';
import { migrateToLatest } from '../../../src/store/migrate.ts';
import { UnreadableFile } from '../read-cases.ts';
import { findCityDifferences } from './find-city-differences.ts';
import { type BostonFigures, measureBoston } from './measure-boston.ts';

const ORACLE = 'boston311-oracle.json';
const FILE_NAME = /^boston311-(\d{4})(h[12])\.csv(?:\.gz)?$/;

/**
 * Imports the city's service requests of a folder, files named `boston311-2011h2.csv` or `….csv.gz`, as a company's, and prints for each file what was
 * counted, for all and by channel, as one JSON object. An oracle that lies beside them is compared, and what differs told on the error output.
 * @returns the exit code: 1 when something differs from the oracle.
 * @throws UnreadableFile when there are no such files.
 */
export async function runBoston(folder: string): Promise<number> {
  const names = listFiles(folder);
  const figures: Record<string, BostonFigures> = {};
  const now = Math.floor(Date.now() / 1000);
  const database = await openMemoryDatabase();
  try {
    await migrateToLatest(database.db);
    for (const [period, name] of names)
      figures[period] = await measureBoston(database.db, `boston-${period.replace('_', '-')}`, join(folder, name), now);
  } finally {
    await database.close();
  }
  console.log(JSON.stringify(figures, null, 1));
  const oracle = join(folder, ORACLE);
  if (!existsSync(oracle)) return 0;
  const { compared, differences } = findCityDifferences(JSON.parse(readFileSync(oracle, 'utf8')), figures);
  for (const difference of differences) console.error(difference);
  console.error(`${compared - differences.length} counts equal the oracle, ${differences.length} differ`);
  return differences.length === 0 ? 0 : 1;
}

/** Each file with its period, as the oracle names it: `h2_2011`. */
function listFiles(folder: string): [period: string, name: string][] {
  let names: string[];
  try {
    names = readdirSync(folder).sort();
  } catch (error) {
    throw new UnreadableFile(`${folder}: cannot be read: ${error instanceof Error ? error.message : error}`);
  }
  const found = names.flatMap((name): [string, string][] => {
    const [, year, half] = FILE_NAME.exec(name) ?? [];
    return year === undefined ? [] : [[`${half}_${year}`, name]];
  });
  if (found.length === 0) throw new UnreadableFile(`${folder}: holds no file boston311-….csv or boston311-….csv.gz`);
  return found;
}

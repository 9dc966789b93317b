import { createReadStream, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { FileProblem } from '../../../src/sources/csv/file-problem.ts';
import { readTwcs } from '../../../src/sources/twcs/read-twcs.ts';
import { TwcsIndex } from '../../../src/sources/twcs/twcs-index.ts';
import { openMemoryDatabase } from '../../../src/store/database.ts';
import { migrateToLatest } from '../../../src/store/migrate.ts';
import { UnreadableFile } from '../read-cases.ts';
import { findDifferences } from './find-differences.ts';
import { measureTwcs } from './measure-twcs.ts';

const ORACLE = 'twcs-oracle.json';

/**
 * Imports the twcs files of a folder into a fresh database and prints what was measured as one JSON object. An oracle that lies beside them is
 * compared, and what differs told on the error output.
 * @returns the exit code: 1 when something differs from the oracle.
 * @throws UnreadableFile when there are no such files.
 */
export async function runTwcs(folder: string): Promise<number> {
  const index = new TwcsIndex();
  const database = await openMemoryDatabase();
  try {
    await readFolder(folder, index);
    await migrateToLatest(database.db);
    const figures = await measureTwcs(database.db, index, Math.floor(Date.now() / 1000));
    console.log(JSON.stringify(figures, null, 1));
    return compareWithOracle(join(folder, ORACLE), figures);
  } finally {
    index.close();
    await database.close();
  }
}

/** The files are told by their names, `twcs-….csv` and `.csv.gz`, and by their headings. */
export async function readFolder(folder: string, index: TwcsIndex): Promise<void> {
  const names = listFiles(folder);
  if (names.length === 0) throw new UnreadableFile(`${folder}: holds no file twcs-….csv or twcs-….csv.gz`);
  for (const name of names) {
    const bytes = createReadStream(join(folder, name));
    const report = (problem: { row: number; message: string }) => console.error(`${name}, row ${problem.row}: ${problem.message}`);
    try {
      await readTwcs(name.endsWith('.gz') ? bytes.pipe(createGunzip()) : bytes, index, report);
    } catch (error) {
      if (!(error instanceof FileProblem)) throw error;
      throw new UnreadableFile(`${name}: ${error.message} ${error.hint}`);
    }
  }
}

function listFiles(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => /^twcs-.*\.csv(\.gz)?$/.test(name))
      .sort();
  } catch (error) {
    throw new UnreadableFile(`${folder}: cannot be read: ${error instanceof Error ? error.message : error}`);
  }
}

function compareWithOracle(file: string, figures: object): number {
  if (!existsSync(file)) return 0;
  const { compared, differences } = findDifferences(JSON.parse(readFileSync(file, 'utf8')), figures);
  for (const difference of differences) console.error(difference);
  console.error(`${compared - differences.length} figures equal the oracle, ${differences.length} differ`);
  return differences.length === 0 ? 0 : 1;
}

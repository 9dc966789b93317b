import { statSync } from 'node:fs';
import { ArchiveError } from '../store/archive/archive-error.ts';
import type { ArchiveCounts } from '../store/archive/archive-format.ts';
import { type DatabaseOptions, hasEmbeddedDatabase, openDatabase } from '../store/database.ts';
import { requireNewFile, saveArchive } from './archive-file.ts';
import { readFileOption } from './archive-options.ts';
import { readConfig } from './config.ts';
import { askForCopy } from './control-client.ts';
import { explainArchive, summarise } from './explain-archive.ts';
import { runOrExplain } from './run-or-explain.ts';

const HELP = `npm run backup -- --to FILE

Writes everything that Kept stores to a new file, as it is at this moment, whether Kept runs or not: companies, members, agreements,
messages, figures, the audit log. Not in it: who is signed in, links in mails, mails that wait, files that wait for their import.

  --to FILE   the file; it must not be there yet. It is gzip of lines of JSON, for example: backups/2026-11-24.jsonl.gz

The file holds password hashes and the keys that authors are hashed with. It is readable by you alone: keep it so.
The data are those that npm start uses: DATA_DIR or DATABASE_URL. While Kept runs on the embedded database, its files are copied below
DATA_DIR first, which takes as much room again until the backup is done.`;

/** `npm run backup`: writes the database that the environment names to a file. */
async function runBackup(args: string[]): Promise<void> {
  await explainArchive('backup', async () => {
    const file = readFileOption(args, 'to');
    if (file === undefined) return console.log(HELP);
    requireNewFile(file);
    const config = readConfig(process.env);
    const counts = config.databaseUrl === undefined ? await backUpEmbedded(config.dataDir, file) : await backUp(config, file);
    console.log(`Backed up ${summarise(counts)} to ${file} (${(statSync(file).size / 1e6).toFixed(1)} MB).`);
  });
}

/** From the server that has the folder, or else from the folder. */
async function backUpEmbedded(dataDir: string, file: string): Promise<ArchiveCounts> {
  if (!hasEmbeddedDatabase(dataDir)) {
    throw new ArchiveError(`There is no database in ${dataDir}. Set DATA_DIR or DATABASE_URL to what npm start uses.`);
  }
  const copy = await askForCopy(dataDir);
  if (copy === undefined) return backUp({ dataDir }, file);
  try {
    return await backUp({ dataDir: copy.dataDir }, file);
  } catch (error) {
    throw copy.isGone() ? new ArchiveError('Kept stopped before the backup was done. Try again.') : error;
  } finally {
    copy.giveBack();
  }
}

async function backUp(place: DatabaseOptions, file: string): Promise<ArchiveCounts> {
  const database = await openDatabase(place);
  try {
    return await saveArchive(database.direct, file);
  } finally {
    await database.close();
  }
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
await runOrExplain(() => runBackup(process.argv.slice(2)));

import { createReadStream } from 'node:fs';
import type { ArchiveCounts } from '../store/archive/archive-format.ts';
import { restoreArchive } from '../store/archive/restore-archive.ts';
import { openDatabase } from '../store/database.ts';
import { vacuumEmbedded } from '../store/vacuum.ts';
import { checkArchive, unzip } from './archive-file.ts';
import { readFileOption } from './archive-options.ts';
import { type Config, readConfig } from './config.ts';
import { askToRestore } from './control-client.ts';
import { explainArchive, summarise } from './explain-archive.ts';
import { runOrExplain } from './run-or-explain.ts';

const HELP = `npm run restore -- --from FILE

Fills an empty database from a file that npm run backup has made, on this or another installation, on the embedded database or on
PostgreSQL. A backup of an older version is brought to the newest form. All or nothing: a file that was cut off or changed is refused.

  --from FILE   the backup

The data are those that npm start uses: DATA_DIR or DATABASE_URL. There must be nothing in them yet; Kept may run already.
Everybody signs in anew. Imports that were under way are marked failed: import those files again.`;

/** `npm run restore`: fills the empty database that the environment names from a backup. */
async function runRestore(args: string[]): Promise<void> {
  await explainArchive('restore', async () => {
    const file = readFileOption(args, 'from');
    if (file === undefined) return console.log(HELP);
    const config = readConfig(process.env);
    await checkArchive(file);
    const asked = config.databaseUrl === undefined ? await askToRestore(config.dataDir, file) : undefined;
    console.log(`Restored ${summarise(asked ?? (await restore(config, file)))}.`);
  });
}

async function restore(config: Config, file: string): Promise<ArchiveCounts> {
  const database = await openDatabase(config);
  try {
    const counts = await restoreArchive(database.direct, unzip(createReadStream(file)), Math.floor(Date.now() / 1000));
    await vacuumEmbedded(database);
    return counts;
  } finally {
    await database.close();
  }
}

await runOrExplain(() => runRestore(process.argv.slice(2)));

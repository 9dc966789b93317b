import { openDatabase } from '../store/database.ts';
import { buildWhenNeeded } from './build.ts';
import { readConfig } from './config.ts';
import { runOrExplain } from './run-or-explain.ts';

/** Builds the pages when there is no build of the present sources, then starts. */
await runOrExplain(async () => {
  const config = readConfig(process.env);
  stopOnSignal();
  const build = await buildWhenNeeded();
  process.removeAllListeners('SIGTERM').removeAllListeners('SIGINT');
  // The database opens while the rest of the program is loaded. What is wrong with it is told by who waits for it.
  const database = openDatabase(config);
  database.catch(() => {});
  const { main } = await import('./main.ts');
  await main({ config, build, database });
});

/** Until the server runs there is nothing to finish; leaving by `exit` ends the build too. */
function stopOnSignal(): void {
  process.once('SIGTERM', () => process.exit(143));
  process.once('SIGINT', () => process.exit(130));
}

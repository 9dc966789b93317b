import { buildWhenNeeded } from './build.ts';
import { readConfig } from './config.ts';
import { main, runOrExplain } from './main.ts';

/** Builds the pages when there is no build of the present sources, then starts. */
await runOrExplain(async () => {
  readConfig(process.env);
  stopOnSignal();
  await buildWhenNeeded();
  process.removeAllListeners('SIGTERM').removeAllListeners('SIGINT');
  await main();
});

/** Until the server runs there is nothing to finish; leaving by `exit` ends the build too. */
function stopOnSignal(): void {
  process.once('SIGTERM', () => process.exit(143));
  process.once('SIGINT', () => process.exit(130));
}

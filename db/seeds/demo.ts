import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { buildWhenNeeded } from '../../src/server/build.ts';
import { type Config, ConfigError, readConfig } from '../../src/server/config.ts';
import { main } from '../../src/server/main.ts';
import { runOrExplain } from '../../src/server/run-or-explain.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { migrateToLatest } from '../../src/store/migrate.ts';
import { resetDatabase } from '../../src/store/reset.ts';
import { DEMO_COMPANIES } from './demo/examples.ts';
import { fillDemo } from './demo/fill-demo.ts';
import { DEMO_EMAIL, openDemoAccount } from './demo/open-demo-account.ts';
import { type Play, playUntil, preparePlays } from './demo/play-events.ts';
import { findShift, readReplay } from './demo/replay.ts';
import { makeSystemContext } from './system-context.ts';

/**
 * `npm run demo`: starts the product with real conversations in it. The first start makes an embedded database of its own in `./data/demo`, or
 * `DATA_DIR`; later ones go on where it was. `-- --renew` throws it away and begins anew.
 */

const PLAY_MILLISECONDS = 20_000;

/** What is known of the demonstration between starts. */
const demoState = z.object({ shift: z.int(), playedUntil: z.int(), isComplete: z.boolean() });
type DemoState = z.infer<typeof demoState>;

const now = (): number => Math.floor(Date.now() / 1000);

await runOrExplain(async () => {
  delete process.env.DATABASE_URL;
  process.env.DATA_DIR ??= './data/demo';
  const config = readConfig(process.env);
  const file = join(config.dataDir, 'demo.json');
  await buildWhenNeeded();
  const { plays, state } = await prepare(config, file, process.argv.includes('--renew'));
  const app = await main();
  console.log(`  demonstration: ${plays.length} companies at ${config.baseUrl}/companies; sign in as ${DEMO_EMAIL}`);
  playOn(app.services.db, plays, file, state);
});

/** Opens the database before the product does, fills it when it is new, and records what has happened meanwhile. */
async function prepare(config: Config, file: string, isRenewed: boolean): Promise<{ plays: Play[]; state: DemoState }> {
  mkdirSync(config.dataDir, { recursive: true });
  let state = readState(file);
  if (state === undefined && existsSync(join(config.dataDir, 'pglite'))) {
    throw new ConfigError([`${config.dataDir} holds data that are not the demonstration’s. Set DATA_DIR to another folder.`]);
  }
  const database = await openDatabase(config);
  try {
    if (state !== undefined && (isRenewed || !state.isComplete)) {
      await resetDatabase(database.db);
      rmSync(file);
      state = undefined;
    }
    await migrateToLatest(database.direct);
    state ??= await fill(database.db, file);
    const plays = await preparePlays(database.db, await readReplay(state.shift), state.playedUntil);
    state = { ...state, playedUntil: now(), isComplete: true };
    await playUntil(database.db, plays, state.playedUntil);
    writeState(file, state);
    return { plays, state };
  } finally {
    await database.close();
  }
}

async function fill(db: Database, file: string): Promise<DemoState> {
  const shift = findShift(now());
  const state = { shift, playedUntil: 0, isComplete: false };
  writeState(file, state);
  console.log(`Making ${DEMO_COMPANIES.length} companies from real conversations…`);
  const { userId, password } = await openDemoAccount(makeSystemContext(db, now()));
  await fillDemo(db, { kind: 'user', userId, sessionHash: '' }, now(), shift);
  console.log(
    `\n  Sign in as   ${DEMO_EMAIL}\n  Password     ${password}\n  It is shown only this once. Lost: npm run demo -- --renew makes everything anew.\n`,
  );
  return state;
}

/** Goes on recording what happens, as a connected account would. */
function playOn(db: Database, plays: readonly Play[], file: string, state: DemoState): void {
  const play = async () => {
    const until = now();
    await playUntil(db, plays, until);
    writeState(file, { ...state, playedUntil: until });
  };
  const again = () =>
    setTimeout(() => void play().then(again, (error) => console.error('demonstration:', error)), PLAY_MILLISECONDS).unref();
  again();
}

function readState(file: string): DemoState | undefined {
  return existsSync(file) ? demoState.parse(JSON.parse(readFileSync(file, 'utf8'))) : undefined;
}

function writeState(file: string, state: DemoState): void {
  writeFileSync(file, JSON.stringify(state), { mode: 0o600 });
}

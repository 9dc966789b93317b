import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { main, runOrExplain } from './main.ts';

/** `npm start`: builds the pages when the build is missing or older than their sources, then starts. */

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const SOURCES = ['src', 'db', 'public', 'astro.config.mjs', 'package.json'];

/** Builds when needed. @throws Error when the build fails. */
export function buildWhenNeeded(): void {
  const entry = join(ROOT, 'dist/server/entry.mjs');
  if (existsSync(entry) && statSync(entry).mtimeMs >= newest(SOURCES.map((source) => join(ROOT, source)))) return;
  console.log('Building the pages…');
  const build = spawnSync(process.execPath, [join(ROOT, 'node_modules/astro/bin/astro.mjs'), 'build', '--silent'], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, ASTRO_TELEMETRY_DISABLED: '1' },
  });
  if (build.status !== 0) throw new Error('The build failed. Its messages stand above.');
}

function newest(paths: string[]): number {
  return Math.max(
    ...paths.map((path) => {
      const stat = statSync(path);
      if (!stat.isDirectory()) return stat.mtimeMs;
      return Math.max(stat.mtimeMs, newest(readdirSync(path).map((name) => join(path, name))));
    }),
  );
}

if (import.meta.main) {
  await runOrExplain(async () => {
    buildWhenNeeded();
    await main();
  });
}

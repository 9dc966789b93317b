import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The built pages. Each build lies in `dist/<fingerprint of its sources>` and appears there complete or not at all, so
 * a half-written build is never started, two starts at once do not disturb each other, and a server that still runs
 * from an older build keeps its files.
 */

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const DIST = join(ROOT, 'dist');
const SOURCES = ['src/**', 'db/**', 'public/**', 'astro.config.mjs', 'package-lock.json'];
const BUILDS_KEPT = 3;

export interface Build {
  /** Folder of the files that are served as they are. */
  readonly clientDir: string;
  /** Module that exports the handler of the pages. */
  readonly serverEntry: string;
}

/** The build of the sources as they are now, or undefined. */
export function findBuild(fingerprint = fingerprintSources()): Build | undefined {
  const folder = join(DIST, fingerprint);
  if (!existsSync(folder)) return undefined;
  return { clientDir: join(folder, 'client'), serverEntry: join(folder, 'server/entry.mjs') };
}

/** Finds the build of the present sources or makes it. @throws Error when the build fails. */
export async function buildWhenNeeded(): Promise<Build> {
  const fingerprint = fingerprintSources();
  const found = findBuild(fingerprint);
  if (found !== undefined) return found;
  console.log('Building the pages…');
  const unfinished = join(DIST, `unfinished-${process.pid}`);
  try {
    await runAstroBuild(unfinished);
    moveInto(unfinished, join(DIST, fingerprint));
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  deleteOldBuilds();
  const built = findBuild(fingerprint);
  if (built === undefined) throw new Error(`The build left nothing in ${join(DIST, fingerprint)}.`);
  return built;
}

/** A hash of names and contents, because a fresh clone or a copy into an image gives every file a new date. */
export function fingerprintSources(root = ROOT): string {
  const hash = createHash('sha256');
  for (const path of globSync(SOURCES, { cwd: root }).sort()) {
    const file = join(root, path);
    if (!statSync(file).isFile()) continue;
    const content = readFileSync(file);
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex').slice(0, 16);
}

function runAstroBuild(outDir: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const args = [join(ROOT, 'node_modules/astro/bin/astro.mjs'), 'build', '--silent', '--outDir', outDir];
    const child = spawn(process.execPath, args, { cwd: ROOT, stdio: 'inherit', env: { ...process.env, ASTRO_TELEMETRY_DISABLED: '1' } });
    const stop = () => child.kill();
    process.once('exit', stop);
    child.once('error', reject);
    child.once('exit', (code) => {
      process.removeListener('exit', stop);
      if (code === 0) resolve();
      else reject(new Error('The build failed. Its messages stand above.'));
    });
  });
}

/** Renames; when another process has just put the same build there, that one stays. */
function moveInto(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (!existsSync(to)) throw error;
  }
}

function deleteOldBuilds(): void {
  mkdirSync(DIST, { recursive: true });
  const builds = globSync('*', { cwd: DIST })
    .filter((name) => /^[0-9a-f]{16}$/.test(name))
    .map((name) => ({ folder: join(DIST, name), builtAt: statSync(join(DIST, name)).mtimeMs }))
    .sort((a, b) => b.builtAt - a.builtAt);
  for (const { folder } of builds.slice(BUILDS_KEPT)) rmSync(folder, { recursive: true, force: true });
}

if (import.meta.main) await buildWhenNeeded();

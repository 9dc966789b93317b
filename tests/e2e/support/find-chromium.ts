import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];
const PLAYWRIGHT = fileURLToPath(new URL('../../../node_modules/@playwright/test/cli.js', import.meta.url));

/**
 * Finds a Chromium, or installs one: Debian's package when this runs as root, else Playwright's own into the user's cache.
 * @returns path of the system's browser; undefined when Playwright's own is to be used.
 * @throws Error saying what to install when nothing worked.
 */
export function findChromium(): string | undefined {
  const found = findOnPath();
  if (found !== undefined) return found;
  if (existsSync(chromium.executablePath())) return undefined;
  if (process.getuid?.() === 0 && installPackage()) return findOnPath();
  if (run(process.execPath, [PLAYWRIGHT, 'install', 'chromium'])) return undefined;
  throw new Error('The browser tests need Chromium, and it could not be installed. Install it: apt-get install chromium');
}

function findOnPath(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path));
}

function installPackage(): boolean {
  console.log('Installing Debian’s chromium…');
  run('apt-get', ['update', '--quiet']);
  return run('apt-get', ['install', '--quiet', '--yes', '--no-install-recommends', 'chromium']) && findOnPath() !== undefined;
}

function run(command: string, args: string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'], env }).status === 0;
}

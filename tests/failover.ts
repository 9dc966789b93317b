import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { WITHOUT_DEBIAN_POSTGRES, WITHOUT_PGBOUNCER } from './support/debian-postgres.ts';

/**
 * Runs the tests of several instances and several database servers: `npm run test:failover`. As root it installs the Debian packages that
 * they need. Without them `npm test` skips what it cannot run, and this fails.
 */
const FILES = [
  'tests/store/standby.test.ts',
  'tests/server/two-instances.test.ts',
  'tests/server/failover.test.ts',
  'tests/server/pgbouncer.test.ts',
];
const PACKAGES = ['postgresql', 'pgbouncer'];

function run(command: string, args: string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync(command, args, { cwd: fileURLToPath(new URL('../', import.meta.url)), stdio: 'inherit', env }).status === 0;
}

const isReady = WITHOUT_DEBIAN_POSTGRES === false && WITHOUT_PGBOUNCER === false;
const isInstalled = isReady || (process.getuid?.() === 0 && install());
if (!isInstalled) console.error(`These tests need Debian’s servers: apt-get install ${PACKAGES.join(' ')}`);
process.exitCode = isInstalled && run(process.execPath, ['tests/run.ts', ...FILES]) ? 0 : 1;

function install(): boolean {
  run('apt-get', ['update', '--quiet']);
  return run('apt-get', ['install', '--quiet', '--yes', '--no-install-recommends', ...PACKAGES]);
}

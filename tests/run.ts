import { spawn } from 'node:child_process';
import { globSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildWhenNeeded } from '../src/server/build.ts';
import { prepareTestDatabases } from './support/test-databases.ts';

/**
 * Runs the tests below the browser: `npm run test:node` for all of them, `npm run test:node -- FILE…` for some.
 * Arguments that start with `-` go to node, e.g. `--test-name-pattern=…`. Exits with the code of `node --test`.
 */

const ROOT = fileURLToPath(new URL('../', import.meta.url));

/** Files at once, one for each core; and how long one test may take, in milliseconds, on a machine that is busy. */
const LIMITS = [`--test-concurrency=${availableParallelism()}`, '--test-timeout=600000'];

async function run(args: string[]): Promise<number> {
  const options = args.filter((argument) => argument.startsWith('-'));
  const named = args.filter((argument) => !argument.startsWith('-'));
  const files = named.length > 0 ? named : globSync('tests/**/*.test.ts', { cwd: ROOT, exclude: (path) => path === 'tests/e2e' }).sort();
  // Built once here: tests that start the product run at the same time and would each build.
  if (files.some((file) => file.includes('tests/server/'))) await buildWhenNeeded();
  const folder = mkdtempSync(join(tmpdir(), 'kept-tests-'));
  try {
    const databases = await prepareTestDatabases(folder);
    try {
      return await runNode(['--test', ...LIMITS, ...options, ...files], databases.env);
    } finally {
      await databases.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function runNode(args: string[], env: object): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: ROOT, stdio: 'inherit', env: { ...process.env, ...env } });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
    // The terminal tells the child too; this process stays to stop the databases.
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  });
}

process.exitCode = await run(process.argv.slice(2));

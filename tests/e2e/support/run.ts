import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startPostgres } from '../../support/postgres-server.ts';
import { startProduct } from '../../support/product.ts';
import { TEST_SECRETS_KEY } from '../../support/secrets.ts';
import { createEmptyPostgresDatabase } from '../../support/test-databases.ts';
import { findChromium } from './find-chromium.ts';

/**
 * `npm run e2e`, or `npm run e2e -- tests/e2e/home.spec.ts` for some. Builds when needed and starts the product once, on a
 * PostgreSQL of its own, so that tests can make their world through commands while the product runs.
 * The embedded database has its browser test in `first-five-minutes.spec.ts`.
 */
async function run(args: string[]): Promise<number> {
  const chromium = findChromium();
  const dataDir = mkdtempSync(join(tmpdir(), 'kept-e2e-'));
  const postgres = await startPostgres();
  try {
    const database = await createEmptyPostgresDatabase(postgres.url);
    // Each test says which address it comes from, so that no test uses up the attempts of another.
    const product = await startProduct({
      dataDir,
      env: {
        DATABASE_URL: database.url,
        TRUSTED_PROXIES: '1',
        SMTP_URL: '',
        ALERTS_TO_PRIVATE_NETWORKS: 'yes',
        SECRETS_KEY: TEST_SECRETS_KEY,
      },
    });
    try {
      return await runPlaywright(args, {
        KEPT_E2E_URL: product.url,
        KEPT_E2E_DATABASE: database.url,
        KEPT_E2E_DATA: dataDir,
        ...(chromium === undefined ? {} : { KEPT_E2E_CHROMIUM: chromium }),
      });
    } finally {
      const { output } = await product.stop();
      await database.drop();
      const failures = output.split('\n').filter((line) => /^\d{4}-\d\d-\d\dT\S+Z /.test(line));
      if (failures.length > 0) console.error(`The product reported failures:\n${output}`);
    }
  } finally {
    await postgres.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function runPlaywright(args: string[], env: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const cli = fileURLToPath(new URL('../../../node_modules/@playwright/test/cli.js', import.meta.url));
    const child = spawn(process.execPath, [cli, 'test', ...args], { stdio: 'inherit', env: { ...process.env, ...env } });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
    // The terminal tells the child too; this process stays to stop what it started.
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  });
}

process.exitCode = await run(process.argv.slice(2));

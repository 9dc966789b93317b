import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, globSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { findFreePort } from './postgres-server.ts';
import { waitUntil } from './wait-until.ts';

/** PostgreSQL and pgbouncer as Debian has them: what npm's PostgreSQL leaves out is the copying of a server. */

const BIN = globSync('/usr/lib/postgresql/*/bin').filter((folder) => existsSync(join(folder, 'pg_basebackup')));
const PGBOUNCER = '/usr/sbin/pgbouncer';

/** Why tests of several servers cannot run here; false when they can. */
export const WITHOUT_DEBIAN_POSTGRES: string | false =
  BIN.length === 0 ? 'needs Debian’s PostgreSQL: npm run test:failover installs it' : false;
export const WITHOUT_PGBOUNCER: string | false = existsSync(PGBOUNCER)
  ? false
  : 'needs Debian’s pgbouncer: npm run test:failover installs it';

/** Servers refuse to run as root, so root starts them as this user. */
const NOBODY = 65_534;
const USER = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};

export interface Server {
  readonly port: number;
  /** Address of its database `postgres`. */
  readonly url: string;
  /** Ends it as a power cut would: nothing is tidied up. */
  kill(): Promise<void>;
  /** Ends it if it still runs and deletes what it wrote. */
  remove(): Promise<void>;
}

/** An empty server that others may copy. */
export async function startPrimary(): Promise<Server> {
  const folder = makeFolder();
  run('initdb', ['--pgdata', join(folder, 'data'), '--username', 'postgres', '--auth', 'trust', '--encoding', 'UTF8', '--locale', 'C']);
  return startServer(folder, []);
}

/** A copy of `primary` that follows it and answers readers. It is called `standby` where the primary names who must confirm a commit. */
export async function startStandby(primary: Server): Promise<Server> {
  const folder = makeFolder();
  run('pg_basebackup', ['--pgdata', join(folder, 'data'), '--write-recovery-conf', '--checkpoint=fast', '--dbname', primary.url]);
  return startServer(folder, ['cluster_name=standby']);
}

/** Lets every commit of the primary wait until the standby has it on its disk. */
export async function makeSynchronous(primary: Server): Promise<void> {
  await queryOn(primary.url, "alter system set synchronous_standby_names = 'standby'");
  await queryOn(primary.url, 'select pg_reload_conf()');
  await waitUntil(async () => (await queryOn(primary.url, "select from pg_stat_replication where sync_state = 'sync'")).length === 1);
}

/** pgbouncer in front of `server`, which hands out a connection for each transaction, and few of them. */
export async function startPgbouncer(server: Server): Promise<Server> {
  const folder = makeFolder();
  const port = await findFreePort();
  const settings = {
    listen_addr: '127.0.0.1',
    listen_port: port,
    unix_socket_dir: '',
    auth_type: 'any',
    pool_mode: 'transaction',
    default_pool_size: 3,
    max_client_conn: 100,
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}`);
  const file = join(folder, 'pgbouncer.ini');
  const target = `* = host=127.0.0.1 port=${server.port} user=postgres`;
  writeFileSync(file, ['[databases]', target, '[pgbouncer]', ...lines, ''].join('\n'));
  return watch(folder, port, PGBOUNCER, ['--quiet', file]);
}

/** The rows that a statement gives, asked over a connection of its own. */
export async function queryOn(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(statement).finally(() => client.end());
  return rows;
}

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kept-debian-'));
  if (USER.uid !== undefined) chownSync(folder, USER.uid, USER.gid);
  return folder;
}

const findProgram = (name: string): string => join(BIN.at(-1) ?? '', name);

function run(name: string, args: string[]): void {
  const { status, error, stderr } = spawnSync(findProgram(name), args, { encoding: 'utf8', cwd: tmpdir(), ...USER });
  if (status !== 0) throw new Error(`${name} failed: ${error?.message ?? stderr}`);
}

async function startServer(folder: string, settings: string[]): Promise<Server> {
  const port = await findFreePort();
  const all = [`port=${port}`, 'listen_addresses=127.0.0.1', `unix_socket_directories=${folder}`, 'max_connections=60', ...settings];
  const options = all.flatMap((setting) => ['-c', setting]);
  return watch(folder, port, findProgram('postgres'), ['-D', join(folder, 'data'), ...options]);
}

/** Starts a server and waits until it lets somebody in. It ends with this process. */
async function watch(folder: string, port: number, program: string, args: string[]): Promise<Server> {
  const child = spawn(program, args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'], ...USER });
  const endWithUs = () => void child.kill('SIGKILL');
  process.once('exit', endWithUs);
  let output = '';
  child.stderr?.on('data', (text) => (output = `${output}${text}`.slice(-4_000)));
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const kill = () => end(child, 'SIGKILL', ended);
  const remove = async () => {
    await end(child, 'SIGINT', ended);
    process.removeListener('exit', endWithUs);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  await waitUntil(async () => {
    if (child.exitCode !== null) throw new Error(`${program} did not start:\n${output}`);
    return queryOn(url, 'select 1').then(
      () => true,
      () => false,
    );
  });
  return { port, url, kill, remove };
}

async function end(child: ChildProcess, signal: NodeJS.Signals, ended: Promise<void>): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) child.kill(signal);
  await ended;
}

import fs from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';

type EmscriptenOptions = Parameters<NodeFS['init']>[1];
/** What the file system hands to `fsync`: `nfd` is the host's file descriptor; a folder has none. */
interface OpenStream {
  readonly nfd?: number;
  readonly node: unknown;
}
interface PatchableFileSystem {
  realPath(node: unknown): string;
  node_ops: { lookup: (parent: unknown, name: string) => unknown };
  stream_ops: { fsync?: (stream: OpenStream) => number };
}

/**
 * PostgreSQL's own start parameters for a database that must survive a power cut. PGlite switches fsync off; here it is on,
 * by the method that reaches the file system below (`fdatasync` ends in the runtime). Files of the log that are done with are kept for
 * further use up to `max_wal_size`: less than usual, in keeping with how often there is a checkpoint (`keep-checkpoints.ts`).
 */
export const DURABLE_START_PARAMETERS = [
  ...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'),
  '-c',
  'wal_sync_method=fsync',
  '-c',
  'max_wal_size=256MB',
];

/**
 * The host's file system with an `fsync` that is one. PGlite's has none, so a commit that was answered could be lost
 * with the power; with it PostgreSQL's own protocol holds: the log is on the disk before a commit returns, and the
 * tables before a checkpoint ends.
 */
export class DurableNodeFs extends NodeFS {
  override async init(pglite: PGlite, options: EmscriptenOptions): ReturnType<NodeFS['init']> {
    const { emscriptenOpts } = await super.init(pglite, options);
    const addFsync: NonNullable<EmscriptenOptions['preRun']>[number] = (module) => {
      const fileSystem = module.NODEFS as unknown as PatchableFileSystem;
      fileSystem.stream_ops.fsync = (stream) => {
        if (stream.nfd === undefined) syncPath(fileSystem.realPath(stream.node));
        else fs.fsyncSync(stream.nfd);
        return 0;
      };
      findMissingFast(fileSystem, new module.FS.ErrnoError(NO_SUCH_FILE));
    };
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [addFsync, ...(emscriptenOpts.preRun ?? [])] } };
  }
}

/** The runtime's number of it. */
const NO_SUCH_FILE = 44;

/**
 * Makes it cheap to look for a file that is not there: for each page that a table or index grows by, PostgreSQL looks for a list of its free
 * pages, which it only has once a vacuum has freed some. By itself the file system makes an error each time, with the calls that led there.
 */
function findMissingFast(fileSystem: PatchableFileSystem, missing: Error): void {
  const { lookup } = fileSystem.node_ops;
  fileSystem.node_ops.lookup = (parent, name) => {
    if (!fs.existsSync(join(fileSystem.realPath(parent), name))) throw missing;
    return lookup(parent, name);
  };
}

/** Puts a folder and all in it on the disk: a new database is written before `fsync` is in place. */
export function syncFolder(folder: string): void {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) syncFolder(path);
    else if (entry.isFile()) syncPath(path);
  }
  syncPath(folder);
}

function syncPath(path: string): void {
  const descriptor = fs.openSync(path, 'r');
  try {
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}

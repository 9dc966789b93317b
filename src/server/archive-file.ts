import { once } from 'node:events';
import { createReadStream, createWriteStream, existsSync, rmSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip, type Gzip } from 'node:zlib';
import { ArchiveError } from '../store/archive/archive-error.ts';
import { type ArchiveCounts, damaged, notArchive } from '../store/archive/archive-format.ts';
import { readArchive } from '../store/archive/read-archive.ts';
import { writeArchive } from '../store/archive/write-archive.ts';
import type { Database } from '../store/database.ts';

/** Two thirds of the time of the usual level, for a file that is a tenth larger. */
const GZIP_LEVEL = 3;

/**
 * Writes a backup to a new file that this user alone may read, since it holds keys. It gets its name when it is whole and on the disk.
 * @throws ArchiveError when there is such a file, or nothing to back up; what the file system says otherwise.
 */
export async function saveArchive(db: Database, file: string): Promise<ArchiveCounts> {
  requireNewFile(file);
  const unfinished = `${file}.part`;
  const remove = () => rmSync(unfinished, { force: true });
  remove();
  // Whoever ends the command by Ctrl+C is not left with half a file.
  process.once('exit', remove);
  try {
    const gzip = createGzip({ level: GZIP_LEVEL });
    const saved = pipeline(gzip, createWriteStream(unfinished, { flags: 'wx', mode: 0o600, flush: true }));
    const [counts] = await Promise.all([fill(gzip, db, saved), saved]);
    requireNewFile(file);
    await rename(unfinished, file);
    await syncFolder(dirname(file));
    return counts;
  } finally {
    process.removeListener('exit', remove);
    remove();
  }
}

/** Puts the name of a new file on the disk. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder);
  await handle.sync().finally(() => handle.close());
}

/** @param saved rejects when the file cannot be written any more. */
async function fill(gzip: Gzip, db: Database, saved: Promise<void>): Promise<ArchiveCounts> {
  try {
    const counts = await writeArchive(db, new Date().toISOString(), async (text) => {
      if (!gzip.write(text)) await Promise.race([once(gzip, 'drain'), saved]);
    });
    gzip.end();
    return counts;
  } catch (error) {
    gzip.destroy(error as Error);
    throw error;
  }
}

/** @throws ArchiveError when there is a file of that name. */
export function requireNewFile(file: string): void {
  if (existsSync(file)) throw new ArchiveError(`There is a file ${file} already, and it may be your last backup. Name another one.`);
}

/**
 * Reads a backup to its end without using it.
 * @throws ArchiveError when it cannot be restored; an error with code `ENOENT` when there is no such file.
 */
export async function checkArchive(file: string): Promise<void> {
  for await (const _ of readArchive(unzip(createReadStream(file))));
}

/** The lines of a backup, as bytes. @throws ArchiveError when they are not compressed, cut off or changed. */
export async function* unzip(bytes: Readable): AsyncGenerator<Uint8Array, void> {
  const gunzip = createGunzip();
  // What fails here ends `gunzip` with the same error, which is told below.
  pipeline(bytes, gunzip).catch(() => {});
  try {
    yield* gunzip;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && String(error.code).startsWith('Z_'))) throw error;
    throw error.message === 'incorrect header check' ? notArchive() : damaged();
  }
}

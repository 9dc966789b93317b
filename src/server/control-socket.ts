import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join, resolve } from 'node:path';
import { ArchiveError } from '../store/archive/archive-error.ts';
import { restoreArchive } from '../store/archive/restore-archive.ts';
import type { OpenDatabase } from '../store/database.ts';
import { vacuumEmbedded } from '../store/vacuum.ts';
import { unzip } from './archive-file.ts';
import { logFailure } from './log-failure.ts';

/**
 * Where a running server is asked for what only it can do, since it alone has the folder of the embedded database: HTTP on a Unix socket in
 * that folder, which nobody but this user can open.
 *
 * - `POST /copy` copies the database and names its folder in `Location`. The copy stays until the caller hangs up.
 * - `POST /restore` fills the empty database from the backup in the body, and answers with the counts of rows.
 *
 * What goes wrong is answered with 409 and words for whoever asked, or 500.
 */
export const controlSocketIn = (dataDir: string): string => join(dataDir, 'control.sock');

/** Below the data folder, so that a copy is on the same disk and the file system may share the blocks. */
const copiesIn = (dataDir: string): string => join(dataDir, 'copies');

/**
 * Listens until the returned function is called; undefined where that cannot be. Without the socket the server is as good as with it, but for
 * backups while it runs.
 */
export async function letCommandsIn(database: OpenDatabase, dataDir: string): Promise<(() => Promise<void>) | undefined> {
  try {
    return await listenForControl(database, dataDir);
  } catch (error) {
    console.error('While Kept runs, npm run backup cannot reach it:', error instanceof Error ? error.message : error);
    return undefined;
  }
}

/**
 * Listens until the returned function is called. The caller must hold the folder: what an earlier process has left there is removed.
 * @throws what the system says, e.g. that the path of a socket may not be that long.
 */
async function listenForControl(database: OpenDatabase, dataDir: string): Promise<() => Promise<void>> {
  const path = controlSocketIn(dataDir);
  rmSync(path, { force: true });
  await rm(copiesIn(dataDir), { recursive: true, force: true });
  const server = createServer({ requestTimeout: 0 }, (request, response) => void answer(database, dataDir, request, response));
  await listenPrivately(server, path);
  return () =>
    new Promise((settle) => {
      server.close(() => settle());
      server.closeAllConnections();
    });
}

/** The socket is made in this call: it must never be there with the rights of others, not for a moment. */
function listenPrivately(server: Server, path: string): Promise<void> {
  return new Promise((settle, reject) => {
    server.once('error', reject);
    const mask = process.umask(0o177);
    server.listen(path, settle);
    process.umask(mask);
  });
}

async function answer(database: OpenDatabase, dataDir: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    if (request.method === 'POST' && request.url === '/copy') await lendCopy(database, dataDir, response);
    else if (request.method === 'POST' && request.url === '/restore') await restore(database, request, response);
    else response.writeHead(404).end();
  } catch (error) {
    if (!(error instanceof ArchiveError)) logFailure(`control ${request.url}`, error);
    if (response.headersSent) response.destroy();
    else response.writeHead(error instanceof ArchiveError ? 409 : 500).end(error instanceof Error ? error.message : '');
  }
}

async function lendCopy(database: OpenDatabase, dataDir: string, response: ServerResponse): Promise<void> {
  const folder = join(copiesIn(dataDir), randomBytes(6).toString('hex'));
  const hungUp = new Promise<void>((settle) => response.once('close', settle));
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    await database.copyTo?.(folder);
    response.writeHead(200, { Location: encodeURIComponent(resolve(folder)) }).flushHeaders();
    await hungUp;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function restore(database: OpenDatabase, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const counts = await restoreArchive(database.direct, unzip(request), Math.floor(Date.now() / 1000));
  await vacuumEmbedded(database);
  response.writeHead(200).end(JSON.stringify(counts));
}

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import { RecordingThreads } from '../src/server/recording/recording-threads.ts';
import { openDatabase } from '../src/store/database.ts';
import { serveApp } from '../tests/support/served-app.ts';

/**
 * A thread that serves one of the two: a constant picture from nothing but `node:http`, or the product on a database. It posts its address
 * when it is ready. The product gives a company another address when that is posted to it, and posts it back.
 */

export type BadgeServerOptions = { kind: 'constant'; body: string } | { kind: 'product'; databaseUrl: string | undefined; dataDir: string };

export interface Move {
  readonly companyId: number;
  readonly slug: string;
}

const SECOND = 1000;

async function serve(options: BadgeServerOptions): Promise<string> {
  return options.kind === 'constant' ? serveConstant(options.body) : serveProduct(options);
}

function serveConstant(body: string): Promise<string> {
  const picture = Buffer.from(body);
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'image/svg+xml', 'Content-Length': picture.length }).end(picture);
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  });
}

async function serveProduct(options: { databaseUrl: string | undefined; dataDir: string }): Promise<string> {
  const now = () => Math.floor(Date.now() / SECOND);
  const threads = options.databaseUrl === undefined ? undefined : new RecordingThreads(options);
  const database = await openDatabase(options);
  const { url, app, setNow } = await serveApp(database, now(), threads);
  setInterval(() => setNow(now()), SECOND);
  parentPort?.on('message', async ({ companyId, slug }: Move) => {
    await database.db.updateTable('company').set({ slug }).where('id', '=', companyId).execute();
    app.changes.publish(String(companyId));
    parentPort?.postMessage(slug);
  });
  return url;
}

parentPort?.postMessage(await serve(workerData as BadgeServerOptions));

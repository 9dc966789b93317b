import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import { recordEvents } from '../src/commands/record-events.ts';
import { type OpenDatabase, openDatabase, openMemoryDatabase } from '../src/store/database.ts';
import { migrateToLatest } from '../src/store/migrate.ts';
import { makeContext, TEST_NOW } from '../tests/support/context.ts';
import { makeMeasuredCompany } from '../tests/support/measured-company.ts';
import { serveApp } from '../tests/support/served-app.ts';

/** A thread that serves one of the two: a constant picture from nothing but `node:http`, or the product with a company in it. */

export type BadgeServerOptions = { kind: 'constant'; body: string } | { kind: 'product'; databaseUrl: string | undefined };

const ANSWERED = 200;

async function serve(options: BadgeServerOptions): Promise<string> {
  return options.kind === 'constant' ? serveConstant(options.body) : serveProduct(options.databaseUrl);
}

function serveConstant(body: string): Promise<string> {
  const picture = Buffer.from(body);
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'image/svg+xml', 'Content-Length': picture.length }).end(picture);
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}/badge.svg`));
  });
}

async function serveProduct(databaseUrl: string | undefined): Promise<string> {
  const database: OpenDatabase = databaseUrl === undefined ? await openMemoryDatabase() : await openDatabase({ databaseUrl, dataDir: '' });
  await migrateToLatest(database.db);
  const { slug, scope } = await makeMeasuredCompany(database.db);
  const asked = TEST_NOW - 7_200;
  const events = Array.from({ length: ANSWERED }, (_, index) => {
    const event = { conversation: `c${index}`, channel: 'x' };
    return [
      { ...event, id: `q${index}`, type: 'customer-message', at: asked },
      { ...event, id: `a${index}`, type: 'agent-reply', at: asked + 60 },
    ];
  }).flat();
  await recordEvents(makeContext(database.db, { actor: { kind: 'system' } }), scope, events);
  const { url } = await serveApp(database);
  return `${url}/badge/${slug}/x.svg`;
}

parentPort?.postMessage(await serve(workerData as BadgeServerOptions));

import { mkdtempSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Services } from '../../src/http/services.ts';
import type { App } from '../../src/server/app.ts';
import { readConfig } from '../../src/server/config.ts';
import { closeServer, createHttpServer, listen } from '../../src/server/http-server.ts';
import { LiveChanges } from '../../src/server/live-changes.ts';
import { NewestReports } from '../../src/server/newest-reports.ts';
import { createOutlets, createPageMemory } from '../../src/server/outlets.ts';
import { createRecording, type RecordingThreads } from '../../src/server/recording/recording-threads.ts';
import { createRequestHandler } from '../../src/server/request-handler.ts';
import { UploadFolder } from '../../src/server/upload-folder.ts';
import { COMPANY_CHANGED } from '../../src/store/change-notice.ts';
import type { OpenDatabase } from '../../src/store/database.ts';
import { makeContext } from './context.ts';

/** The server without pages and queue, in this process. */
export interface ServedApp {
  readonly url: string;
  readonly app: App;
  /** Moves the server's clock, whole seconds. */
  setNow(now: number): void;
  close(): Promise<void>;
}

/**
 * Serves the routes that answer before the pages from `database`, which stays open when the server is closed.
 * @param threads that record, where the product would have them; closed with the server.
 */
export async function serveApp(database: OpenDatabase, now?: number, threads?: RecordingThreads): Promise<ServedApp> {
  const { now: testNow, randomBytes, secrets, enqueue, baseUrl } = makeContext(database.db);
  let present = now ?? testNow;
  const changes = new LiveChanges();
  const outlets = createOutlets(database.read, () => present, changes);
  const services: Services = {
    db: database.db,
    read: database.read,
    baseUrl,
    enqueue,
    randomBytes,
    secrets,
    outboxFolder: undefined,
    uploads: new UploadFolder(mkdtempSync(join(tmpdir(), 'kept-uploads-'))),
    reports: outlets.reports,
    pages: createPageMemory(outlets.reports),
    newestReports: new NewestReports(database.db, () => present),
    printPdf: async () => new Uint8Array(),
    previewDigest: async () => '',
    findStatementKey: () => undefined,
    now: () => present,
  };
  await database.listen(COMPANY_CHANGED, (payload) => changes.publish(payload));
  const app: App = {
    config: readConfig({}),
    services,
    changes,
    ...outlets,
    started: Promise.resolve(),
    lost: database.lost,
    recordBody: createRecording(database.db, threads),
    close: async () => {},
  };
  const handle = createRequestHandler(app, import.meta.dirname, (_request, response) => void response.writeHead(404).end());
  const server = createHttpServer((request, response) => void handle(request, response));
  await listen(server, 0, '127.0.0.1');
  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    app,
    setNow: (at) => {
      present = at;
    },
    close: async () => {
      changes.close();
      await closeServer(server);
      await threads?.close();
    },
  };
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite, type Results } from '@electric-sql/pglite';
import { copyFolder } from './copy-folder.ts';
import { DECODERS } from './decoders.ts';
import { DURABLE_START_PARAMETERS, DurableNodeFs, syncFolder } from './durable-node-fs.ts';
import type { WorkerError, WorkerRequest, WorkerResponse, WorkerResult } from './messages.ts';
import { createRunner, type StatementRunner } from './run-statement.ts';

/** The thread in which the embedded database lives, so that its work never holds up an answer from memory. */

if (parentPort === null) throw new Error('This file is a worker thread: start it with new Worker().');
const port = parentPort;
const { dataDir } = workerData as { dataDir: string };
const send = (response: WorkerResponse): void => port.postMessage(response);

try {
  const pglite = await open();
  const runner = createRunner(pglite);
  port.on('message', (request: WorkerRequest) => void answer(pglite, runner, request));
  send({ kind: 'ready' });
} catch (error) {
  send({ kind: 'error', id: null, error: toWorkerError(error) });
}

async function open(): Promise<PGlite> {
  const isNew = !existsSync(join(dataDir, 'PG_VERSION'));
  const pglite = await PGlite.create({ fs: new DurableNodeFs(dataDir), startParams: DURABLE_START_PARAMETERS, parsers: DECODERS });
  if (isNew) syncFolder(dataDir);
  return pglite;
}

async function answer(pglite: PGlite, runner: StatementRunner, request: WorkerRequest): Promise<void> {
  try {
    const results = await run(pglite, runner, request);
    send({ kind: 'result', id: request.id, results: results.map(toWorkerResult) });
  } catch (error) {
    send({ kind: 'error', id: request.id, error: toWorkerError(error) });
    // PostgreSQL itself broke, not a statement: its memory can no longer be trusted, so the thread ends with it.
    if (error instanceof WebAssembly.RuntimeError) throw error;
  }
}

async function run(pglite: PGlite, runner: StatementRunner, request: WorkerRequest): Promise<Results[]> {
  switch (request.method) {
    case 'query':
      return [await runner.run(request.sql, request.parameters)];
    case 'copy-rows':
      return [await runner.copy(request.sql, request.text)];
    case 'exec':
      return pglite.exec(request.sql);
    case 'listen':
      await pglite.listen(request.channel, (payload) => send({ kind: 'notification', channel: request.channel, payload }));
      return [];
    case 'copy-folder':
      copyFolder(dataDir, request.folder);
      return [];
    case 'close':
      await pglite.close();
      return [];
  }
}

function toWorkerResult({ rows, affectedRows, fields }: Results): WorkerResult {
  return { rows: rows as Record<string, unknown>[], ...(affectedRows === undefined ? {} : { affectedRows }), fields };
}

function toWorkerError(error: unknown): WorkerError {
  if (!(error instanceof Error)) return { message: String(error), fields: {} };
  const plain = Object.entries(error).filter(([, value]) => ['string', 'number', 'undefined'].includes(typeof value));
  return { message: error.message, fields: Object.fromEntries(plain) };
}

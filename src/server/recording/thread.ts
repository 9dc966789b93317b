import { parentPort, workerData } from 'node:worker_threads';
import { type DatabaseOptions, openDatabase } from '../../store/database.ts';
import { makeCommandContext } from '../command-context.ts';
import { type FromThread, type ToThread, toFailure, toMove } from './messages.ts';
import { recordBody } from './record-body.ts';

/** A thread that records bodies of events on connections of its own, so that this work never holds up an answer from memory. */

if (parentPort === null) throw new Error('This file is a worker thread: start it with new Worker().');
const port = parentPort;
const send = (message: FromThread, moved: ArrayBuffer[] = []): void => port.postMessage(message, moved);

const database = await openDatabase(workerData as DatabaseOptions);
port.on('message', (message: ToThread) => void (message.kind === 'record' ? record(message) : close()));
send({ kind: 'ready' });

async function record({ id, sent, isAlone }: Extract<ToThread, { kind: 'record' }>): Promise<void> {
  try {
    const answer = await recordBody(makeCommandContext(database.db), sent, isAlone);
    send({ kind: 'recorded', id, answer }, toMove(answer));
  } catch (error) {
    send({ kind: 'failed', id, failure: toFailure(error) });
  }
}

async function close(): Promise<void> {
  await database.close();
  port.close();
}

import { Worker } from 'node:worker_threads';
import { AppError } from '../../commands/errors.ts';
import type { DatabaseOptions } from '../../store/database.ts';
import { type FromThread, type ToThread, toError, toMove } from './messages.ts';
import type { SentEvents } from './record-body.ts';

const THREAD = new URL('./thread.ts', import.meta.url);

type Settle = { resolve: (answer: Uint8Array) => void; reject: (error: Error) => void };

/** One thread that records, seen from outside. */
export class RecordingThread {
  /** Resolves when the thread has ended, however it did. */
  readonly ended: Promise<void>;
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Settle>();
  #lastId = 0;

  private constructor(worker: Worker) {
    this.#worker = worker;
    worker.on('message', (message: FromThread) => this.#receive(message));
    this.ended = new Promise((resolve) => {
      worker.on('error', () => {});
      worker.on('exit', () => {
        this.#failAll();
        resolve();
      });
    });
  }

  /** Starts a thread with connections of its own. @throws what it fails with before it is ready. */
  static async open(options: DatabaseOptions, file = THREAD): Promise<RecordingThread> {
    const worker = new Worker(file, { workerData: options });
    await new Promise<void>((resolve, reject) => {
      worker.once('message', () => resolve());
      worker.once('error', reject);
      worker.once('exit', () => reject(new Error('A recording thread ended while it started.')));
    });
    return new RecordingThread(worker);
  }

  /** How many bodies it is at work on. */
  get underWay(): number {
    return this.#waiting.size;
  }

  /** @throws AppError as `recordBody`, and `unavailable` when the thread ends meanwhile. */
  record(sent: SentEvents, isAlone: boolean): Promise<Uint8Array> {
    const id = ++this.#lastId;
    const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
    this.#waiting.set(id, { resolve, reject });
    this.#send({ kind: 'record', id, sent, isAlone }, toMove(sent.bytes));
    return promise;
  }

  /** Lets it end its connections. What it is at work on must have been answered. */
  async close(): Promise<void> {
    this.#send({ kind: 'close' });
    await this.ended;
  }

  #send(message: ToThread, moved: ArrayBuffer[] = []): void {
    this.#worker.postMessage(message, moved);
  }

  #receive(message: FromThread): void {
    if (message.kind === 'ready') return;
    const settle = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.kind === 'recorded') settle?.resolve(message.answer);
    else settle?.reject(toError(message.failure));
  }

  /** What was under way may have been recorded or not: sent again it is recorded once. */
  #failAll(): void {
    const hint = 'Send it again. What is recorded already is not recorded twice.';
    for (const { reject } of this.#waiting.values()) {
      reject(new AppError('unavailable', 'The recording was cut off.', hint, { retryAfterSeconds: 1 }));
    }
    this.#waiting.clear();
  }
}

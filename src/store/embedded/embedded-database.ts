import { Worker } from 'node:worker_threads';
import { isPipelined } from '../pipelined.ts';
import { Unanswered } from '../unanswered.ts';
import { BYTEA } from './decoders.ts';
import { keepCheckpoints } from './keep-checkpoints.ts';
import type { WorkerRequest, WorkerResponse, WorkerResult } from './messages.ts';
import { runAnyStatement } from './run-statement.ts';

type Unnumbered<T> = T extends unknown ? Omit<T, 'id'> : never;
type Settle = { resolve: (results: WorkerResult[]) => void; reject: (error: Error) => void };

export interface QueryResult<T> extends Omit<WorkerResult, 'rows'> {
  readonly rows: T[];
}

/** The part of a transaction that Kysely uses. */
export interface EmbeddedTransaction {
  query<T>(sql: string, parameters?: unknown[]): Promise<QueryResult<T>>;
  rollback(): Promise<void>;
}

const NO_ROWS = { rows: [], fields: [] };

/**
 * The embedded database in a thread of its own, with the part of PGlite's interface that Kysely and the queue use.
 * There is one connection: a statement waits until no transaction is open, and transactions wait for each other.
 */
export class EmbeddedDatabase {
  readonly ready = true;
  readonly waitReady = Promise.resolve();
  /** Resolves with the cause when the thread ends without having been closed; pending for as long as all is well. */
  readonly lost: Promise<Error>;
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Settle>();
  readonly #listeners = new Map<string, Set<(payload: string) => void>>();
  readonly #stopCheckpoints: () => void;
  #lastId = 0;
  #closed = false;
  /** Settles when the connection is free. */
  #free: Promise<unknown> = Promise.resolve();

  private constructor(worker: Worker) {
    this.#worker = worker;
    this.#stopCheckpoints = keepCheckpoints((sql) => this.query(sql));
    worker.on('message', (response: WorkerResponse) => this.#receive(response));
    this.lost = new Promise((resolve) => {
      const fail = (cause: Error) => {
        if (!this.#closed) resolve(cause);
        this.#failAll(cause);
      };
      worker.on('error', (error) => fail(error instanceof Error ? error : new Error(String(error))));
      worker.on('exit', () => fail(new Error('The embedded database has stopped.')));
    });
  }

  /** Opens the database in the folder, or makes one there. @throws whatever PGlite says when it cannot. */
  static async open(dataDir: string): Promise<EmbeddedDatabase> {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: { dataDir } });
    await new Promise<void>((resolve, reject) => {
      worker.once('error', reject);
      worker.once('exit', () => reject(new Error('The embedded database ended while it started.')));
      worker.once('message', (response: WorkerResponse) => {
        if (response.kind === 'ready') resolve();
        else reject(new Error(response.kind === 'error' ? response.error.message : 'The embedded database did not start.'));
      });
    });
    return new EmbeddedDatabase(worker);
  }

  get closed(): boolean {
    return this.#closed;
  }

  async query<T>(sql: string, parameters: unknown[] = []): Promise<QueryResult<T>> {
    return this.#exclusively(() => this.#query<T>(sql, parameters));
  }

  /** Runs several statements without parameters as one. */
  async exec(sql: string): Promise<{ rows: Record<string, unknown>[] }[]> {
    return this.#exclusively(() => this.#ask({ method: 'exec', sql }));
  }

  /** Runs `callback` between BEGIN and COMMIT, or ROLLBACK when it throws. */
  async transaction<T>(callback: (transaction: EmbeddedTransaction) => Promise<T>): Promise<T> {
    return this.#exclusively(async () => {
      let rolledBack = false;
      const unanswered = new Unanswered();
      const rollback = async () => {
        rolledBack = true;
        unanswered.forget();
        await this.#query('rollback', []);
      };
      // What follows need not wait for it: the thread answers one statement after the other.
      unanswered.add(this.#query('begin', []));
      const query = async <Row>(sql: string, parameters: unknown[] = []): Promise<QueryResult<Row>> => {
        const asked = this.#query<Row>(sql, parameters);
        if (!isPipelined(sql)) return unanswered.answer(asked);
        unanswered.add(asked);
        return NO_ROWS;
      };
      try {
        const output = await callback({ query, rollback });
        if (!rolledBack) await unanswered.answer(this.#query('commit', []));
        return output;
      } catch (error) {
        if (!rolledBack) await rollback();
        throw error;
      }
    });
  }

  /** Calls `onMessage` for each notification; the returned function ends that. */
  async listen(channel: string, onMessage: (payload: string) => void): Promise<() => Promise<void>> {
    const listeners = this.#listeners.get(channel) ?? new Set();
    const isFirst = listeners.size === 0;
    this.#listeners.set(channel, listeners.add(onMessage));
    if (isFirst) await this.#exclusively(() => this.#ask({ method: 'listen', channel }));
    return async () => {
      listeners.delete(onMessage);
    };
  }

  /** Copies the files to a new folder between two transactions. @throws when it cannot be written. */
  async copyTo(folder: string): Promise<void> {
    await this.#exclusively(() => this.#ask({ method: 'copy-folder', folder }));
  }

  /** Waits for what is under way, then closes the database and ends the thread. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#stopCheckpoints();
    await this.#exclusively(() => this.#ask({ method: 'close' }));
    this.#closed = true;
    await this.#worker.terminate();
  }

  async #query<T>(statement: string, given: readonly unknown[]): Promise<QueryResult<T>> {
    const [result] = await runAnyStatement(statement, given, {
      run: (sql, parameters) => this.#ask({ method: 'query', sql, parameters: [...parameters] }),
      copy: (sql, text) => this.#ask({ method: 'copy-rows', sql, text }),
    });
    if (result === undefined) throw new Error('The embedded database gave no result.');
    return { ...result, rows: restoreBuffers(result) as T[] };
  }

  #exclusively<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#free.then(work, work);
    this.#free = done.catch(() => {});
    return done;
  }

  #ask(request: Unnumbered<WorkerRequest>): Promise<WorkerResult[]> {
    if (this.#closed) return Promise.reject(new Error('The embedded database is closed.'));
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ ...request, id });
    });
  }

  #receive(response: WorkerResponse): void {
    if (response.kind === 'notification') {
      for (const listener of this.#listeners.get(response.channel) ?? []) listener(response.payload);
    } else if (response.kind === 'result') {
      this.#settle(response.id)?.resolve(response.results);
    } else if (response.kind === 'error' && response.id !== null) {
      this.#settle(response.id)?.reject(Object.assign(new Error(response.error.message), response.error.fields));
    }
  }

  #settle(id: number): Settle | undefined {
    const settle = this.#waiting.get(id);
    this.#waiting.delete(id);
    return settle;
  }

  #failAll(error: Error): void {
    this.#closed = true;
    this.#stopCheckpoints();
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

/** Bytes arrive as `Uint8Array` from another thread; the drivers give a `Buffer`. */
function restoreBuffers({ rows, fields }: WorkerResult): Record<string, unknown>[] {
  const names = fields.filter(({ dataTypeID }) => dataTypeID === BYTEA).map(({ name }) => name);
  for (const name of names) {
    for (const row of rows) {
      const bytes = row[name];
      if (bytes instanceof Uint8Array) row[name] = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
  }
  return rows;
}

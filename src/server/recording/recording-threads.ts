import { availableParallelism } from 'node:os';
import type { Database, DatabaseOptions, OpenDatabase } from '../../store/database.ts';
import { makeCommandContext } from '../command-context.ts';
import { logFailure } from '../log-failure.ts';
import { type RecordBody, recordBody, type SentEvents } from './record-body.ts';
import { RecordingThread } from './recording-thread.ts';

/** Recording is mostly the database's work: more threads than this would only take memory. */
const MOST_THREADS = 4;
/** A batch takes two at once. Four threads and the rest of the process then stay far below PostgreSQL's default of 100. */
const CONNECTIONS_OF_THREAD = 4;
/** Before another start is tried when one has failed. */
const RETRY_MILLISECONDS = 60_000;

/**
 * Threads that record events on PostgreSQL: one when the first body comes, one more whenever all are busy, up to the number of processors.
 * Nothing is kept in them that another needs. They stay, since a thread takes a quarter of a second to start.
 */
export class RecordingThreads {
  readonly #options: DatabaseOptions;
  readonly #most: number;
  readonly #threads = new Set<RecordingThread>();
  #starting: Promise<void> | undefined;
  #noStartBefore = 0;
  #closed = false;

  constructor(options: DatabaseOptions, most = Math.min(MOST_THREADS, availableParallelism())) {
    this.#options = { ...options, mostConnections: CONNECTIONS_OF_THREAD };
    this.#most = most;
  }

  /** Records a body in the thread that has the least to do; undefined while none has started: whoever asks records it himself. */
  tryRecord(sent: SentEvents): ReturnType<RecordBody> | undefined {
    const [idlest] = [...this.#threads].sort((a, b) => a.underWay - b.underWay);
    if (idlest === undefined || idlest.underWay > 0) this.#startOne();
    const isAlone = [...this.#threads].every(({ underWay }) => underWay === 0);
    return idlest?.record(sent, isAlone);
  }

  /** Ends them, when no more bodies come. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#starting;
    await Promise.all([...this.#threads].map((thread) => thread.close()));
  }

  #startOne(): void {
    const mayStart = !this.#closed && this.#starting === undefined && performance.now() >= this.#noStartBefore;
    if (!mayStart || this.#threads.size >= this.#most) return;
    this.#starting = this.#openOne().finally(() => {
      this.#starting = undefined;
    });
  }

  async #openOne(): Promise<void> {
    try {
      this.#keep(await RecordingThread.open(this.#options));
    } catch (error) {
      this.#noStartBefore = performance.now() + RETRY_MILLISECONDS;
      logFailure('starting a recording thread', error);
    }
  }

  #keep(thread: RecordingThread): void {
    this.#threads.add(thread);
    void thread.ended.then(() => this.#threads.delete(thread));
  }
}

/** Threads for a database that takes more than one connection; the embedded one takes one, and has a thread of its own. */
export function openRecordingThreads(
  { kind }: OpenDatabase,
  { databaseUrl, databaseDirectUrl, dataDir }: DatabaseOptions,
  most?: number,
): RecordingThreads | undefined {
  return kind === 'postgres' ? new RecordingThreads({ databaseUrl, databaseDirectUrl, dataDir }, most) : undefined;
}

/** Records in threads where there are any, else here. */
export function createRecording(db: Database, threads: RecordingThreads | undefined): RecordBody {
  return (sent) => threads?.tryRecord(sent) ?? recordBody(makeCommandContext(db), sent, true);
}

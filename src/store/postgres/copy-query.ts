import { Query } from 'pg';
import type { CopiedText } from '../copy-rows.ts';

/** What `pg` hands to a query that copies; its types do not name these. */
interface CopyConnection {
  readonly stream: { cork(): void; uncork(): void };
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

const CHUNK_BYTES = 1024 * 1024;

/** Pipelines take no other kind of query; the types of `pg` do not let its methods be overridden. */
const OwnQuery = Query as unknown as new (statement: string) => object;

/**
 * A query for `pg` that sends COPYs together with their texts. It does not wait until the server asks for one: PostgreSQL
 * ignores what comes for a COPY that did not begin, so a round trip is saved, and the server works while the next text is written down.
 */
export class CopyQuery extends OwnQuery {
  readonly done: Promise<void>;
  readonly #statement: string;
  readonly #texts: readonly CopiedText[];
  readonly #settle: { resolve: () => void; reject: (error: Error) => void };
  #failure: Error | undefined;

  /** @param texts one for each COPY of the statement. */
  constructor(statement: string, texts: readonly CopiedText[]) {
    super(statement);
    this.#statement = statement;
    this.#texts = texts;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.done = promise;
    this.#settle = { resolve, reject };
  }

  submit(connection: CopyConnection): void {
    connection.stream.cork();
    connection.query(this.#statement);
    for (const text of this.#texts) {
      sendText(connection, Buffer.from(text()));
      // What is written down is on its way while the next is.
      connection.stream.uncork();
      connection.stream.cork();
    }
    connection.stream.uncork();
  }

  handleCopyInResponse(): void {}

  handleCommandComplete(): void {}

  /** Of the server, after which it says when it is ready again; or of the connection, which says nothing any more. */
  handleError(error: Error): void {
    this.#failure = error;
    this.#settle.reject(error);
  }

  handleReadyForQuery(): void {
    if (this.#failure === undefined) this.#settle.resolve();
  }
}

function sendText(connection: CopyConnection, text: Buffer): void {
  for (let start = 0; start < text.length; start += CHUNK_BYTES) connection.sendCopyFromChunk(text.subarray(start, start + CHUNK_BYTES));
  connection.endCopyFrom();
}

/** What `pg` hands to a query that copies; its types do not name these. */
interface CopyConnection {
  readonly stream: { cork(): void; uncork(): void };
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

const CHUNK_BYTES = 1024 * 1024;

/**
 * A query for `pg` that sends COPYs together with their inputs. It does not wait until the server asks for the input: PostgreSQL
 * ignores what comes for a COPY that did not begin, so a round trip is saved, and the server works while this process goes on.
 */
export class CopyQuery {
  readonly done: Promise<void>;
  readonly #statement: string;
  readonly #inputs: readonly Buffer[];
  readonly #settle: { resolve: () => void; reject: (error: Error) => void };
  #failure: Error | undefined;

  /** @param inputs one for each COPY of the statement. */
  constructor(statement: string, inputs: readonly string[]) {
    this.#statement = statement;
    this.#inputs = inputs.map((input) => Buffer.from(input));
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.done = promise;
    this.#settle = { resolve, reject };
  }

  submit(connection: CopyConnection): void {
    connection.stream.cork();
    connection.query(this.#statement);
    for (const input of this.#inputs) {
      for (let start = 0; start < input.length; start += CHUNK_BYTES) {
        connection.sendCopyFromChunk(input.subarray(start, start + CHUNK_BYTES));
      }
      connection.endCopyFrom();
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

import assert from 'node:assert/strict';

/** A client of a stream of server-sent events that hands out its blocks one after the other. */
export class StreamClient {
  readonly response: Response;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  #rest = '';

  private constructor(response: Response, reader: ReadableStreamDefaultReader<Uint8Array>) {
    this.response = response;
    this.#reader = reader;
  }

  static async open(address: string, headers: Record<string, string> = {}): Promise<StreamClient> {
    const response = await fetch(address, { headers });
    assert.ok(response.body);
    return new StreamClient(response, response.body.getReader());
  }

  /** The next block, or undefined at the stream's end. */
  async next(): Promise<string | undefined> {
    for (;;) {
      const end = this.#rest.indexOf('\n\n');
      if (end !== -1) {
        const block = this.#rest.slice(0, end);
        this.#rest = this.#rest.slice(end + 2);
        return block;
      }
      const { done, value } = await this.#reader.read();
      if (done) return undefined;
      this.#rest += Buffer.from(value).toString();
    }
  }

  close(): Promise<void> {
    return this.#reader.cancel();
  }
}

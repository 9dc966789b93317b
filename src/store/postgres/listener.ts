import { Client } from 'pg';

const RECONNECT_MILLISECONDS = 1000;

/** A connection of its own for LISTEN that comes back by itself when it is lost. */
export class PostgresListener {
  #client: Client | undefined;
  #closed = false;
  readonly #databaseUrl: string;
  readonly #channel: string;
  readonly #onMessage: (payload: string) => void;

  constructor(databaseUrl: string, channel: string, onMessage: (payload: string) => void) {
    this.#databaseUrl = databaseUrl;
    this.#channel = channel;
    this.#onMessage = onMessage;
  }

  async connect(): Promise<void> {
    const client = new Client({ connectionString: this.#databaseUrl, keepAlive: true, keepAliveInitialDelayMillis: 10_000 });
    client.on('notification', (message) => this.#onMessage(message.payload ?? ''));
    client.on('error', () => {});
    try {
      await client.connect();
      await client.query(`listen ${client.escapeIdentifier(this.#channel)}`);
    } catch (error) {
      client.end().catch(() => {});
      throw error;
    }
    this.#client = client;
    // Not before it listens: one that fails is tried again by who called, and both would double the tries with each second.
    client.on('end', () => this.#reconnectLater());
    if (this.#closed) await client.end();
  }

  #reconnectLater(): void {
    if (this.#closed) return;
    setTimeout(() => {
      if (this.#closed) return;
      // What was said while the line was down is lost, so the listener is told that anything may have changed.
      this.connect().then(
        () => this.#onMessage('*'),
        () => this.#reconnectLater(),
      );
    }, RECONNECT_MILLISECONDS).unref();
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#client?.end();
  }
}

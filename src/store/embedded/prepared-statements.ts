import { type PGlite, parse, protocol, type Results } from '@electric-sql/pglite';

const { serialize } = protocol;

interface PreparedStatement {
  readonly name: string;
  /** The type of each parameter. */
  readonly types: readonly number[];
}

/**
 * Statements that PGlite reads and plans once. By itself it does so each time, in five calls; one call is enough for a statement that it knows.
 */
export class PreparedStatements {
  readonly #pglite: PGlite;
  readonly #known = new Map<string, PreparedStatement>();

  constructor(pglite: PGlite) {
    this.#pglite = pglite;
  }

  /** @throws what the database says of it. */
  run<T>(text: string, parameters: readonly unknown[]): Promise<Results<T>> {
    return this.#pglite.runExclusive(async () => {
      const { name, types } = this.#known.get(text) ?? (await this.#prepare(text));
      const values = parameters.map((value, index) => this.#write(value, types[index] ?? 0));
      const messages = await this.#send(
        serialize.bind({ statement: name, values }),
        serialize.describe({ type: 'P' }),
        serialize.execute({}),
      );
      return parse.parseResults(messages, this.#pglite.parsers)[0] as Results<T>;
    });
  }

  async #prepare(text: string): Promise<PreparedStatement> {
    const name = `kept_${this.#known.size}`;
    const messages = await this.#send(serialize.parse({ name, text }), serialize.describe({ type: 'S', name }));
    const statement = { name, types: parse.parseDescribeStatementResults(messages) };
    this.#known.set(text, statement);
    return statement;
  }

  #send(...messages: Uint8Array[]) {
    return this.#pglite.execProtocolStream(Buffer.concat([...messages, serialize.sync()]), { syncToFs: false });
  }

  #write(value: unknown, type: number): string | null {
    if (value === null || value === undefined) return null;
    const serializer = this.#pglite.serializers[type];
    return serializer === undefined ? String(value) : serializer(value);
  }
}

import { isCopy } from '../copy-rows.ts';
import { isPipelined } from '../pipelined.ts';
import { Unanswered } from '../unanswered.ts';
import { PreparingClient } from './preparing-client.ts';

/** What `pg` sends to; its types do not name it. */
interface Sending {
  readonly connection: { readonly stream: { cork(): void; uncork(): void } };
}

const NO_ROWS = { command: 'SELECT', rows: [] };

/**
 * A client that does not wait for the answer to a marked statement, nor to the beginning of a transaction; of `pg` it needs the option
 * `pipeline`. Not for a pooler, which is made for one statement after the other.
 */
export class PipeliningClient extends PreparingClient {
  readonly #unanswered = new Unanswered();

  override query(...given: unknown[]): never {
    const [statement] = given;
    if (typeof statement !== 'string') return super.query(...given) as never;
    const goesOn = statement === 'begin' || isPipelined(statement);
    // Rows are sent at once: the server works on a table's while the next table's are written down.
    if (goesOn && !isCopy(statement)) this.#sendWithNext();
    const asked: Promise<unknown> = super.query(...given);
    return (goesOn ? this.#goOn(asked) : this.#answer(statement, asked)) as never;
  }

  /** What follows at once travels together with what is sent now. */
  #sendWithNext(): void {
    const { stream } = (this as unknown as Sending).connection;
    stream.cork();
    process.nextTick(() => stream.uncork());
  }

  async #goOn(asked: Promise<unknown>): Promise<typeof NO_ROWS> {
    this.#unanswered.add(asked);
    return NO_ROWS;
  }

  #answer(statement: string, asked: Promise<unknown>): Promise<unknown> {
    // A transaction that is given up has failed already, and of something else.
    if (statement === 'rollback') this.#unanswered.forget();
    return this.#unanswered.answer(asked);
  }
}

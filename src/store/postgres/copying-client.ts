import { Client } from 'pg';
import { isCopy } from '../copy-rows.ts';
import { CopyQuery } from './copy-query.ts';

/** A client of `pg` that takes the parameters of `copy … from stdin` as the inputs of the copies. */
export class CopyingClient extends Client {
  override query(...given: unknown[]): never {
    const [statement, parameters] = given;
    if (typeof statement === 'string' && Array.isArray(parameters) && isCopy(statement)) {
      return this.#copy(statement, parameters.map(String)) as never;
    }
    return super.query(...(given as [string])) as never;
  }

  async #copy(statement: string, inputs: readonly string[]): Promise<{ command: 'COPY'; rows: [] }> {
    const query = new CopyQuery(statement, inputs);
    super.query(query as never);
    await query.done;
    return { command: 'COPY', rows: [] };
  }
}

import { Client } from 'pg';
import { type CopiedText, isCopy } from '../copy-rows.ts';
import { CopyQuery } from './copy-query.ts';

/** A client of `pg` that takes the parameters of `copy … from stdin` as the texts of the copies. */
export class CopyingClient extends Client {
  override query(...given: unknown[]): never {
    const [statement, parameters] = given;
    if (typeof statement === 'string' && Array.isArray(parameters) && isCopy(statement)) {
      return this.#copy(statement, parameters) as never;
    }
    return super.query(...(given as [string])) as never;
  }

  async #copy(statement: string, texts: readonly CopiedText[]): Promise<{ command: 'COPY'; rows: [] }> {
    const query = new CopyQuery(statement, texts);
    super.query(query as never);
    await query.done;
    return { command: 'COPY', rows: [] };
  }
}

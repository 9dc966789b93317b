import { isPrepared } from '../prepared.ts';
import { CopyingClient } from './copying-client.ts';

/** Names of prepared statements by their text. Few: texts that are marked never vary. */
const names = new Map<string, string>();

/** A client that prepares the statements which are marked `prepared`. Not for a pooler, which hands a statement to any connection. */
export class PreparingClient extends CopyingClient {
  override query(...given: unknown[]): never {
    const [text, values] = given;
    if (typeof text === 'string' && Array.isArray(values) && isPrepared(text)) {
      return super.query({ name: nameOf(text), text, values }) as never;
    }
    return super.query(...given) as never;
  }
}

function nameOf(text: string): string {
  const name = names.get(text) ?? `kept_${names.size}`;
  names.set(text, name);
  return name;
}

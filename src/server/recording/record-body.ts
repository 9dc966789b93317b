import type { Actor, Context } from '../../commands/context.ts';
import { AppError } from '../../commands/errors.ts';
import { MOST_EVENTS, recordEvents } from '../../commands/record-events.ts';
import type { Instant } from '../../domain/instant.ts';
import { parseEventBody } from '../../http/parse-event-body.ts';
import type { SourceScope } from '../../store/event.ts';

/** A body of events as it came: who sent it, of which source, and when it was there. */
export interface SentEvents {
  readonly actor: Actor;
  readonly scope: SourceScope;
  readonly now: Instant;
  readonly contentType: string | undefined;
  readonly bytes: Uint8Array;
}

/** Records the bodies that are sent, and answers each with JSON. @throws AppError as `recordBody`. */
export type RecordBody = (sent: SentEvents) => Promise<Uint8Array>;

/**
 * Records the events of a body and returns the answer as JSON. A single event that is refused is an error; in a list each has its own result.
 * @param isAlone false when other bodies are recorded at the same time elsewhere in this process.
 * @throws AppError as `parseEventBody` and `recordEvents`.
 */
export async function recordBody(
  ctx: Context,
  { actor, scope, now, contentType, bytes }: SentEvents,
  isAlone: boolean,
): Promise<Uint8Array> {
  const { items, isSingle } = parseEventBody(contentType, decode(bytes), MOST_EVENTS);
  const result = await recordEvents({ ...ctx, now, actor }, scope, items, { isAlone });
  const [first] = result.items;
  if (isSingle && first?.status === 'rejected' && first.code !== undefined) {
    throw new AppError(first.code, first.message ?? '', first.hint ?? '');
  }
  return Buffer.from(JSON.stringify(result));
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new AppError('not-json', 'The body is not UTF-8.', 'Send JSON as UTF-8.');
  }
}

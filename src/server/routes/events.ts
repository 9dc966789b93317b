import type { IncomingMessage } from 'node:http';
import { AppError } from '../../commands/errors.ts';
import { noteApiKeyUse } from '../../commands/note-api-key-use.ts';
import { MOST_EVENTS, type RecordingResult, recordEvents } from '../../commands/record-events.ts';
import { formatInstant } from '../../domain/instant.ts';
import { parseEventBody } from '../../http/parse-event-body.ts';
import type { App } from '../app.ts';
import { BytesInFlight } from '../bytes-in-flight.ts';
import { logFailure } from '../log-failure.ts';
import { discardBody, withTextBody } from '../read-body.ts';
import { type AdmittedContext, admitApiKey } from './api-key-admission.ts';

/** 5 MB. */
export const MOST_BODY_BYTES = 5_000_000;
/** Of all bodies together: what is made of them in memory is about ten times as much. */
const inFlight = new BytesInFlight(8 * MOST_BODY_BYTES);

/** `POST /api/v1/events`: records a batch. A single event that is refused is a problem; in a list each has its own result. */
export async function answerEvents(app: App, request: IncomingMessage, url: URL): Promise<RecordingResult> {
  const ctx = await admitApiKey(app, request, url);
  return withTextBody(request, MOST_BODY_BYTES, inFlight, async (text) => {
    const { items, isSingle } = parseEventBody(request.headers['content-type'], text, MOST_EVENTS);
    // The body may have taken its time: what is "now" is decided when it is there.
    const result = await recordEvents({ ...ctx, now: app.services.now() }, ctx.actor, items);
    noteUse(ctx);
    const [first] = result.items;
    if (isSingle && first?.status === 'rejected' && first.code !== undefined) {
      throw new AppError(first.code, first.message ?? '', first.hint ?? '');
    }
    return result;
  });
}

/** `POST /api/v1/heartbeat`: a sign of life of a source that has nothing to tell. */
export async function answerHeartbeat(app: App, request: IncomingMessage, url: URL): Promise<{ seenAt: string }> {
  const ctx = await admitApiKey(app, request, url);
  discardBody(request);
  await recordEvents(ctx, ctx.actor, []);
  noteUse(ctx);
  return { seenAt: formatInstant(ctx.now) };
}

/** Does not hold up the answer, and an answer does not fail for it. */
function noteUse(ctx: AdmittedContext): void {
  if (ctx.isUseDue) noteApiKeyUse(ctx, ctx.actor).catch((error: unknown) => logFailure('noting the use of an API key', error));
}

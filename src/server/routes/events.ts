import type { IncomingMessage } from 'node:http';
import { noteApiKeyUse } from '../../commands/note-api-key-use.ts';
import { recordEvents } from '../../commands/record-events.ts';
import { formatInstant } from '../../domain/instant.ts';
import type { App } from '../app.ts';
import { BytesInFlight } from '../bytes-in-flight.ts';
import { logFailure } from '../log-failure.ts';
import { discardBody, withBody } from '../read-body.ts';
import { type AdmittedContext, admitApiKey } from './api-key-admission.ts';

/** 5 MB. */
export const MOST_BODY_BYTES = 5_000_000;
/** Of all bodies together: what is made of them in memory is about ten times as much. */
const inFlight = new BytesInFlight(8 * MOST_BODY_BYTES);

/** `POST /api/v1/events`: records a batch. */
export async function answerEvents(app: App, request: IncomingMessage, url: URL): Promise<Uint8Array> {
  const ctx = await admitApiKey(app, request, url);
  return withBody(request, MOST_BODY_BYTES, inFlight, async (bytes) => {
    // The body may have taken its time: what is "now" is decided when it is there.
    const now = app.services.now();
    const { actor } = ctx;
    const { companyId, sourceId } = actor;
    const contentType = request.headers['content-type'];
    const answer = await app.recordBody({ actor, scope: { companyId, sourceId }, now, contentType, bytes });
    noteUse(ctx);
    return answer;
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

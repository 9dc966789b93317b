import type { RecordEvents } from '../../commands/record-events.ts';
import { JSON_TYPE } from '../../http/parse-event-body.ts';
import type { RecordBody } from './record-body.ts';

/** Records events where bodies are recorded, so that whoever reads a file can read on meanwhile. */
export function recordElsewhere(recordBody: RecordBody): RecordEvents {
  return async ({ actor, now }, scope, items, { after } = {}) => {
    const bytes = Buffer.from(JSON.stringify(items));
    await after;
    const answer = await recordBody({ actor, scope, now, contentType: JSON_TYPE, bytes });
    return JSON.parse(new TextDecoder().decode(answer));
  };
}

import { AppError } from '../commands/errors.ts';

export const JSON_TYPE = 'application/json';
export const NDJSON_TYPE = 'application/x-ndjson';

/** The events of a body; `isSingle` when it is one object and not a list. A line that cannot be read is an AppError in its place. */
export interface EventBody {
  readonly items: readonly unknown[];
  readonly isSingle: boolean;
}

/**
 * Reads a body of events: a JSON array, a single JSON object, or NDJSON with an event on each line.
 * @param mostItems of NDJSON are read, and one more to see that there are more.
 * @throws AppError `unsupported-media-type`, or `not-json` that names the line when nothing of it can be read.
 */
export function parseEventBody(contentType: string | undefined, text: string, mostItems: number): EventBody {
  const type = contentType?.split(';', 1)[0]?.trim().toLowerCase();
  if (type === NDJSON_TYPE || type === 'application/ndjson') return { items: parseLines(text, mostItems), isSingle: false };
  if (type !== JSON_TYPE) {
    const message = type === undefined ? 'The request does not say what its body is.' : `Events cannot be read from ${type}.`;
    throw new AppError('unsupported-media-type', message, `Send Content-Type: ${JSON_TYPE} or ${NDJSON_TYPE}.`);
  }
  const value = parseJson(text);
  if (Array.isArray(value)) return { items: value, isSingle: false };
  if (typeof value === 'object' && value !== null) return { items: [value], isSingle: true };
  throw new AppError('not-json', 'The body is JSON, but neither a list nor an event.', 'Send a JSON array of events, or one event.');
}

function parseLines(text: string, mostItems: number): unknown[] {
  const items: unknown[] = [];
  let readable = 0;
  let line = 0;
  for (let start = 0; start < text.length && items.length <= mostItems; line++) {
    const newline = text.indexOf('\n', start);
    const end = newline === -1 ? text.length : newline;
    const content = text.slice(start, end);
    start = end + 1;
    if (content.trim() === '') continue;
    const item = parseLine(content, line + 1);
    if (!(item instanceof AppError)) readable += 1;
    items.push(item);
  }
  if (readable === 0 && items[0] instanceof AppError) throw items[0];
  return items;
}

function parseLine(content: string, line: number): unknown {
  try {
    return JSON.parse(content);
  } catch (error) {
    return notJson(line, error, 'Put one event on each line, without commas between lines.');
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw notJson(findLine(text, error), error, 'Correct it and send the batch again; nothing of it was recorded.');
  }
}

function notJson(line: number, error: unknown, hint: string): AppError {
  const reason = error instanceof Error ? error.message : String(error);
  return new AppError('not-json', `Line ${line} of the body is not JSON: ${reason}.`, hint);
}

/** V8 tells a position, or quotes what stands around the mistake. */
function findLine(text: string, error: unknown): number {
  const message = error instanceof Error ? error.message : '';
  const position = /at position (\d+)/.exec(message)?.[1];
  const quoted = /"(.*?)"(?:\.\.\.)? is not valid JSON$/s.exec(message)?.[1];
  const found = quoted === undefined ? -1 : text.indexOf(quoted) + quoted.length / 2;
  const end = position === undefined ? (found < 0 ? text.length : found) : Number(position);
  return text.slice(0, end).split('\n').length;
}

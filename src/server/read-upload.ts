import { AppError } from '../commands/errors.ts';

/** The one file of a form, with its bytes as they come. */
export interface UploadedFile {
  readonly name: string;
  readonly bytes: AsyncIterable<Uint8Array>;
}

const MOST_HEAD_BYTES = 8_192;
const LINE_END = Buffer.from('\r\n');

/**
 * Finds the file in the body of a form (RFC 7578) without holding more of it than a piece. The form's file must come first, as its only field.
 * @param contentType the request's header, with the boundary.
 * @throws AppError `malformed-request` for any other body.
 */
export async function readUpload(body: AsyncIterable<Buffer>, contentType: string): Promise<UploadedFile> {
  const [, quoted, bare] = /^multipart\/form-data;.*\bboundary=(?:"([^"]{1,70})"|([^\s;]{1,70}))/i.exec(contentType) ?? [];
  const boundary = quoted ?? bare;
  if (boundary === undefined) throw malformed();
  const pieces = body[Symbol.asyncIterator]();
  const { head, rest } = await readHead(pieces, boundary);
  const name = /filename="([^"\r\n]*)"/i.exec(head)?.[1];
  if (name === undefined) throw malformed();
  return { name, bytes: readContent(pieces, rest, Buffer.from(`\r\n--${boundary}`)) };
}

/** The lines before the file's bytes, and what came with them. */
async function readHead(pieces: AsyncIterator<Buffer>, boundary: string): Promise<{ head: string; rest: Buffer }> {
  let read: Buffer = Buffer.alloc(0);
  for (;;) {
    const end = read.indexOf('\r\n\r\n');
    if (end >= 0) {
      const head = read.toString('utf8', 0, end);
      if (!head.startsWith(`--${boundary}\r\n`)) throw malformed();
      return { head, rest: read.subarray(end + 2 * LINE_END.length) };
    }
    const next = read.length > MOST_HEAD_BYTES ? { done: true as const } : await pieces.next();
    if (next.done) throw malformed();
    read = Buffer.concat([read, next.value]);
  }
}

/** The bytes up to the boundary. What may be its beginning is held back until more has come. */
async function* readContent(pieces: AsyncIterator<Buffer>, first: Buffer, end: Buffer): AsyncGenerator<Uint8Array> {
  let held = first;
  for (;;) {
    const at = held.indexOf(end);
    if (at >= 0) {
      if (at > 0) yield held.subarray(0, at);
      return;
    }
    const sure = held.length - end.length;
    if (sure > 0) {
      yield held.subarray(0, sure);
      held = held.subarray(sure);
    }
    const next = await pieces.next();
    if (next.done) throw malformed();
    held = Buffer.concat([held, next.value]);
  }
}

function malformed(): AppError {
  return new AppError('malformed-request', 'No whole file came.', 'Choose a file and send the form again.');
}

import { connect } from 'node:net';

/** What a load came to. */
export interface Load {
  readonly requests: number;
  readonly requestsPerSecond: number;
  readonly p99Milliseconds: number;
}

/**
 * Asks for `address` again and again on each of `connections` connections, one request at a time on each, for `milliseconds`.
 * The answers must all be of the same length, as those of one badge are: so they need not be parsed, and the load costs little.
 * @param isVarying when their lengths can differ, because what they say changes meanwhile.
 */
export async function load(address: string, connections: number, milliseconds: number, isVarying = false): Promise<Load> {
  const url = new URL(address);
  const request = `GET ${url.pathname}${url.search} HTTP/1.1\r\nHost: ${url.host}\r\n\r\n`;
  const bytes = isVarying ? undefined : await measureAnswer(url, request);
  const until = performance.now() + milliseconds;
  const startedAt = performance.now();
  const waits = (await Promise.all(Array.from({ length: connections }, () => askUntil(url, request, bytes, until)))).flat();
  const seconds = (performance.now() - startedAt) / 1000;
  const sorted = waits.sort((a, b) => a - b);
  const p99Milliseconds = sorted[Math.ceil(sorted.length * 0.99) - 1] ?? Number.NaN;
  return { requests: waits.length, requestsPerSecond: waits.length / seconds, p99Milliseconds };
}

/** The length of one answer, head and body. @throws Error unless it is 200 with a Content-Length. */
function measureAnswer(url: URL, request: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(url.port), url.hostname, () => socket.write(request));
    let text = '';
    socket.setEncoding('latin1').on('error', reject);
    socket.on('data', (part: string) => {
      text += part;
      try {
        const length = readLength(text);
        if (length === undefined) return;
        socket.destroy();
        resolve(length);
      } catch (error) {
        socket.destroy();
        reject(error);
      }
    });
  });
}

/** The length of the answer that begins with `text`; undefined until its head is there. @throws Error as `measureAnswer`. */
function readLength(text: string): number | undefined {
  const end = text.indexOf('\r\n\r\n');
  if (end === -1) return undefined;
  const length = /^content-length: (\d+)$/im.exec(text)?.[1];
  if (!text.startsWith('HTTP/1.1 200 ') || length === undefined) throw new Error(`This was answered: ${text.slice(0, end)}`);
  return end + 4 + Number(length);
}

/** Resolves with how many milliseconds each answer took. @param bytes of each answer; undefined to read it from each. */
function askUntil(url: URL, request: string, bytes: number | undefined, until: number): Promise<number[]> {
  return new Promise((resolve, reject) => {
    const waits: number[] = [];
    let received = 0;
    let expected = bytes;
    let askedAt = 0;
    const ask = () => {
      received = 0;
      expected = bytes;
      askedAt = performance.now();
      socket.write(request);
    };
    const socket = connect(Number(url.port), url.hostname, ask);
    socket.setNoDelay(true).on('error', reject);
    socket.on('data', (part) => {
      received += part.length;
      expected ??= readLength(part.toString('latin1'));
      if (expected === undefined) return reject(new Error(`The head of an answer of ${url.href} came in parts.`));
      if (received < expected) return;
      if (received > expected) reject(new Error(`${url.href} was answered with another length than before.`));
      const now = performance.now();
      waits.push(now - askedAt);
      if (now < until) ask();
      else socket.destroy();
    });
    socket.once('close', () => resolve(waits));
  });
}

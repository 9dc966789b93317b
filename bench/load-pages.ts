import { Agent, get } from 'node:http';

/** What pages took, in milliseconds from asking to the last byte. */
export interface PageLoad {
  readonly p50: number;
  readonly p99: number;
  readonly requests: number;
}

/**
 * Asks for `address` again and again on each of `connections` connections, one request at a time on each, for `milliseconds`.
 * The answers may be of any length, as those of pages are.
 */
export async function loadPages(address: string, connections: number, milliseconds: number): Promise<PageLoad> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const until = performance.now() + milliseconds;
  const askOn = async (): Promise<number[]> => {
    const waits: number[] = [];
    do {
      const askedAt = performance.now();
      await readPage(address, agent);
      waits.push(performance.now() - askedAt);
    } while (performance.now() < until);
    return waits;
  };
  const waits = (await Promise.all(Array.from({ length: connections }, askOn))).flat().sort((a, b) => a - b);
  agent.destroy();
  const rank = (part: number) => waits[Math.ceil(waits.length * part) - 1] ?? Number.NaN;
  return { p50: rank(0.5), p99: rank(0.99), requests: waits.length };
}

/** Bytes of the page. @throws Error unless it is answered with 200. */
export function readPage(address: string, agent?: Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = get(address, agent === undefined ? {} : { agent }, (response) => {
      let bytes = 0;
      response.on('data', (part: Buffer) => {
        bytes += part.length;
      });
      response.once('error', reject);
      response.once('end', () => {
        if (response.statusCode === 200) resolve(bytes);
        else reject(new Error(`${address} was answered with ${response.statusCode}.`));
      });
    });
    request.once('error', reject);
  });
}

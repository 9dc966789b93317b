import { createReadStream } from 'node:fs';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { ArchiveError } from '../store/archive/archive-error.ts';
import type { ArchiveCounts } from '../store/archive/archive-format.ts';
import { controlSocketIn } from './control-socket.ts';

/** A copy of the embedded database, which its server keeps until it is given back. */
export interface LentCopy {
  readonly dataDir: string;
  /** Whether the server has taken it back, because it stopped. */
  isGone(): boolean;
  giveBack(): void;
}

/**
 * Asks the server that runs on `dataDir` for a copy of its database; undefined when none runs.
 * @throws ArchiveError with what the server says.
 */
export async function askForCopy(dataDir: string): Promise<LentCopy | undefined> {
  const asked = await ask(dataDir, '/copy', (sent) => sent.end());
  if (asked === undefined) return undefined;
  const { sent, answer } = asked;
  answer.on('error', () => {}).resume();
  return { dataDir: decodeURIComponent(answer.headers.location ?? ''), isGone: () => answer.destroyed, giveBack: () => sent.destroy() };
}

/**
 * Has the server that runs on `dataDir` restore the backup; undefined when none runs.
 * @throws ArchiveError with what the server says.
 */
export async function askToRestore(dataDir: string, file: string): Promise<ArchiveCounts | undefined> {
  const asked = await ask(dataDir, '/restore', (sent) => {
    // What fails here fails the request, or is told in the answer.
    pipeline(createReadStream(file), sent).catch(() => {});
  });
  return asked === undefined ? undefined : (JSON.parse(await text(asked.answer)) as ArchiveCounts);
}

/** No server: there is no socket, or one that a killed process has left. */
const NOBODY = ['ENOENT', 'ECONNREFUSED'];

async function ask(
  dataDir: string,
  path: string,
  send: (sent: ClientRequest) => void,
): Promise<{ sent: ClientRequest; answer: IncomingMessage } | undefined> {
  const sent = request({ socketPath: controlSocketIn(dataDir), path, method: 'POST' });
  try {
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      sent.once('response', resolve).once('error', reject);
      sent.once('socket', (socket) => socket.once('connect', () => send(sent)));
    });
    if (answer.statusCode === 200) return { sent, answer };
    throw new ArchiveError((await text(answer)) || `Kept answered ${answer.statusCode}; its log tells more.`);
  } catch (error) {
    if (error instanceof Error && 'code' in error && NOBODY.includes(String(error.code))) return undefined;
    throw error;
  }
}

import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';

/** The newest mail to `email` in the outbox of the product that keeps its data in `dataDir`; waits until there is one. */
export async function readLastMail(dataDir: string, email: string): Promise<{ subject: string; text: string }> {
  const find = () => listMails(dataDir).findLast(({ to }) => to === email);
  await expect.poll(() => find() !== undefined, { message: `a mail to ${email} in the outbox` }).toBe(true);
  const mail = find();
  if (mail === undefined) throw new Error(`The mail to ${email} is gone.`);
  return mail;
}

function listMails(dataDir: string): { to: string; subject: string; text: string }[] {
  const outbox = join(dataDir, 'outbox');
  if (!existsSync(outbox)) return [];
  // Names begin with the time, so the newest is the last.
  return globSync('*.eml', { cwd: outbox })
    .sort()
    .map((file) => parseMail(readFileSync(join(outbox, file), 'utf8')));
}

function parseMail(source: string): { to: string; subject: string; text: string } {
  const end = source.indexOf('\n\n');
  const head = source.slice(0, end).replaceAll(/\n[ \t]+/g, ' ');
  const headerOf = (name: string) => new RegExp(`^${name}: (.*)$`, 'im').exec(head)?.[1]?.trim() ?? '';
  return {
    to: headerOf('To'),
    subject: headerOf('Subject'),
    text: decodeBody(source.slice(end + 2), headerOf('Content-Transfer-Encoding')),
  };
}

function decodeBody(body: string, encoding: string): string {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
  if (encoding !== 'quoted-printable') return body;
  const bytes = body
    .replaceAll(/=\r?\n/g, '')
    .replaceAll(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

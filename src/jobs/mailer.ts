import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import nodemailer from 'nodemailer';
import type { JobPayloads } from '../commands/context.ts';

type Mail = JobPayloads['send-mail'];

/** Milliseconds that a mail server may take for each step: the queue tries again. */
const PATIENCE = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 15_000, dnsTimeout: 10_000 };

/** Sends by SMTP when `smtpUrl` is given, else writes each mail as an `.eml` file to `outboxFolder` and says so. */
export function createMailer(options: {
  smtpUrl: string | undefined;
  mailFrom: string;
  outboxFolder: string;
}): (mail: Mail) => Promise<void> {
  if (options.smtpUrl !== undefined) {
    const transport = nodemailer.createTransport({ url: options.smtpUrl, ...PATIENCE });
    return async (mail) => {
      await transport.sendMail({ from: options.mailFrom, ...withMessageId(mail) });
    };
  }
  return async (mail) => {
    const file = join(options.outboxFolder, nameFile(mail.subject));
    await mkdir(options.outboxFolder, { recursive: true, mode: 0o700 });
    await writeFile(file, await writeReadableMail(options.mailFrom, withMessageId(mail)), { mode: 0o600 });
    console.log(`A mail was written: ${file}`);
  };
}

function withMessageId({ id, ...mail }: Mail): Omit<Mail, 'id'> & { messageId?: string } {
  return id === undefined ? mail : { ...mail, messageId: `<${id}@kept>` };
}

/** Sorts by time and tells what is inside: `20261124T091502123Z-finish-signing-up-for-kept-1f0c.eml`. */
function nameFile(subject: string): string {
  const time = new Date().toISOString().replaceAll(/[-:.]/g, '');
  const words = subject
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 50);
  return `${time}-${words}-${randomUUID().slice(0, 4)}.eml`;
}

/**
 * A mail as it would be sent, but with its text as it is: in the usual encoding long links are cut into lines, and whoever
 * copies one from the file gets half of it.
 */
async function writeReadableMail(from: string, { text, ...headers }: Omit<Mail, 'id'>): Promise<string> {
  const transport = nodemailer.createTransport({ streamTransport: true, buffer: true, newline: 'unix' });
  const { message } = await transport.sendMail({ from, ...headers, text: '-' });
  const head = String(message).split('\n\n', 1)[0] ?? '';
  return `${head.replace(/^Content-Transfer-Encoding: .*$/m, 'Content-Transfer-Encoding: 8bit')}\n\n${text}`;
}

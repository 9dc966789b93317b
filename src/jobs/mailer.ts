import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import nodemailer, { type SendMailOptions } from 'nodemailer';
import type { JobPayloads } from '../commands/context.ts';
import { embedPictures } from './embed-pictures.ts';

type Mail = JobPayloads['send-mail'];

/** Milliseconds that a mail server may take for each step: the queue tries again. */
const PATIENCE = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 15_000, dnsTimeout: 10_000 };

/** Sends by SMTP when `smtpUrl` is given, else writes each mail as an `.eml` file to `outboxFolder` and says so; its HTML beside it. */
export function createMailer(options: {
  smtpUrl: string | undefined;
  mailFrom: string;
  outboxFolder: string;
}): (mail: Mail) => Promise<void> {
  if (options.smtpUrl !== undefined) {
    const transport = nodemailer.createTransport({ url: options.smtpUrl, ...PATIENCE });
    return async (mail) => {
      await transport.sendMail({ from: options.mailFrom, ...toMessage(mail) });
    };
  }
  return async (mail) => {
    const file = join(options.outboxFolder, nameFile(mail.subject));
    await mkdir(options.outboxFolder, { recursive: true, mode: 0o700 });
    await writeFile(file, await writeReadableMail(options.mailFrom, mail), { mode: 0o600 });
    if (mail.html !== undefined) await writeFile(file.replace(/eml$/, 'html'), embedPictures(mail.html, mail.pictures), { mode: 0o600 });
    console.log(`A mail was written: ${file}`);
  };
}

/** A mail as the library takes it. HTML and its pictures are one part, beside the text. */
function toMessage({ id, pictures = [], ...mail }: Mail): SendMailOptions & { subject: string; text: string } {
  const attachments = pictures.map(({ name, png }) => ({
    cid: name,
    filename: `${name}.png`,
    contentType: 'image/png',
    contentDisposition: 'inline' as const,
    content: Buffer.from(png, 'base64'),
  }));
  return { ...mail, ...(id === undefined ? {} : { messageId: `<${id}@kept>` }), ...(attachments.length > 0 ? { attachments } : {}) };
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
 * copies one from the file gets half of it. Its HTML is a file of its own beside it, to be opened in a browser.
 */
async function writeReadableMail(from: string, { html: _, pictures: __, ...mail }: Mail): Promise<string> {
  const transport = nodemailer.createTransport({ streamTransport: true, buffer: true, newline: 'unix' });
  const { text, ...headers } = toMessage(mail);
  const { message } = await transport.sendMail({ from, ...headers, text: '-' });
  const head = String(message).split('\n\n', 1)[0] ?? '';
  return `${head.replace(/^Content-Transfer-Encoding: .*$/m, 'Content-Transfer-Encoding: 8bit')}\n\n${text}`;
}

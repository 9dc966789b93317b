import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import nodemailer from 'nodemailer';
import type { JobPayloads } from '../commands/context.ts';

type Mail = JobPayloads['send-mail'];

/** Sends by SMTP when `smtpUrl` is given, else writes each mail as an `.eml` file to `<dataDir>/outbox`. */
export function createMailer(options: { smtpUrl: string | undefined; mailFrom: string; dataDir: string }): (mail: Mail) => Promise<void> {
  if (options.smtpUrl !== undefined) {
    const transport = nodemailer.createTransport(options.smtpUrl);
    return async (mail) => {
      await transport.sendMail({ from: options.mailFrom, ...mail });
    };
  }
  const transport = nodemailer.createTransport({ streamTransport: true, buffer: true, newline: 'unix' });
  const outbox = join(options.dataDir, 'outbox');
  return async (mail) => {
    const { message } = await transport.sendMail({ from: options.mailFrom, ...mail });
    await mkdir(outbox, { recursive: true });
    await writeFile(join(outbox, `${Date.now()}-${randomUUID().slice(0, 8)}.eml`), message as Buffer, { mode: 0o600 });
  };
}

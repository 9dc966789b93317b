import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { createMailer } from '../../src/jobs/mailer.ts';

test('without a mail server a mail is a file, for its owner alone, in which long links stand whole', async (t) => {
  t.mock.method(console, 'log', () => {});
  const folder = mkdtempSync(join(tmpdir(), 'kept-outbox-'));
  const outboxFolder = join(folder, 'outbox');
  const link = `http://localhost:4321/sign-up?token=${'a'.repeat(43)}&next=%2Finvitation%3Ftoken%3D${'b'.repeat(43)}`;
  const send = createMailer({ smtpUrl: undefined, mailFrom: 'Kept <kept@localhost>', outboxFolder });
  await send({ to: 'ada@example.org', subject: 'Willkommen, Ödön – a/b', text: `Hello Ödön,\n\n${link}\n` });
  const [file = ''] = readdirSync(outboxFolder);
  const mail = readFileSync(join(outboxFolder, file), 'utf8');
  assert.match(file, /^\d{8}T\d{9}Z-willkommen-d-n-a-b-[0-9a-f]{4}\.eml$/);
  assert.equal(statSync(join(outboxFolder, file)).mode & 0o777, 0o600);
  assert.match(mail, /^To: ada@example\.org$/m);
  assert.match(mail, /^Content-Transfer-Encoding: 8bit$/m);
  assert.ok(mail.endsWith(`\n\nHello Ödön,\n\n${link}\n`));
  rmSync(folder, { recursive: true });
});

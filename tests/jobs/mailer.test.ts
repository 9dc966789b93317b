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

test('the HTML of a mail is a file beside it, with its pictures in it, and the mail stays readable', async (t) => {
  t.mock.method(console, 'log', () => {});
  const outboxFolder = mkdtempSync(join(tmpdir(), 'kept-outbox-'));
  const send = createMailer({ smtpUrl: undefined, mailFrom: 'Kept <kept@localhost>', outboxFolder });
  const pictures = [{ name: 'share.acme', png: 'iVBORw0KGgo=' }];
  const headers = { 'List-Unsubscribe': `<http://localhost:4321/unsubscribe?token=${'a'.repeat(43)}>` };
  await send({ to: 'ada@example.org', subject: 'Yes.', text: 'Yes.\n', html: '<img src="cid:share.acme">', pictures, headers });
  const [mail = '', html = ''] = readdirSync(outboxFolder).sort();
  assert.equal(html, mail.replace(/eml$/, 'html'));
  const text = readFileSync(join(outboxFolder, mail), 'utf8');
  assert.ok(text.endsWith('\n\nYes.\n') && !text.includes('multipart'));
  assert.match(text.replaceAll(/\n /g, ' '), /^List-Unsubscribe: <http:\/\/localhost:4321\/unsubscribe\?token=a{43}>$/m);
  assert.equal(readFileSync(join(outboxFolder, html), 'utf8'), '<img src="data:image/png;base64,iVBORw0KGgo=">');
  assert.equal(statSync(join(outboxFolder, html)).mode & 0o777, 0o600);
  rmSync(outboxFolder, { recursive: true });
});

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { type TestContext, test } from 'node:test';
import { Webhook } from 'standardwebhooks';
import type { DeliveryFailure, OutgoingAlert, Recipient } from '../../src/domain/alert/destination.ts';
import { createCourier } from '../../src/jobs/courier/courier.ts';
import { createPostJson } from '../../src/jobs/courier/post-json.ts';
import { createMailer } from '../../src/jobs/mailer.ts';
import { receiveMail, receiveWeb } from '../support/receivers.ts';

const MESSAGE: OutgoingAlert = {
  id: 'msg_abc',
  at: 1_772_442_000,
  company: { name: 'Acme & <Sons>', slug: 'acme' },
  isTest: false,
  summary: '2 alerts',
  sentences: ['X @acme, First answer: 75 % of the target is used. Conversation <!channel> waits.', 'Another *one*'],
  count: 5,
  acknowledgeUrl: 'https://kept.example/acknowledge?company=acme&message=msg_abc&token=t',
  pageUrl: 'https://kept.example/app/acme/alerts',
};

async function start(context: TestContext, smtpUrl?: string) {
  const web = await receiveWeb();
  context.after(() => web.close());
  const sendMail = createMailer({ smtpUrl: smtpUrl ?? 'smtp://127.0.0.1:1', mailFrom: 'Kept <kept@example.org>', outboxFolder: '' });
  const services = { telegram: web.url, pagerduty: { us: web.url, eu: `${web.url}/eu` } };
  const courier = createCourier({ sendMail, allowPrivate: true, services });
  const send = async (recipient: Recipient, message = MESSAGE) => {
    await courier.deliver(recipient, message);
    const call = web.calls.at(-1);
    return { call, json: JSON.parse(call?.body ?? 'null') };
  };
  return { web, send };
}

test('a mail arrives at a real server, with the message’s id', async (context) => {
  const smtp = await receiveMail();
  context.after(() => smtp.close());
  const { send } = await start(context, smtp.url);
  await send({ kind: 'mail', email: 'ada@example.org' });
  const [mail = ''] = smtp.mails;
  assert.match(mail, /^To: ada@example\.org\r$/m);
  assert.match(mail, /^Message-ID: <msg_abc@kept>\r$/m);
  assert.match(mail, /^Subject: Acme & <Sons>: 2 alerts\r$/m);
  assert.match(mail.replaceAll(/=\r\n/g, ''), /and 3 more/);
});

test('Slack gets text in which nothing of others is markup', async (context) => {
  const { web, send } = await start(context);
  const { json: slack } = await send({ kind: 'slack', url: `${web.url}/hook` });
  assert.equal(slack.text, 'Acme & <Sons>: 2 alerts');
  assert.match(slack.blocks[0].text.text, /^\*Acme &amp; &lt;Sons&gt;\*\n• X @acme.*&lt;!channel&gt;/);
  assert.match(slack.blocks[0].text.text, /• and 3 more$/);
  assert.ok(slack.blocks[1].elements[0].text.includes(`<${MESSAGE.acknowledgeUrl}|Acknowledge>`));
});

test('a webhook is signed as Standard Webhooks say', async (context) => {
  const { web, send } = await start(context);
  const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
  const { call, json } = await send({ kind: 'webhook', url: `${web.url}/in`, secret });
  assert.ok(call);
  const headers = call.headers as Record<string, string>;
  const signed = `msg_abc.${headers['webhook-timestamp']}.${call.body}`;
  const byHand = createHmac('sha256', Buffer.alloc(32, 7)).update(signed).digest('base64');
  assert.equal(headers['webhook-id'], 'msg_abc');
  assert.equal(headers['webhook-signature'], `v1,${byHand}`);
  assert.deepEqual(new Webhook(secret).verify(call.body, headers), json);
  assert.throws(() => new Webhook(secret).verify(call.body.replace('acme', 'evil'), headers));
  assert.equal(json.type, 'alert.raised');
  assert.equal(json.data.count, 5);
});

test('Teams gets an adaptive card, with the words of others as words', async (context) => {
  const { web, send } = await start(context);
  const { json } = await send({ kind: 'teams', url: `${web.url}/workflow` });
  const [card] = json.attachments;
  assert.equal(card.contentType, 'application/vnd.microsoft.card.adaptive');
  assert.equal(card.content.type, 'AdaptiveCard');
  assert.equal(card.content.body[2].text, 'Another \\*one\\*');
  assert.deepEqual(
    card.content.actions.map(({ url }: { url: string }) => url),
    [MESSAGE.acknowledgeUrl, MESSAGE.pageUrl],
  );
});

test('Telegram gets plain text, cut to what it takes, with the link whole', async (context) => {
  const { send } = await start(context);
  const settings = { kind: 'telegram', token: '123:abc', chatId: '-100' } as const;
  const { call, json } = await send(settings, { ...MESSAGE, sentences: ['a'.repeat(5000)] });
  assert.equal(call?.path, '/bot123:abc/sendMessage');
  assert.deepEqual([json.chat_id, json.parse_mode, json.text.length], ['-100', undefined, 4096]);
  assert.ok(json.text.endsWith(MESSAGE.acknowledgeUrl));
});

test('PagerDuty gets an event that is the same event when it is sent again', async (context) => {
  const { send } = await start(context);
  const { call, json } = await send({ kind: 'pagerduty', routingKey: 'k'.repeat(32), region: 'eu' });
  assert.equal(call?.path, '/eu/v2/enqueue');
  assert.deepEqual([json.event_action, json.dedup_key, json.routing_key], ['trigger', 'msg_abc', 'k'.repeat(32)]);
  assert.deepEqual([json.payload.severity, json.payload.source], ['warning', 'acme']);
});

const failOf = (deed: Promise<unknown>) =>
  deed.then(
    () => assert.fail('it was delivered'),
    (error: DeliveryFailure) => error,
  );

test('a redirect is not followed, and refusals are final where time mends nothing', async (context) => {
  const { web } = await start(context);
  const post = createPostJson({ allowPrivate: true });
  const results: unknown[] = [];
  for (const status of [200, 302, 404, 429, 500]) {
    web.answer(status, { Location: `${web.url}/elsewhere` });
    results.push(
      await post(web.url, '{}').then(
        () => 'sent',
        (error: DeliveryFailure) => error.isFinal,
      ),
    );
  }
  assert.deepEqual(results, ['sent', true, true, false, false]);
  assert.equal(web.calls.filter(({ path }) => path === '/elsewhere').length, 0);
});

test('nothing is sent into private networks, however the address is written', async (context) => {
  const { web } = await start(context);
  const { port } = new URL(web.url);
  const post = createPostJson({ allowPrivate: false });
  const hosts = ['127.0.0.1', 'localhost', '[::1]', '[::ffff:127.0.0.1]', '0.0.0.0', '[::]', '2130706433', '0x7f.1', '127.1'];
  for (const host of [...hosts, '10.0.0.1', '192.168.1.1', '172.16.0.1', '169.254.169.254', '100.64.0.1', '[fd00::1]', '[fe80::1]']) {
    const { message } = await failOf(post(`http://${host}:${port}/`, '{}'));
    assert.equal(message, 'The address leads into a private network, where nothing is sent.', host);
  }
  assert.equal(web.calls.length, 0);
  for (const url of ['file:///etc/passwd', 'ftp://example.org/', 'gopher://x/']) {
    assert.equal((await failOf(post(url, '{}'))).isFinal, true);
  }
});

test('what fails says nothing of the address', async () => {
  const { message } = await failOf(createPostJson({ allowPrivate: true })('http://127.0.0.1:1/secret-path', '{}'));
  assert.equal(message, 'The receiver took no connection.');
});

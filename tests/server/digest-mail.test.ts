import assert from 'node:assert/strict';
import { test } from 'node:test';
import PostalMime, { type Email } from 'postal-mime';
import sharp from 'sharp';
import { type DigestWriter, sendDigest } from '../../src/commands/send-digest.ts';
import { setDigestChoice } from '../../src/commands/set-digest-choice.ts';
import { countDecided } from '../../src/domain/compliance/counts.ts';
import { describeShare } from '../../src/domain/compliance/share.ts';
import type { DigestKind } from '../../src/domain/digest/digest-period.ts';
import { describeAnswer, describeDetail, describeProblem, nameProblem, namePromise } from '../../src/domain/report/describe-report.ts';
import { describeVolume } from '../../src/domain/report/describe-volume.ts';
import { readPeriod } from '../../src/domain/report/period.ts';
import { createMailer } from '../../src/jobs/mailer.ts';
import { requestAllDigests } from '../../src/server/keep-digests.ts';
import { createDigestWriter, writeDigestMail } from '../../src/server/write-digest.ts';
import type { Database, OpenDatabase } from '../../src/store/database.ts';
import { readMyDigests } from '../../src/views/read-my-digests.ts';
import { readPeriodReport } from '../../src/views/report/read-period-report.ts';
import { makeCompany, makeContext, TEST_NOW } from '../support/context.ts';
import { onEachDatabase } from '../support/database.ts';
import { makeMeasuredCompany } from '../support/measured-company.ts';
import { receiveMail } from '../support/receivers.ts';
import { fillReported } from '../support/reported-company.ts';
import { serveApp } from '../support/served-app.ts';

const DAY = 86_400;
const BASE = 'https://kept.example';

/** Sends the owner's digest that is due at `now` by SMTP and opens it as a program for mail does. */
async function receiveDigest(
  db: Database,
  company: Awaited<ReturnType<typeof makeCompany>>,
  kind: DigestKind,
  now = TEST_NOW,
): Promise<Email> {
  const choice = { weekly: kind === 'weekly', monthly: kind === 'monthly' };
  await setDigestChoice(makeContext(db, { actor: company.owner.actor, now: now - 40 * DAY }), company.slug, choice);
  const system = makeContext(db, { now, actor: { kind: 'system' } });
  await requestAllDigests(system);
  const job = system.jobs.find((one) => one.name === 'send-digest' && one.payload.companyId === company.id);
  assert.ok(job?.name === 'send-digest');
  const server = await receiveMail();
  try {
    const sendMail = createMailer({ smtpUrl: server.url, mailFrom: 'Kept <kept@kept.example>', outboxFolder: '' });
    const write: DigestWriter = (of, order) => writeDigestMail({ db, baseUrl: BASE, now: () => now }, of, order);
    await sendDigest(system, job.payload, { write, sendMail });
    assert.equal(server.mails.length, 1);
    return await PostalMime.parse(server.mails[0] ?? '');
  } finally {
    await server.close();
  }
}

async function makeReportedCompany(db: Database) {
  const company = await makeCompany(db, { name: 'Acme <Repairs> & Söhne' });
  await fillReported(db, company, TEST_NOW, 60);
  return company;
}

const headerOf = (mail: Email, name: string) => mail.headers.find(({ key }) => key === name.toLowerCase())?.value;

/** Its words, as a reader sees them. */
const wordsOf = (html: string) =>
  html
    .replaceAll(/<style>[\s\S]*?<\/style>/g, '')
    .replaceAll(/<br>|<[^>]+>/g, ' ')
    .replaceAll(
      /&(lt|gt|amp|quot|nbsp|#39|middot);/g,
      (_, name: string) => ({ lt: '<', gt: '>', amp: '&', quot: '"', nbsp: ' ', '#39': "'", middot: '·' })[name] ?? '',
    )
    .replaceAll(/[\s\u00a0]+/g, ' ');
const plain = (text: string) => text.replaceAll(/[\s\u00a0]+/g, ' ');

async function readReport(db: Database, company: Awaited<ReturnType<typeof makeCompany>>, key: string) {
  const answer = readPeriod(key, company.timeZone, TEST_NOW);
  if (!answer.ok) throw new Error(answer.problem);
  return readPeriodReport(db, company, answer.period, [], TEST_NOW);
}

onEachDatabase('digest mail', (open) => {
  for (const [kind, key] of [
    ['weekly', '2026-02-23..2026-03-01'],
    ['monthly', '2026-02'],
  ] as const) {
    test(`the ${kind} digest says in HTML and in text what the report of the same period says`, async () => {
      const { db } = await open();
      const company = await makeReportedCompany(db);
      const mail = await receiveDigest(db, company, kind);
      const report = await readReport(db, company, key);
      const all = report.promises.map(({ figures }) => figures);
      assert.equal(plain(mail.subject ?? ''), plain(describeAnswer(report, company.name)));
      const words = [
        describeAnswer(report, company.name),
        ...describeDetail(report),
        ...describeVolume(report),
        ...report.search.problems.flatMap((problem) => [nameProblem(problem, all), describeProblem(problem)]),
      ];
      assert.ok(report.search.problems.length > 0 && all.length >= 4);
      for (const sentence of words)
        for (const told of [wordsOf(mail.html ?? ''), plain(mail.text ?? '')])
          assert.ok(told.includes(plain(sentence)), `${sentence} in ${told}`);
      for (const { figures, before } of report.promises) {
        const { counts } = figures.judgement;
        const name = namePromise(figures, all);
        if (countDecided(counts) < 10) continue;
        const share = plain(`${describeShare(counts)} kept, ${figures.objectivePercent} % promised`);
        const messages = `${countDecided(counts).toLocaleString('en')} message`;
        const was = before === undefined ? 'to compare' : plain(`was ${describeShare(before.counts)}`);
        for (const told of [wordsOf(mail.html ?? ''), plain(mail.text ?? '')]) {
          const from = told.indexOf(name, told.search(/every promise/i));
          const own = told.slice(from, from + 500);
          for (const part of [share, messages, was]) assert.ok(own.includes(part), `${part} in ${own}`);
        }
      }
      for (const channel of report.volume.channels) {
        assert.ok(
          wordsOf(mail.html ?? '').includes(
            [channel.name, ...[channel.received, channel.open, channel.overdue].map((count) => count.toLocaleString('en'))].join(' '),
          ),
        );
      }
      const address = `${BASE}/app/${company.slug}/report?period=${key}`;
      assert.ok(mail.html?.includes(`href="${address}"`) && mail.text?.includes(address));
      assert.ok(mail.html?.includes('Acme &lt;Repairs&gt; &amp; Söhne') && !mail.html.includes('<Repairs>'));
    });
  }

  test('every picture is a PNG of twice its size that the HTML shows with its figures in words, and nothing is loaded from elsewhere', async () => {
    const { db } = await open();
    const company = await makeReportedCompany(db);
    const mail = await receiveDigest(db, company, 'weekly');
    const images = [...(mail.html ?? '').matchAll(/<img src="cid:([^"]+)" width="(\d+)" height="(\d+)" alt="([^"]+)"/g)];
    assert.ok(images.length >= 9, String(images.length));
    assert.equal(mail.attachments.length, images.length);
    assert.doesNotMatch(mail.html ?? '', /<(img|link|script|iframe)[^>]*(src|href)="(?!cid:)/);
    for (const [, name = '', width, height, alt] of images) {
      const picture = mail.attachments.find(({ contentId }) => contentId === `<${name}>`);
      assert.ok(picture !== undefined, name);
      assert.deepEqual([picture.mimeType, picture.disposition, picture.related], ['image/png', 'inline', true]);
      const { data, info } = await sharp(picture.content as ArrayBuffer)
        .ensureAlpha()
        .raw()
        .toBuffer({ resolveWithObject: true });
      assert.deepEqual([info.width, info.height], [2 * Number(width), 2 * Number(height)]);
      const alphas = new Set(data.filter((_, index) => index % 4 === 3));
      assert.ok(alphas.has(0) && alphas.has(255), 'shapes on a transparent ground');
      assert.match(alt ?? '', /\d/);
    }
    assert.match(mail.html ?? '', /prefers-color-scheme:dark/);
    assert.match(mail.html ?? '', /<meta name="color-scheme" content="light dark">/);
  });

  test('where pictures cannot be drawn the digest goes without them and says all the same', async (t) => {
    t.mock.method(console, 'error', () => {});
    const { db } = await open();
    const company = await makeReportedCompany(db);
    const order = { kind: 'monthly', period: '2026-02', unsubscribeUrl: undefined, isTest: false } as const;
    const desk = { db, baseUrl: BASE, now: () => TEST_NOW };
    const without = await writeDigestMail({ ...desk, draw: () => Promise.reject(new Error('no library')) }, company, order);
    const whole = await writeDigestMail(desk, company, order);
    assert.deepEqual(without?.pictures, []);
    assert.doesNotMatch(without?.html ?? '', /<img/);
    assert.equal(without?.text, whole?.text);
  });

  test('the members of a company share one report for a minute, each with their own link; one that could not be read is read again', async () => {
    const { db } = await open();
    const company = await makeMeasuredCompany(db);
    let [now, reads] = [TEST_NOW, 0];
    const readReport: NonNullable<Parameters<typeof createDigestWriter>[0]['readReport']> = (_db, of, period, at) => {
      reads += 1;
      if (reads === 1) return Promise.reject(new Error('The database is away.'));
      return readPeriodReport(db, of, period, [], at);
    };
    const write = createDigestWriter({ db, baseUrl: BASE, now: () => now, readReport });
    const order = (link: string) => ({ kind: 'monthly', period: '2026-02', unsubscribeUrl: `${BASE}/${link}`, isTest: true }) as const;
    await assert.rejects(write(company, order('one')), /away/);
    const [one, two] = [await write(company, order('one')), await write(company, order('two'))];
    assert.ok(one?.text.includes(`${BASE}/one`) && two?.text.includes(`${BASE}/two`) && !two.text.includes(`${BASE}/one`));
    assert.equal(reads, 2);
    now += 60;
    await write(company, order('three'));
    assert.equal(reads, 3);
    await write({ ...company, name: 'Renamed' }, order('four'));
    assert.equal(reads, 4);
  });

  test('a company without an agreement, or without messages, has no digest', async () => {
    const { db } = await open();
    const [without, silent] = [await makeCompany(db), await makeMeasuredCompany(db)];
    const order = { kind: 'monthly', period: '2026-02', unsubscribeUrl: undefined, isTest: false } as const;
    for (const company of [without, silent]) {
      assert.equal(await writeDigestMail({ db, baseUrl: BASE, now: () => TEST_NOW }, company, order), undefined);
      const preview = await writeDigestMail({ db, baseUrl: BASE, now: () => TEST_NOW }, company, { ...order, isTest: true });
      assert.ok(preview?.html?.includes(company.name));
    }
  });

  test('a program for mail unsubscribes with one POST as RFC 8058 has it; to open the address changes nothing', async () => {
    const database = await open();
    const { db } = database;
    const company = await makeReportedCompany(db);
    const mail = await receiveDigest(db, company, 'weekly');
    assert.equal(headerOf(mail, 'List-Unsubscribe-Post'), 'List-Unsubscribe=One-Click');
    const address = /^<(https:\/\/kept\.example\/unsubscribe\?[^>]+)>$/.exec(headerOf(mail, 'List-Unsubscribe') ?? '')?.[1] ?? '';
    assert.ok(new URL(address).searchParams.get('token')?.length === 43);
    assert.ok(mail.text?.includes(address) && mail.html?.includes(address.replaceAll('&', '&amp;')));
    assert.match(mail.messageId ?? '', /^<digest_[\w-]+@kept>$/);
    assert.equal(headerOf(mail, 'Auto-Submitted'), 'auto-generated');

    const served = await serveApp(database as OpenDatabase, TEST_NOW);
    const here = address.replace(BASE, served.url);
    const isSubscribed = async () => (await readMyDigests(db, company.id, company.owner.id)).weekly;
    const post = (url: string) =>
      fetch(url, {
        method: 'POST',
        redirect: 'manual',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded', Origin: 'https://mail.example' },
        body: 'List-Unsubscribe=One-Click',
      });
    for (const method of ['GET', 'HEAD']) await fetch(here, { method });
    assert.equal((await post(here.replace(/token=.{4}/, 'token=AAAA'))).status, 410);
    assert.equal(await isSubscribed(), true);
    assert.equal((await post(here)).status, 200);
    assert.equal(await isSubscribed(), false);
    assert.equal((await post(here)).status, 200);
    await served.close();
  });
});

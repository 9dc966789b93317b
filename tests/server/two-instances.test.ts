import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { toComplianceAnswer } from '../../src/domain/figures/compliance-answer.ts';
import { type OpenDatabase, openDatabase } from '../../src/store/database.ts';
import { findCompanyReport } from '../../src/views/find-company-report.ts';
import { newEmail } from '../support/account.ts';
import { makeKey } from '../support/api-key.ts';
import { queryOn } from '../support/debian-postgres.ts';
import { EventSender } from '../support/event-sender.ts';
import { makeMeasuredCompany } from '../support/measured-company.ts';
import { type Product, startProduct } from '../support/product.ts';
import { readRecorded, rejudgeFromEvents } from '../support/recorded.ts';
import { getPage, makeOwner, sendForm, signIn } from '../support/signed-in.ts';
import { StreamClient } from '../support/stream-client.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';
import { createPostgresDatabase } from '../support/test-databases.ts';
import { waitUntil } from '../support/wait-until.ts';

const MAILS = 6;

describe('two instances on one PostgreSQL, behind a proxy that hands requests to each in turn', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'kept-two-'));
  let [proxy, database, drop]: [TcpProxy?, OpenDatabase?, (() => Promise<void>)?] = [];
  let instances: [Product, Product];
  let company: Awaited<ReturnType<typeof makeMeasuredCompany>>;
  let [address, databaseUrl, key, email, cookie] = ['', '', '', '', ''];

  before(async () => {
    ({ url: databaseUrl, drop } = await createPostgresDatabase());
    proxy = await TcpProxy.open();
    address = `http://localhost:${proxy.port}`;
    const env = { DATABASE_URL: databaseUrl, BASE_URL: address };
    instances = [await startProduct({ dataDir, env }), await startProduct({ dataDir, env })];
    proxy.switchTo(instances.map(portOf));
    database = await openDatabase({ databaseUrl, dataDir: '' });
    company = await makeMeasuredCompany(database.db);
    ({ key } = await makeKey(database.db, company));
    ({ email } = await makeOwner(database.db, company.id));
  });
  after(async () => {
    await Promise.all((instances ?? []).map((instance) => instance.stop()));
    await database?.close();
    await proxy?.close();
    await drop?.();
    rmSync(dataDir, { recursive: true, force: true });
  });

  test('a session that one began is known to the other', async () => {
    cookie = await signIn(address, email);
    for (const { url } of instances) {
      const page = await getPage(`${url}/app/${company.slug}`, cookie);
      assert.equal(page.status, 200);
      assert.ok((await page.text()).includes(company.name));
    }
  });

  test('what a member has just changed on one stands on the public page of the other at once', async () => {
    const [here, there] = instances;
    for (let change = 0; change < 10; change++) {
      // In memory there as it was before.
      await (await getPage(`${there.url}/${company.slug}`)).text();
      const profile = {
        name: `Change ${change} of it`,
        site: company.site,
        industry: company.industry,
        country: 'DE',
        timeZone: company.timeZone,
      };
      const answer = await sendForm(`${here.url}/app/${company.slug}/settings?_action=updateCompanyProfile`, profile, cookie);
      assert.ok(answer.status < 400, await answer.text());
      assert.ok((await (await getPage(`${there.url}/${company.slug}`, cookie)).text()).includes(profile.name));
    }
  });

  test('wrong passwords and wrong keys are counted by both together', async () => {
    const stranger = newEmail();
    const statuses: number[] = [];
    for (let tries = 0; tries < 11; tries++) {
      statuses.push((await sendForm(`${address}/sign-in?_action=signIn`, { email: stranger, password: 'not this one' })).status);
    }
    assert.deepEqual(statuses, [...Array.from({ length: 10 }, () => 401), 429]);
    const headers = { Authorization: `Bearer kept_${'A'.repeat(43)}`, Connection: 'close' };
    const answers: number[] = [];
    for (let tries = 0; tries < 31; tries++) {
      answers.push((await fetch(`${address}/api/v1/heartbeat`, { method: 'POST', headers })).status);
    }
    assert.deepEqual(answers, [...Array.from({ length: 30 }, () => 401), 429]);
  });

  test('each mail is sent once, whoever sends it', async () => {
    const receivers = Array.from({ length: MAILS }, newEmail);
    await Promise.all(receivers.map((receiver) => sendForm(`${address}/sign-up?_action=requestSignUp`, { email: receiver })));
    await waitUntil(async () => (await countMailJobs(databaseUrl, "state = 'completed'")) === MAILS);
    assert.equal(await countMailJobs(databaseUrl, "state <> 'completed'"), 0);
    const outbox = join(dataDir, 'outbox');
    const written = readdirSync(outbox).map((file) => /^To: (.+)$/m.exec(readFileSync(join(outbox, file), 'utf8'))?.[1]);
    assert.deepEqual(written.sort(), receivers.sort());
  });

  test('one is killed: nothing acknowledged is lost, and all goes on by the other', async () => {
    const [lost, left] = instances;
    const streams = await Promise.all(instances.map(({ url }) => StreamClient.open(`${url}/live/${company.slug}`)));
    const senders = ['a', 'b', 'c'].map((name) => new EventSender(name, address, key));
    const countAcknowledged = () => senders.flatMap(({ acknowledged }) => acknowledged).length;
    for (const stream of streams) await readChange(stream);
    await waitUntil(() => countAcknowledged() > 200);
    await lost.stop('SIGKILL');
    const before = countAcknowledged();
    await waitUntil(() => countAcknowledged() > before + 200);
    await Promise.all(senders.map((sender) => sender.stop()));
    assert.ok(database);
    const { db } = database;
    const rows = await db.selectFrom('event').select('id').where('company_id', '=', company.id).execute();
    const kept = new Set(rows.map(({ id }) => id));
    assert.deepEqual(
      senders.flatMap(({ acknowledged }) => acknowledged).filter((id) => !kept.has(id)),
      [],
    );
    assert.deepEqual((await readRecorded(db, company.scope)).obligations, await rejudgeFromEvents(db, company.scope));

    assert.equal((await getPage(`${address}/app/${company.slug}`, cookie)).status, 200);
    const survivor = streams[instances.indexOf(left)];
    assert.ok(survivor);
    const after = new EventSender('d', address, key);
    await after.stop();
    await readChange(survivor);
    await waitUntil(async () => {
      const answer = await fetch(`${address}/api/v1/companies/${company.slug}/compliance`, { headers: { Connection: 'close' } });
      const told = (await answer.json()) as ReturnType<typeof toComplianceAnswer>;
      const report = await findCompanyReport(db, company.slug, '30d', Math.floor(Date.now() / 1_000));
      assert.ok(report);
      return JSON.stringify(told.commitments) === JSON.stringify(toComplianceAnswer(report, []).commitments);
    });
    await Promise.allSettled(streams.map((stream) => stream.close()));
  });

  test('the proxy has asked both', () => {
    for (const instance of instances) assert.ok((proxy?.taken.get(portOf(instance)) ?? 0) > 20);
  });
});

const portOf = ({ url }: Product): number => Number(new URL(url).port);

async function readChange(stream: StreamClient): Promise<void> {
  for (;;) {
    const block = await stream.next();
    assert.notEqual(block, undefined, 'the stream ended');
    if (block?.startsWith('event: changed') === true) return;
  }
}

async function countMailJobs(databaseUrl: string, condition: string): Promise<number> {
  const rows = await queryOn(databaseUrl, `select count(*)::int as jobs from pgboss.job where name = 'send-mail' and ${condition}`);
  return rows[0]?.jobs as number;
}

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ApiDescription } from '../../src/commands/describe-api.ts';
import { editExplanation } from '../../src/commands/edit-explanation.ts';
import { publishExplanation } from '../../src/commands/publish-explanation.ts';
import { withdrawExplanation } from '../../src/commands/withdraw-explanation.ts';
import { toComplianceAnswer } from '../../src/domain/figures/compliance-answer.ts';
import { findCompanyReport } from '../../src/views/find-company-report.ts';
import { makeKey } from '../support/api-key.ts';
import { makeContext, TEST_NOW } from '../support/context.ts';
import { onEachDatabase } from '../support/database.ts';
import { makeMeasuredCompany } from '../support/measured-company.ts';
import { type ServedApp, serveApp } from '../support/served-app.ts';
import { waitUntil } from '../support/wait-until.ts';

const HOUR = 3_600;

onEachDatabase('server/public-api', (open) => {
  let served: ServedApp | undefined;
  after(() => served?.close());

  /** A company whose figures have something of everything, recorded over HTTP. */
  const prepare = async () => {
    const database = await open();
    served ??= await serveApp(database, TEST_NOW);
    const { url } = served;
    const company = await makeMeasuredCompany(database.db);
    const { key } = await makeKey(database.db, company);
    const post = (path: string, body: unknown) =>
      fetch(url + path, {
        method: 'POST',
        headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      });
    const asked = TEST_NOW - 5 * HOUR;
    const message = (conversation: string, at: number) => ({
      id: `${conversation}-asked`,
      conversation,
      channel: 'x',
      type: 'customer-message',
      at,
    });
    const reply = (conversation: string, at: number) => ({
      id: `${conversation}-reply`,
      conversation,
      channel: 'x',
      type: 'agent-reply',
      at,
    });
    const met = Array.from({ length: 11 }, (_, index) => [message(`met${index}`, asked), reply(`met${index}`, asked + 60 + index)]).flat();
    const late = { id: 'late-excluded', conversation: 'open', channel: 'x', type: 'excluded', reason: 'spam', at: TEST_NOW - 60 };
    const recorded = await post('/api/v1/events', [...met, message('open', asked), late, { id: 'bad' }]);
    return { db: database.db, url, company, post, recorded };
  };

  const describe = async (url: string) => {
    const description = (await (await fetch(`${url}/api/openapi.json`)).json()) as ApiDescription;
    const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
    ajv.addSchema({ $id: 'api', ...description });
    const check = (name: string, value: unknown) => {
      const validate = ajv.getSchema(`api#/components/schemas/${name}`);
      assert.ok(validate, name);
      assert.ok(validate(value), `${name}: ${JSON.stringify(validate.errors)}`);
    };
    return { description, check };
  };

  test('real answers are as the description of the API says', async () => {
    const { url, company, post, recorded } = await prepare();
    const { check } = await describe(url);
    const read = async (path: string) => (await fetch(url + path)).json();
    check('Recording', await recorded.json());
    check('Heartbeat', await (await post('/api/v1/heartbeat', undefined)).json());
    check('Compliance', await read(`/api/v1/companies/${company.slug}/compliance?window=7d`));
    check('Months', await read(`/api/v1/companies/${company.slug}/months`));
    check('Explanations', await read(`/api/v1/companies/${company.slug}/explanations`));
    check('Agreement', await read(`/api/v1/companies/${company.slug}/agreement`));
    check('BadgeEndpoint', await read(`/badge/${company.slug}/x.json`));
    check('BadgeEndpoint', await read('/badge/no-such-company-here.json'));
    check('Problem', await read('/api/v1/companies/no-such-company-here/agreement'));
    check('Problem', await read(`/api/v1/companies/${company.slug}/compliance?window=1d`));
    check('Problem', await (await post('/api/v1/events', { id: 'bad' })).json());
  });

  test('the description names every address once, and each reference leads somewhere', async () => {
    const { url } = await prepare();
    const { description } = await describe(url);
    assert.match(description.openapi, /^3\.1\./);
    assert.deepEqual(description.servers, [{ url: 'http://localhost:4321' }]);
    const operations = Object.values(description.paths).flatMap((methods) => Object.values(methods));
    assert.equal(new Set(operations.map(({ operationId }) => operationId)).size, operations.length);
    for (const [, name] of JSON.stringify(description.paths).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      assert.ok(name !== undefined && name in description.components.schemas, `no schema ${name}`);
    }
    const { required } = description.components.schemas.Event as { required: string[] };
    assert.deepEqual(required, ['id', 'conversation', 'channel', 'type', 'at']);
  });

  test('the figures are those of the page, with all that a figure carries', async () => {
    const { db, url, company } = await prepare();
    const response = await fetch(`${url}/api/v1/companies/${company.slug}/compliance`);
    const answer = (await response.json()) as ReturnType<typeof toComplianceAnswer>;
    const report = await findCompanyReport(db, company.slug, '30d', TEST_NOW);
    assert.ok(report);
    assert.deepEqual(answer, JSON.parse(JSON.stringify(toComplianceAnswer(report, []))));
    const [figure] = answer.commitments;
    assert.deepEqual(figure?.share, {
      met: 11,
      breached: 0,
      decided: 11,
      percent: 100,
      text: '100\u00a0%',
      interval: figure?.share.interval,
    });
    assert.deepEqual(figure?.withLateExclusions?.breached, 1);
    assert.deepEqual(figure?.exclusions, [{ reason: 'spam', messages: 1, late: 1 }]);
    assert.deepEqual(figure?.waited, { median: 65, p90: 69 });
    assert.deepEqual(figure?.evidence, [{ level: 'reported', messages: 11 }]);
    assert.equal(answer.computedAt, '2026-03-02T09:00:00Z');
  });

  test('what the company says of its breaches is there at once, as is that it was changed and withdrawn', async () => {
    const { db, url, company } = await prepare();
    const { check } = await describe(url);
    const owner = makeContext(db, { actor: company.owner.actor });
    const read = async (path: string) => (await fetch(`${url}/api/v1/companies/${company.slug}/${path}`)).json();
    assert.deepEqual((await read('compliance')).explanations, []);
    const form = { text: 'Storm: no power', firstDate: '2026-03-02', channelIds: ['x'] };
    const { explanationId: id } = await publishExplanation(owner, company.slug, form);
    const until = async (isSo: (answer: ReturnType<typeof toComplianceAnswer>) => boolean) =>
      waitUntil(async () => isSo(await read('compliance')));
    await until(({ explanations }) => explanations[0]?.text === 'Storm: no power');
    const published = {
      id,
      channels: ['x'],
      from: '2026-03-01T23:00:00Z',
      until: '2026-03-02T23:00:00Z',
      text: 'Storm: no power',
      publishedAt: '2026-03-02T09:00:00Z',
      editedAt: null,
      withdrawnAt: null,
    };
    assert.deepEqual((await read('compliance')).explanations, [{ ...published, messages: { decided: 11, breached: 0 } }]);
    assert.deepEqual(await read('explanations'), { company: company.slug, explanations: [published] });
    await editExplanation({ ...owner, now: TEST_NOW + 60 }, company.slug, { ...form, text: 'Flood', explanationId: id, revision: 1 });
    await until(({ explanations }) => explanations[0]?.editedAt === '2026-03-02T09:01:00Z');
    await withdrawExplanation({ ...owner, now: TEST_NOW + 90 }, company.slug, { explanationId: id });
    await until(({ explanations }) => explanations[0]?.text === null);
    check('Compliance', await read('compliance'));
    check('Explanations', await read('explanations'));
  });

  test('any site may read it, and ask whether it changed', async () => {
    const { url, company } = await prepare();
    for (const path of [
      `/api/v1/companies/${company.slug}/compliance`,
      `/api/v1/companies/${company.slug}/agreement`,
      '/api/openapi.json',
    ]) {
      const first = await fetch(url + path);
      assert.equal(first.status, 200, path);
      assert.equal(first.headers.get('access-control-allow-origin'), '*');
      const tag = first.headers.get('etag') ?? '';
      const again = await fetch(url + path, { headers: { 'If-None-Match': tag } });
      assert.equal(again.status, 304, path);
      assert.equal((await fetch(url + path, { method: 'HEAD' })).headers.get('etag'), tag);
      assert.equal((await fetch(url + path, { method: 'OPTIONS' })).status, 204);
      assert.equal((await fetch(url + path, { method: 'DELETE' })).status, 405);
    }
  });

  test('what is wrong is told as problem details, to other sites too', async () => {
    const { url, company } = await prepare();
    const cases: [path: string, status: number, code: string][] = [
      ['/api/v1/companies/no-such-company-here/compliance', 404, 'not-found'],
      [`/api/v1/companies/${company.slug}/compliance?window=1d`, 422, 'invalid-input'],
      [`/api/v1/companies/${company.slug}/secrets`, 404, 'not-found'],
    ];
    for (const [path, status, code] of cases) {
      const response = await fetch(url + path);
      assert.equal(response.status, status, path);
      assert.equal(response.headers.get('content-type'), 'application/problem+json');
      assert.partialDeepStrictEqual(await response.json(), { status, code });
    }
  });
});

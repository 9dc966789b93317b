import assert from 'node:assert/strict';
import { test } from 'node:test';
import { editExplanation } from '../../src/commands/edit-explanation.ts';
import { publishExplanation } from '../../src/commands/publish-explanation.ts';
import { recordEvents } from '../../src/commands/record-events.ts';
import { withdrawExplanation } from '../../src/commands/withdraw-explanation.ts';
import { describeAuditEntry } from '../../src/domain/audit/describe-audit-entry.ts';
import { findCompanyReport } from '../../src/views/find-company-report.ts';
import { readAllExplanations, readExplanations, readReportExplanations } from '../../src/views/read-explanations.ts';
import { makeContext, TEST_NOW } from '../support/context.ts';
import { onEachDatabase } from '../support/database.ts';
import { makeMeasuredCompany } from '../support/measured-company.ts';

const HOUR = 3_600;
const DAY = 86_400;
const STORM = { text: 'Storm: no power', firstDate: '2026-02-27' };

onEachDatabase('explanations', (open) => {
  async function makePlace() {
    const { db } = await open();
    const company = await makeMeasuredCompany(db);
    const owner = makeContext(db, { actor: company.owner.actor });
    const system = makeContext(db, { actor: { kind: 'system' } });
    /** A question on a day before the present, answered in time or not at all. */
    const ask = async (name: string, channel: string, at: number, isAnswered: boolean) => {
      const shared = { conversation: name, channel };
      const question = { id: `${name}-q`, ...shared, type: 'customer-message', at };
      const reply = { id: `${name}-a`, ...shared, type: 'agent-reply', at: at + 60 };
      await recordEvents(system, company.scope, isAnswered ? [question, reply] : [question]);
    };
    const read = async (now = TEST_NOW) => {
      const report = await findCompanyReport(db, company.slug, '30d', now);
      assert.ok(report);
      return { report, explanations: await readReportExplanations(db, report) };
    };
    const log = async () => {
      const rows = await db
        .selectFrom('audit_entry')
        .select(['action', 'detail'])
        .where('company_id', '=', company.id)
        .orderBy('id')
        .execute();
      return rows.map((row) =>
        describeAuditEntry({ action: row.action, detail: row.detail as object as Record<string, unknown> }, () => undefined),
      );
    };
    return { db, company, slug: company.slug, owner, ask, read, log };
  }

  test('stand beside the figures of their days and channels, and take nothing away', async () => {
    const { db, company, slug, owner, ask, read } = await makePlace();
    const friday = TEST_NOW - 3 * DAY;
    for (const index of [1, 2, 3]) await ask(`x${index}`, 'x', friday, index === 1);
    await ask('m1', 'mail', friday, false);
    await ask('other-day', 'x', friday - DAY, false);
    const before = await read();
    await publishExplanation(owner, slug, { ...STORM, channelIds: ['x'] });
    await publishExplanation(owner, slug, { text: 'Everything was down', firstDate: '2026-02-26', lastDate: '2026-02-27' });
    const { report, explanations } = await read();
    assert.deepEqual(report.figures, before.report.figures);
    assert.deepEqual(
      explanations.map(({ text, channelNames, decided, breached }) => ({ text, channelNames, decided, breached })),
      [
        { text: 'Storm: no power', channelNames: ['X @acme'], decided: 3, breached: 2 },
        { text: 'Everything was down', channelNames: [], decided: 5, breached: 4 },
      ],
    );
    const narrowed = await readExplanations(db, company, report.figures, report.figures.window, ['mail']);
    assert.deepEqual(
      narrowed.map(({ text, decided, breached }) => ({ text, decided, breached })),
      [{ text: 'Everything was down', decided: 1, breached: 1 }],
    );
  });

  test('show only where their days are among those counted', async () => {
    const { slug, owner, read } = await makePlace();
    await publishExplanation(owner, slug, { ...STORM, firstDate: '2025-12-01' });
    assert.deepEqual((await read()).explanations, []);
  });

  test('say when they were changed, and the log keeps what they said before', async () => {
    const { slug, owner, read, log } = await makePlace();
    const { explanationId } = await publishExplanation(owner, slug, STORM);
    const edit = (now: number, given: object) =>
      editExplanation({ ...owner, now }, slug, { explanationId, revision: 1, ...STORM, ...given });
    await edit(TEST_NOW + HOUR, {});
    assert.deepEqual((await read()).explanations[0]?.editedAt, null);
    await edit(TEST_NOW + HOUR, { text: 'Flood: no power' });
    const [explanation] = (await read()).explanations;
    assert.deepEqual(
      [explanation?.text, explanation?.publishedAt, explanation?.editedAt, explanation?.revision],
      ['Flood: no power', TEST_NOW, TEST_NOW + HOUR, 2],
    );
    assert.ok((await log()).includes('Changed the explanation “Storm: no power” to “Flood: no power”'));
    await assert.rejects(edit(TEST_NOW + 2 * HOUR, { text: 'Fire' }), { code: 'changed-meanwhile' });
  });

  test('lose their words when they are withdrawn, once, and that they were there stays', async () => {
    const { db, company, slug, owner, read, log } = await makePlace();
    const { explanationId } = await publishExplanation(owner, slug, STORM);
    await withdrawExplanation({ ...owner, now: TEST_NOW + HOUR }, slug, { explanationId });
    const [explanation] = (await read()).explanations;
    assert.deepEqual([explanation?.text, explanation?.withdrawnAt], ['', TEST_NOW + HOUR]);
    assert.equal((await readAllExplanations(db, company.id)).length, 1);
    assert.ok((await log()).includes('Withdrew the explanation “Storm: no power”'));
    await assert.rejects(withdrawExplanation(owner, slug, { explanationId }), { code: 'not-found' });
    await assert.rejects(editExplanation(owner, slug, { ...STORM, explanationId, revision: 1 }), { code: 'not-found' });
  });

  test('are plain text of at most 500 characters, about channels of the company and days that have begun', async () => {
    const { slug, owner, read } = await makePlace();
    const refused = async (given: object, field: string) => {
      await assert.rejects(
        publishExplanation(owner, slug, { ...STORM, ...given }),
        (error: { code: string; fields: { field: string }[] }) => {
          assert.deepEqual([error.code, error.fields.map((each) => each.field)], ['invalid-input', [field]]);
          return true;
        },
      );
    };
    await refused({ text: ' \u202e\n' }, 'text');
    await refused({ text: 'a'.repeat(501) }, 'text');
    await refused({ text: 'a\n'.repeat(10).concat('a') }, 'text');
    await refused({ channelIds: ['fax'] }, 'channelIds');
    await refused({ firstDate: '2026-03-03' }, 'firstDate');
    await publishExplanation(owner, slug, { ...STORM, text: `One\r\n\r\n\r\n\r\nTwo\u0000\u202e${'a'.repeat(491)}` });
    assert.equal((await read()).explanations[0]?.text, `One\n\nTwo${'a'.repeat(491)}`);
  });

  test('are at most 20 a day and 100 at once', async () => {
    const { slug, owner } = await makePlace();
    const publish = (day: number) => publishExplanation({ ...owner, now: TEST_NOW + day * DAY }, slug, STORM);
    for (let number = 0; number < 100; number += 1) {
      if (number === 20) await assert.rejects(publish(0), { code: 'too-many-attempts' });
      await publish(Math.floor(number / 20) * 2);
    }
    await assert.rejects(publish(20), { code: 'not-allowed' });
  });
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inviteMember } from '../../src/commands/invite-member.ts';
import { recordEvents } from '../../src/commands/record-events.ts';
import { getCompanySettings } from '../../src/views/get-company-settings.ts';
import { readCompanyOverview } from '../../src/views/read-company-overview.ts';
import { newEmail } from '../support/account.ts';
import { makeCompany, makeContext, makeMember, TEST_NOW } from '../support/context.ts';
import { onEachDatabase } from '../support/database.ts';
import { makeMeasuredCompany } from '../support/measured-company.ts';

const DAY = 86_400;

onEachDatabase('views/read-company-overview', (open) => {
  test('a new company is told to begin, and nothing it has not got', async () => {
    const { db } = await open();
    const company = await makeCompany(db);
    const overview = await readCompanyOverview(db, company, TEST_NOW);
    assert.deepEqual(
      overview.steps.map(({ id }) => id),
      ['choose-template'],
    );
    const { sources, lastEventAt, isQuiet, memberCount, openInvitations, hasSource, hasEvents } = overview;
    assert.deepEqual(
      { sources, lastEventAt, isQuiet, memberCount, openInvitations, hasSource, hasEvents },
      { sources: [], lastEventAt: null, isQuiet: false, memberCount: 1, openInvitations: 0, hasSource: false, hasEvents: false },
    );
    assert.equal((await getCompanySettings(db, company.id)).isPublished, false);
  });

  test('a measured company sees its newest message, and when it has gone quiet', async () => {
    const { db } = await open();
    const { scope, ...company } = await makeMeasuredCompany(db);
    const event = { id: 'm1', conversation: 'c1', channel: 'x', type: 'customer-message', at: TEST_NOW - 60 };
    await recordEvents(makeContext(db, { actor: { kind: 'system' } }), scope, [event]);
    const overview = await readCompanyOverview(db, company, TEST_NOW);
    assert.deepEqual([overview.lastEventAt, overview.isQuiet, overview.sources.length], [TEST_NOW - 60, false, 1]);
    assert.equal((await readCompanyOverview(db, company, TEST_NOW + 3 * DAY)).isQuiet, true);
    assert.equal((await getCompanySettings(db, company.id)).isPublished, true);
  });

  test('colleagues and open invitations are counted, those of others not', async () => {
    const { db } = await open();
    const company = await makeCompany(db);
    await makeMember(db, company.id, 'viewer');
    await makeMember(db, (await makeCompany(db)).id, 'viewer');
    await inviteMember(makeContext(db, { actor: company.owner.actor }), company.slug, { email: newEmail(), role: 'viewer' });
    const { memberCount, openInvitations } = await readCompanyOverview(db, company, TEST_NOW);
    assert.deepEqual([memberCount, openInvitations], [2, 1]);
    assert.equal((await readCompanyOverview(db, company, TEST_NOW + 8 * DAY)).openInvitations, 0);
  });
});

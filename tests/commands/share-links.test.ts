import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createShareLink } from '../../src/commands/create-share-link.ts';
import { openShareLink } from '../../src/commands/open-share-link.ts';
import { revokeShareLink } from '../../src/commands/revoke-share-link.ts';
import { DAY_SECONDS } from '../../src/domain/instant.ts';
import { listShareLinks } from '../../src/views/list-share-links.ts';
import { makeCompany, makeContext, TEST_NOW } from '../support/context.ts';
import { onEachDatabase } from '../support/database.ts';
import { makeMeasuredCompany } from '../support/measured-company.ts';

const REFUSED = { code: 'link-expired', message: 'This link opens no report.' };

onEachDatabase('links that open a report', (open) => {
  async function makePlace() {
    const { db } = await open();
    const company = await makeMeasuredCompany(db);
    const owner = makeContext(db, { actor: company.owner.actor });
    const visitor = (now = TEST_NOW, address = `198.51.100.${company.id % 250}`) => makeContext(db, { now, address });
    const make = (given: object = {}) => createShareLink(owner, company.slug, { period: '2026-02', channelIds: ['x'], days: 7, ...given });
    const tokenOf = ({ link }: { link: string }) => new URL(link).searchParams.get('token') ?? '';
    return { db, company, owner, visitor, make, tokenOf };
  }

  test('open their period and channels for anybody, and nothing of them is stored that opens it', async () => {
    const { db, company, visitor, make, tokenOf } = await makePlace();
    const made = await make();
    const token = tokenOf(made);
    const shared = await openShareLink(visitor(), token);
    assert.equal(shared.company.id, company.id);
    assert.equal(shared.period.key, '2026-02');
    assert.deepEqual(shared.channelIds, ['x']);
    const rows = await db.selectFrom('share_link').selectAll().where('company_id', '=', company.id).execute();
    assert.equal(JSON.stringify(rows).includes(token), false);
    const logged = await db.selectFrom('audit_entry').select('detail').where('company_id', '=', company.id).execute();
    assert.equal(JSON.stringify(logged).includes(token), false);
  });

  test('open nothing once they expire, are taken back, or never were: with the same words', async () => {
    const { company, owner, visitor, make, tokenOf } = await makePlace();
    const [made, other] = [await make({ days: 1 }), await make()];
    await openShareLink(visitor(TEST_NOW + DAY_SECONDS - 1), tokenOf(made));
    await assert.rejects(openShareLink(visitor(TEST_NOW + DAY_SECONDS), tokenOf(made)), REFUSED);
    await revokeShareLink(owner, company.slug, { linkId: other.linkId });
    await assert.rejects(openShareLink(visitor(), tokenOf(other)), REFUSED);
    await assert.rejects(openShareLink(visitor(), `${tokenOf(made).slice(1)}A`), REFUSED);
    await assert.rejects(openShareLink(visitor(), ''), REFUSED);
    await assert.rejects(revokeShareLink(owner, company.slug, { linkId: other.linkId }), { code: 'not-found' });
  });

  test('are listed while they work, with who made them and when they were last opened', async () => {
    const { db, company, owner, visitor, make, tokenOf } = await makePlace();
    const made = await make({ note: 'Board' });
    const taken = await make();
    await revokeShareLink(owner, company.slug, { linkId: taken.linkId });
    await make({ days: 1 });
    await openShareLink(visitor(TEST_NOW + 600), tokenOf(made));
    await openShareLink(visitor(TEST_NOW + 630), tokenOf(made));
    const links = await listShareLinks(db, company, TEST_NOW + DAY_SECONDS);
    assert.equal(links.length, 1);
    assert.partialDeepStrictEqual(links[0], {
      id: made.linkId,
      note: 'Board',
      createdBy: 'Test user',
      expiresAt: TEST_NOW + 7 * DAY_SECONDS,
      lastOpenedAt: TEST_NOW + 600,
    });
    assert.match(links[0]?.about ?? '', /^February 2026, /);
  });

  test('are made of what the company can report, for the days there are', async () => {
    const { make } = await makePlace();
    await assert.rejects(make({ period: '2027-01' }), { code: 'invalid-input', message: /has not begun yet/ });
    await assert.rejects(make({ period: 'soon' }), { code: 'invalid-input' });
    await assert.rejects(make({ channelIds: ['fax'] }), { code: 'not-found' });
    await assert.rejects(make({ days: 365 }), { code: 'invalid-input' });
    await make({ days: '90' });
  });

  test('of one company are not another’s to take back', async () => {
    const { db, make } = await makePlace();
    const { linkId } = await make();
    const stranger = await makeCompany(db);
    const ctx = makeContext(db, { actor: stranger.owner.actor });
    await assert.rejects(revokeShareLink(ctx, stranger.slug, { linkId }), { code: 'not-found' });
  });

  test('are tried only so often from one network', async () => {
    const { visitor } = await makePlace();
    const ctx = visitor(TEST_NOW, '203.0.113.77');
    for (let tries = 0; tries < 300; tries++) await assert.rejects(openShareLink(ctx, 'guess'), { code: 'link-expired' });
    await assert.rejects(openShareLink(ctx, 'guess'), { code: 'too-many-attempts' });
  });
});

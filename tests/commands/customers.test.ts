import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eraseCustomer } from '../../src/commands/erase-customer.ts';
import { findCustomer } from '../../src/commands/find-customer.ts';
import { recordEvents } from '../../src/commands/record-events.ts';
import { DAY_SECONDS, HOUR_SECONDS } from '../../src/domain/instant.ts';
import { forgetAuthorsBefore } from '../../src/store/author.ts';
import { readCompanyFigures } from '../../src/views/company-figures.ts';
import { makeContext, TEST_NOW } from '../support/context.ts';
import { onEachDatabase } from '../support/database.ts';
import { makeMeasuredCompany } from '../support/measured-company.ts';
import { readRecorded } from '../support/recorded.ts';

const ASKED = TEST_NOW - DAY_SECONDS;

onEachDatabase('commands on customers', (open) => {
  const begin = async () => {
    const { db } = await open();
    const company = await makeMeasuredCompany(db);
    const ctx = makeContext(db, { actor: company.owner.actor });
    const message = (id: string, author: string, given: object = {}) => ({
      id,
      conversation: `c-${id}`,
      channel: 'x',
      type: 'customer-message',
      at: ASKED,
      author,
      audience: '1k-10k',
      language: 'en',
      ...given,
    });
    const record = (items: object[]) => recordEvents(ctx, company.scope, items);
    await record([message('1', '@ann'), message('2', '@ann', { at: ASKED + HOUR_SECONDS }), message('3', '@bob')]);
    return { db, company, ctx, message, record };
  };

  test('a customer is found by the name that the source gave, and by no other', async () => {
    const { company, ctx } = await begin();
    const trace = { events: 2, conversations: 2, firstAt: ASKED, lastAt: ASKED + HOUR_SECONDS };
    assert.deepEqual(await findCustomer(ctx, company.slug, { author: '@ann' }), trace);
    assert.equal((await findCustomer(ctx, company.slug, { author: '@Ann' })).events, 0);
  });

  test('an erased customer is found no more, and no figure changes', async () => {
    const { db, company, ctx, message, record } = await begin();
    const before = await readCompanyFigures(db, company, '30d', TEST_NOW);
    assert.deepEqual(await eraseCustomer(ctx, company.slug, { author: '@ann' }), { events: 2 });

    assert.equal((await findCustomer(ctx, company.slug, { author: '@ann' })).events, 0);
    assert.equal((await findCustomer(ctx, company.slug, { author: '@bob' })).events, 1);
    const { obligations } = await readRecorded(db, company.scope);
    const told = obligations.map(({ message_id, audience, language }) => [message_id, audience, language]);
    assert.deepEqual(
      told.filter(([id]) => id !== '3').every(([, audience, language]) => audience === null && language === null),
      true,
    );
    assert.deepEqual(
      told.find(([id]) => id === '3'),
      ['3', '1k-10k', 'en'],
    );
    assert.deepEqual(await readCompanyFigures(db, company, '30d', TEST_NOW), before);

    await record([message('1', '@ann')]);
    assert.equal((await findCustomer(ctx, company.slug, { author: '@ann' })).events, 0);
    await assert.rejects(eraseCustomer(ctx, company.slug, { author: '@ann' }), { code: 'not-found' });
  });

  test('search and erasure are logged without the name', async () => {
    const { db, company, ctx } = await begin();
    await findCustomer(ctx, company.slug, { author: '@ann' });
    await eraseCustomer(ctx, company.slug, { author: '@ann' });
    const entries = await db
      .selectFrom('audit_entry')
      .select(['action', 'detail'])
      .where('company_id', '=', company.id)
      .orderBy('id')
      .execute();
    assert.deepEqual(entries.slice(-2), [
      { action: 'find-customer', detail: { events: 2 } },
      { action: 'erase-customer', detail: { events: 2 } },
    ]);
  });

  test('another company’s events of the same person stay', async () => {
    const { company, ctx } = await begin();
    const other = await begin();
    await eraseCustomer(ctx, company.slug, { author: '@ann' });
    assert.equal((await findCustomer(other.ctx, other.company.slug, { author: '@ann' })).events, 2);
  });

  test('authors are forgotten when their time is over', async () => {
    const { db, company, ctx } = await begin();
    await forgetAuthorsBefore(db, TEST_NOW);
    assert.equal((await findCustomer(ctx, company.slug, { author: '@ann' })).events, 2);
    await forgetAuthorsBefore(db, TEST_NOW + 1);
    assert.equal((await findCustomer(ctx, company.slug, { author: '@ann' })).events, 0);
  });
});

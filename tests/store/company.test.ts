import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findCompanyBySlug } from '../../src/store/company.ts';
import { findMemberRole } from '../../src/store/member.ts';
import { makeCompany, makeUser, TEST_NOW } from '../support/context.ts';
import { onEachDatabase } from '../support/database.ts';

onEachDatabase('store/company', (open) => {
  test('a stored company is found by its slug, with numbers as numbers', async () => {
    const { db } = await open();
    const { owner, ...company } = await makeCompany(db, { name: 'Blue Kettle', notice: 'An example.' });

    assert.deepEqual(await findCompanyBySlug(db, company.slug), company);
    assert.equal(company.createdAt, TEST_NOW);
    assert.equal(await findMemberRole(db, company.id, owner.id), 'owner');
  });

  test('a slug belongs to one company', async () => {
    const { db } = await open();
    const { slug } = await makeCompany(db);

    await assert.rejects(makeCompany(db, { slug }), /is taken/);
  });

  test('nobody is a member of another company', async () => {
    const { db } = await open();
    const company = await makeCompany(db);
    const stranger = await makeUser(db);

    assert.equal(await findMemberRole(db, company.id, stranger.id), undefined);
    assert.equal(await findCompanyBySlug(db, 'no-such-company'), undefined);
  });
});

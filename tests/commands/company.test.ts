import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changeCompanyAddress } from '../../src/commands/change-company-address.ts';
import { createCompany } from '../../src/commands/create-company.ts';
import { proposeAddress } from '../../src/commands/propose-address.ts';
import { removeCompanyLogo } from '../../src/commands/remove-company-logo.ts';
import { setCompanyLogo } from '../../src/commands/set-company-logo.ts';
import { updateCompanyProfile } from '../../src/commands/update-company-profile.ts';
import { findCompanyBySlug } from '../../src/store/company.ts';
import { findCompanyLogo } from '../../src/store/company-logo.ts';
import { listMyCompanies } from '../../src/views/list-my-companies.ts';
import { countedBytes, makeCompany, makeContext, makeMember, makeUser, TEST_NOW } from '../support/context.ts';
import { onEachDatabase } from '../support/database.ts';
import { publishVersion, sampleAgreement } from '../support/measured-company.ts';
import { makePngHead } from '../support/picture.ts';

const PROFILE = { name: 'Blue Kettle', site: 'kettle.example', industry: 'retail', country: 'DE', timeZone: 'Europe/Berlin' } as const;
const newSlug = () => `kettle-${countedBytes(6).toString('hex')}`;

onEachDatabase('commands on companies', (open) => {
  const begin = async () => {
    const { db } = await open();
    const company = await makeCompany(db);
    return { db, company, ctx: makeContext(db, { actor: company.owner.actor }) };
  };

  test('who makes a company owns it', async () => {
    const { db } = await open();
    const user = await makeUser(db);
    const slug = newSlug();
    const company = await createCompany(makeContext(db, { actor: user.actor }), { ...PROFILE, slug });
    assert.equal(company.site, 'https://kettle.example/');
    const mine = { slug, name: 'Blue Kettle', role: 'owner', logoDigest: null, version: null };
    assert.deepEqual(await listMyCompanies(db, user.id), [mine]);
    await publishVersion(db, company.id, { number: 1, effectiveAt: TEST_NOW, content: sampleAgreement() });
    assert.deepEqual(await listMyCompanies(db, user.id), [{ ...mine, version: 1 }]);
  });

  test('nobody makes a company without signing in, and nobody makes any number a day', async () => {
    const { db } = await open();
    await assert.rejects(createCompany(makeContext(db), { ...PROFILE, slug: newSlug() }), { code: 'not-signed-in' });
    const ctx = makeContext(db, { actor: (await makeUser(db)).actor });
    for (let count = 0; count < 30; count++) await createCompany(ctx, { ...PROFILE, slug: newSlug() });
    await assert.rejects(createCompany(ctx, { ...PROFILE, slug: newSlug() }), { code: 'too-many-attempts' });
  });

  test('an address is taken from the name, and one that is taken gets a number', async () => {
    const { company, ctx } = await begin();
    const typed = `Kettle ${countedBytes(6).toString('hex')}`;
    const slug = typed.toLowerCase().replace(' ', '-');
    assert.deepEqual(await proposeAddress(ctx, { name: typed, slug: '' }), { slug, problem: null });
    await createCompany(ctx, { ...PROFILE, slug });
    assert.deepEqual(await proposeAddress(ctx, { name: typed, slug: ' ' }), { slug: `${slug}-2`, problem: null });
    assert.deepEqual(await proposeAddress(ctx, { name: '日本', slug: '' }), { slug: '', problem: null });
    assert.match((await proposeAddress(ctx, { name: '', slug: company.slug })).problem ?? '', /taken/);
    assert.match((await proposeAddress(ctx, { name: '', slug: 'app' })).problem ?? '', /kept for pages of Kept itself/);
    await assert.rejects(createCompany(ctx, { ...PROFILE, slug }), (error: { code: string; fields: { message: string }[] }) => {
      return error.code === 'already-exists' && error.fields[0]?.message === `This address is taken. “${slug}-2” is free.`;
    });
    await assert.rejects(proposeAddress(makeContext(ctx.db), { name: 'A', slug: '' }), { code: 'not-signed-in' });
  });

  test('a profile is changed as a whole, and its new days are counted at once', async () => {
    const { db, company, ctx } = await begin();
    await updateCompanyProfile(ctx, company.slug, { ...PROFILE, timeZone: 'Asia/Tokyo' });
    assert.deepEqual(await findCompanyBySlug(db, company.slug), {
      ...PROFILE,
      site: 'https://kettle.example/',
      timeZone: 'Asia/Tokyo',
      id: company.id,
      slug: company.slug,
      notice: null,
      createdAt: company.createdAt,
    });
    const bad = updateCompanyProfile(ctx, company.slug, { ...PROFILE, name: '', country: 'XX', site: 'javascript:alert(1)' });
    await assert.rejects(bad, (error: { code: string; fields: { field: string }[] }) => {
      assert.deepEqual(error.fields.map(({ field }) => field).sort(), ['country', 'name', 'site']);
      return error.code === 'invalid-input';
    });
  });

  test('an address moves until something is published, and then stays', async () => {
    const { db, company, ctx } = await begin();
    const other = await makeCompany(db);
    await assert.rejects(changeCompanyAddress(ctx, company.slug, { slug: other.slug }), { code: 'already-exists' });
    await assert.rejects(changeCompanyAddress(ctx, company.slug, { slug: 'api' }), { code: 'invalid-input' });
    const slug = newSlug();
    await changeCompanyAddress(ctx, company.slug, { slug });
    assert.equal((await findCompanyBySlug(db, slug))?.id, company.id);
    assert.equal(await findCompanyBySlug(db, company.slug), undefined);
    await publishVersion(db, company.id, { number: 1, effectiveAt: TEST_NOW, content: sampleAgreement() });
    await assert.rejects(changeCompanyAddress(ctx, slug, { slug: newSlug() }), { code: 'address-fixed' });
  });

  test('only an owner moves the address', async () => {
    const { db, company } = await begin();
    const admin = await makeMember(db, company.id, 'admin');
    const attempt = changeCompanyAddress(makeContext(db, { actor: admin.actor }), company.slug, { slug: newSlug() });
    await assert.rejects(attempt, { code: 'not-allowed' });
  });

  test('a logo is kept as it came, replaced and taken away', async () => {
    const { db, company, ctx } = await begin();
    await setCompanyLogo(ctx, company.slug, { logo: makePngHead(64, 64) });
    const { digest } = await setCompanyLogo(ctx, company.slug, { logo: new Uint8Array(makePngHead(128, 64)) });
    assert.deepEqual(await findCompanyLogo(db, company.slug), { content: makePngHead(128, 64), contentType: 'image/png', digest });
    assert.equal((await listMyCompanies(db, company.owner.id))[0]?.logoDigest, digest);
    await removeCompanyLogo(ctx, company.slug, {});
    assert.equal(await findCompanyLogo(db, company.slug), undefined);
  });

  test('what is no fitting picture is refused at its field', async () => {
    const { company, ctx } = await begin();
    for (const logo of [new Uint8Array(), Buffer.from('<svg/>'), makePngHead(8, 8)]) {
      await assert.rejects(setCompanyLogo(ctx, company.slug, { logo }), (error: { code: string; fields: { field: string }[] }) => {
        return error.code === 'invalid-input' && error.fields[0]?.field === 'logo';
      });
    }
  });
});

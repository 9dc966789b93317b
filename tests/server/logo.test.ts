import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setCompanyLogo } from '../../src/commands/set-company-logo.ts';
import { makeCompany, makeContext } from '../support/context.ts';
import { onEachDatabase } from '../support/database.ts';
import { makePngHead } from '../support/picture.ts';
import { type ServedApp, serveApp } from '../support/served-app.ts';

onEachDatabase('server/logo', (open) => {
  let served: ServedApp | undefined;
  after(() => served?.close());
  const begin = async () => {
    const database = await open();
    served ??= await serveApp(database);
    const company = await makeCompany(database.db);
    const ctx = makeContext(database.db, { actor: company.owner.actor });
    const get = (init?: RequestInit) => fetch(`${served?.url}/logo/${company.slug}`, init);
    return { company, ctx, get };
  };

  test('a logo is answered as the picture it is, and as nothing else', async () => {
    const { company, ctx, get } = await begin();
    const { digest } = await setCompanyLogo(ctx, company.slug, { logo: makePngHead(64, 64) });
    const response = await get();
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('content-type'), 'image/png');
    assert.equal(response.headers.get('x-content-type-options'), 'nosniff');
    assert.equal(response.headers.get('content-security-policy'), "default-src 'none'; sandbox");
    assert.equal(response.headers.get('etag'), `"${digest}"`);
    assert.deepEqual(Buffer.from(await response.arrayBuffer()), makePngHead(64, 64));
  });

  test('who has it already is told so, until it changes', async () => {
    const { company, ctx, get } = await begin();
    const { digest } = await setCompanyLogo(ctx, company.slug, { logo: makePngHead(64, 64) });
    const known = { headers: { 'If-None-Match': `"other", W/"${digest}"` } };
    const unchanged = await get(known);
    assert.deepEqual([unchanged.status, await unchanged.text()], [304, '']);
    await setCompanyLogo(ctx, company.slug, { logo: makePngHead(65, 65) });
    assert.equal((await get(known)).status, 200);
  });

  test('a company without a logo, or none at all, has none', async () => {
    const { get } = await begin();
    assert.equal((await get()).status, 404);
    assert.equal((await fetch(`${served?.url}/logo/no-such-company`)).status, 404);
    assert.equal((await get({ method: 'POST' })).status, 405);
  });
});

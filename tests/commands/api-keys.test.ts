import assert from 'node:assert/strict';
import { test } from 'node:test';
import { authenticateApiKey } from '../../src/commands/authenticate-api-key.ts';
import { createApiKey } from '../../src/commands/create-api-key.ts';
import { createSource } from '../../src/commands/create-source.ts';
import { noteApiKeyUse } from '../../src/commands/note-api-key-use.ts';
import { revokeApiKey } from '../../src/commands/revoke-api-key.ts';
import { listSources } from '../../src/store/source.ts';
import { makeCompany, makeContext } from '../support/context.ts';
import { onEachDatabase } from '../support/database.ts';

onEachDatabase('commands/api-keys', (open) => {
  const prepare = async () => {
    const { db } = await open();
    const company = await makeCompany(db);
    const ctx = makeContext(db, { actor: company.owner.actor });
    const { sourceId } = await createSource(ctx, company.slug, { name: 'Help desk' });
    return { db, company, ctx, sourceId };
  };

  test('a key is shown once and kept as a hash', async () => {
    const { db, company, ctx, sourceId } = await prepare();
    const { key, keyId, prefix } = await createApiKey(ctx, company.slug, { sourceId, name: 'Server' });
    assert.match(key, /^kept_[A-Za-z0-9_-]{43}$/);
    const row = await db.selectFrom('api_key').selectAll().where('id', '=', keyId).executeTakeFirstOrThrow();
    assert.ok(key.startsWith(prefix) && prefix.length < 20);
    const audit = await db.selectFrom('audit_entry').select('detail').where('company_id', '=', company.id).execute();
    assert.ok(!JSON.stringify([row, audit]).includes(key.slice(prefix.length)));
    const { actor, isUseDue } = await authenticateApiKey(ctx, key);
    assert.deepEqual(actor, { kind: 'api-key', keyId, companyId: company.id, sourceId });
    assert.equal(isUseDue, true);
  });

  test('the last use is due once a minute', async () => {
    const { company, ctx, sourceId } = await prepare();
    const { key } = await createApiKey(ctx, company.slug, { sourceId, name: 'Server' });
    await noteApiKeyUse(ctx, (await authenticateApiKey(ctx, key)).actor);
    const isDueAfter = async (seconds: number) => (await authenticateApiKey({ ...ctx, now: ctx.now + seconds }, key)).isUseDue;
    assert.deepEqual([await isDueAfter(0), await isDueAfter(59), await isDueAfter(60)], [false, false, true]);
  });

  test('a revoked key is told apart from one that never was, and is revoked once', async () => {
    const { company, ctx, sourceId } = await prepare();
    const { key, keyId } = await createApiKey(ctx, company.slug, { sourceId, name: 'Server' });
    const stranger = await prepare();
    await assert.rejects(revokeApiKey(stranger.ctx, stranger.company.slug, { keyId }), { code: 'not-found' });
    await authenticateApiKey(ctx, key);
    await revokeApiKey(ctx, company.slug, { keyId });
    await assert.rejects(authenticateApiKey(ctx, key), { code: 'revoked-api-key' });
    await assert.rejects(revokeApiKey(ctx, company.slug, { keyId }), { code: 'not-found' });
    for (const wrong of [undefined, '', 'kept_', `kept_${'x'.repeat(43)}`, `${key}x`, key.toUpperCase()]) {
      await assert.rejects(authenticateApiKey(ctx, wrong), { code: 'wrong-api-key' });
    }
  });

  test('a key belongs to a source of the same company that takes calls', async () => {
    const { company, ctx, sourceId } = await prepare();
    const stranger = await prepare();
    const { sourceId: files } = await createSource(ctx, company.slug, { kind: 'import', name: 'Files' });
    await assert.rejects(createApiKey(ctx, company.slug, { sourceId: files, name: 'Server' }), { code: 'invalid-input' });
    await assert.rejects(createApiKey(ctx, company.slug, { sourceId: 99, name: 'Server' }), { code: 'not-found' });
    await assert.rejects(createApiKey(stranger.ctx, company.slug, { sourceId, name: 'Server' }), { code: 'not-found' });
    await assert.rejects(createApiKey(ctx, company.slug, { sourceId, name: ' ' }), { code: 'invalid-input' });
  });

  test('sources have names of their own and are reported', async () => {
    const { db, company, ctx } = await prepare();
    await assert.rejects(createSource(ctx, company.slug, { name: ' Help desk ' }), { code: 'already-exists' });
    await createSource(ctx, company.slug, { name: 'Shop' });
    assert.deepEqual(
      (await listSources(db, company.id)).map(({ id, kind, name, evidence }) => [id, kind, name, evidence]),
      [
        [1, 'api', 'Help desk', 'reported'],
        [2, 'api', 'Shop', 'reported'],
      ],
    );
  });
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { insertAuditEntry } from '../../src/store/audit-entry.ts';
import type { Database } from '../../src/store/database.ts';
import { listAuditActors, readAuditLog } from '../../src/views/read-audit-log.ts';
import { makeCompany, makeMember, TEST_NOW } from '../support/context.ts';
import { onEachDatabase } from '../support/database.ts';

const DAY = 86_400;
const ALL = { who: '', what: '', from: '', to: '' };

/** A company whose log holds seven entries, a day apart: by its owner in turn with the system. */
async function makeLog(db: Database) {
  const company = await makeCompany(db);
  for (let day = 0; day < 7; day += 1) {
    const actor = day % 2 === 0 ? { kind: 'user', userId: company.owner.id } : { kind: 'system' };
    const action = day < 5 ? 'update-company-profile' : 'discard-import';
    await insertAuditEntry(db, { companyId: company.id, at: TEST_NOW + day * DAY, actor, action, detail: { name: `Name ${day}` } });
  }
  return company;
}

onEachDatabase('views/read-audit-log', (open) => {
  test('pages lead through all entries once, the newest first', async () => {
    const { db } = await open();
    const company = await makeLog(db);
    await makeLog(db);
    const found: string[] = [];
    let before: number | undefined;
    do {
      const page = await readAuditLog(db, company, ALL, { before, limit: 3 });
      found.push(...page.entries.map(({ words }) => words));
      before = page.next;
    } while (before !== undefined);
    const saved = [4, 3, 2, 1, 0].map((day) => `Saved the company’s profile as “Name ${day}”`);
    assert.deepEqual(found, ['Discarded an import', 'Discarded an import', ...saved]);
  });

  test('is narrowed by who, what and the days of the company', async () => {
    const { db } = await open();
    const company = await makeLog(db);
    const days = async (filter: Partial<typeof ALL>) =>
      (await readAuditLog(db, company, { ...ALL, ...filter }, { limit: 10 })).entries.map(({ at }) => (at - TEST_NOW) / DAY);
    assert.deepEqual(await days({ who: 'system' }), [5, 3, 1]);
    assert.deepEqual(await days({ who: `user:${company.owner.id}` }), [6, 4, 2, 0]);
    assert.deepEqual(await days({ who: 'user:another' }), []);
    assert.deepEqual(await days({ what: 'discard-import' }), [6, 5]);
    assert.deepEqual(await days({ from: '2026-03-03', to: '2026-03-04' }), [2, 1]);
    assert.deepEqual(await days({ from: '2026-03-03', who: 'system', what: 'update-company-profile' }), [3, 1]);
  });

  test('names who acted and whom it was about', async () => {
    const { db } = await open();
    const company = await makeLog(db);
    const member = await makeMember(db, company.id, 'agent');
    await db.updateTable('user_account').set({ name: '=Ada' }).where('id', '=', member.id).execute();
    const detail = { userId: member.id, before: 'agent', role: 'editor' };
    await insertAuditEntry(db, { companyId: company.id, at: TEST_NOW, actor: { kind: 'system' }, action: 'change-member-role', detail });
    const { entries } = await readAuditLog(db, company, ALL, { limit: 1 });
    assert.deepEqual([entries[0]?.who, entries[0]?.words], ['Kept', 'Changed the role of “=Ada” from agent to editor']);
    const actors = await listAuditActors(db, company.id);
    assert.deepEqual(actors.map(({ value }) => value).sort(), ['system', `user:${company.owner.id}`].sort());
  });

  test('the database refuses to change or remove an entry', async () => {
    const { db } = await open();
    const company = await makeLog(db);
    const refused = /immutable/;
    await assert.rejects(db.updateTable('audit_entry').set({ action: 'x' }).where('company_id', '=', company.id).execute(), refused);
    await assert.rejects(db.deleteFrom('audit_entry').where('company_id', '=', company.id).execute(), refused);
    await assert.rejects(sql`truncate audit_entry`.execute(db), refused);
    assert.equal((await readAuditLog(db, company, ALL, { limit: 10 })).entries.length, 7);
  });
});

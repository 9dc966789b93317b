import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { recordEvents } from '../../src/commands/record-events.ts';
import { AUTHOR_RETENTION_DAYS } from '../../src/domain/conversation/author-retention.ts';
import { prune } from '../../src/server/prune.ts';
import { UploadFolder } from '../../src/server/upload-folder.ts';
import { insertImportRun } from '../../src/store/import-run.ts';
import { makeCompany, makeContext, TEST_NOW } from '../support/context.ts';
import { onEachDatabase } from '../support/database.ts';
import { makeMeasuredCompany } from '../support/measured-company.ts';

const DAY = 86_400;

onEachDatabase('server/prune', (open) => {
  test('an upload that nobody started is thrown away after two days, with its file', async () => {
    const { db } = await open();
    const company = await makeCompany(db);
    const folder = mkdtempSync(join(tmpdir(), 'kept-uploads-'));
    const uploads = new UploadFolder(folder);
    for (const [id, startedAt] of [['old-upload', TEST_NOW - 3 * DAY] as const, ['new-upload', TEST_NOW - DAY] as const]) {
      await uploads.save(id, (async function* () {})());
      const run = { companyId: company.id, id, fileName: 'a.csv', form: {}, headings: [], byteCount: 0, startedAt, startedBy: null };
      await db.transaction().execute((trx) => insertImportRun(trx, run));
    }
    await prune(db, uploads, TEST_NOW);

    const left = await db.selectFrom('import_run').select('id').where('company_id', '=', company.id).execute();
    assert.deepEqual(left, [{ id: 'new-upload' }]);
    assert.deepEqual(readdirSync(folder), ['new-upload.csv']);
  });

  test('authors are forgotten when their time is over, and their events stay', async () => {
    const { db } = await open();
    const { scope } = await makeMeasuredCompany(db);
    const record = (id: string, now: number) => {
      const event = { id, conversation: id, channel: 'x', type: 'customer-message', at: now - 60, author: '@someone' };
      return recordEvents(makeContext(db, { actor: { kind: 'system' }, now }), scope, [event]);
    };
    await record('old', TEST_NOW - AUTHOR_RETENTION_DAYS * DAY - 1);
    await record('new', TEST_NOW - AUTHOR_RETENTION_DAYS * DAY + 1);
    await prune(db, new UploadFolder(mkdtempSync(join(tmpdir(), 'kept-uploads-'))), TEST_NOW);

    const events = await db
      .selectFrom('event')
      .select(['id', 'author_hash'])
      .where('company_id', '=', scope.companyId)
      .orderBy('id')
      .execute();
    assert.deepEqual(
      events.map(({ id, author_hash: hash }) => [id, hash === null]),
      [
        ['new', false],
        ['old', true],
      ],
    );
  });
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { beginImport } from '../../src/commands/begin-import.ts';
import { checkImport } from '../../src/commands/check-import.ts';
import type { Uploads } from '../../src/commands/context.ts';
import type { ImportProgress } from '../../src/commands/import-csv.ts';
import { csvForm } from '../../src/commands/import-form.ts';
import { runImport } from '../../src/commands/run-import.ts';
import { startImport } from '../../src/commands/start-import.ts';
import { HOUR_SECONDS } from '../../src/domain/instant.ts';
import { findImportRun } from '../../src/store/import-run.ts';
import { countedBytes, makeContext, TEST_NOW } from '../support/context.ts';
import { onEachDatabase } from '../support/database.ts';
import { makeMeasuredCompany } from '../support/measured-company.ts';
import { readRecorded } from '../support/recorded.ts';

/** Small, so that little is read ahead of what is recorded. */
const CHUNK_BYTES = 4_096;

/** Uploaded files in memory. `cutAfter` ends the reading of the next one with a failure, as a killed process does. */
class MemoryUploads implements Uploads {
  readonly files = new Map<string, Buffer>();
  cutAfter: number | undefined;

  async save(id: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
    this.files.set(id, Buffer.concat(await Array.fromAsync(bytes)));
  }

  async *open(id: string, from: number): AsyncIterable<Uint8Array> {
    const file = this.files.get(id)?.subarray(from) ?? Buffer.alloc(0);
    const end = this.cutAfter ?? file.length;
    this.cutAfter = undefined;
    for (let at = 0; at < end; at += CHUNK_BYTES) yield file.subarray(at, Math.min(at + CHUNK_BYTES, end));
    if (end < file.length) throw new Error('killed');
  }

  async remove(id: string): Promise<void> {
    this.files.delete(id);
  }
}

const timeOf = (index: number) => new Date((TEST_NOW - 20 * 86_400 + index) * 1000).toISOString();

onEachDatabase('commands on imports', (open) => {
  const begin = async () => {
    const { db } = await open();
    const company = await makeMeasuredCompany(db);
    const owner = makeContext(db, { actor: company.owner.actor });
    const system = makeContext(db, { actor: { kind: 'system' } });
    const uploads = new MemoryUploads();
    const upload = async (text: string) => {
      const importId = countedBytes(9).toString('hex');
      const bytes = Buffer.from(text);
      uploads.files.set(importId, bytes);
      const openFile = () => uploads.open(importId, 0);
      await beginImport(owner, company.slug, { importId, fileName: 'cases.csv', byteCount: bytes.length, open: openFile });
      const find = async () => {
        const run = await findImportRun(db, company.id, importId);
        assert.ok(run !== undefined);
        return { ...run, progress: run.progress as ImportProgress, form: csvForm.parse(run.form) };
      };
      const start = async () => startImport(owner, company.slug, { importId, form: (await find()).form, source: 'Old cases' });
      const check = async () => checkImport(owner, company.slug, { importId, form: (await find()).form, open: openFile });
      /** Works as the queue does, until there is nothing more to do. */
      const work = async () => {
        const runs = async () => (await find()).state === 'running';
        while (await runs()) await runImport(system, { companyId: company.id, importId }, uploads);
        return find();
      };
      return { importId, find, start, check, work, runOnce: () => runImport(system, { companyId: company.id, importId }, uploads) };
    };
    return { db, company, uploads, upload };
  };

  const CASES = `Case ID;Opened at;First reply at;Channel
1;${timeOf(0)};${timeOf(60)};x
2;${timeOf(10)};;X
3;yesterday;;x
4;${timeOf(20)};${timeOf(5)};x
5;${timeOf(30)};;pigeon post
`;

  test('a file is proposed how to read, checked without recording, and imported with what is wrong by row', async () => {
    const { db, company, uploads, upload } = await begin();
    const file = await upload(CASES);
    const { form } = await file.find();
    assert.equal(form.delimiter, ';');
    assert.deepEqual(form.columns, { id: 0, channel: 3, 'asked-at': 1, 'answered-at': 2 });

    const problems = (progress: ImportProgress) => progress.problems.map(({ row, column }) => [row, column]);
    const expected = [
      [4, 'Opened at'],
      [5, 'First reply at'],
      [6, 'Channel'],
    ];
    const checked = await file.check();
    assert.deepEqual([checked.recorded, checked.rejected], [3, 3]);
    assert.deepEqual(problems(checked), expected);
    assert.equal((await db.selectFrom('event').select('id').where('company_id', '=', company.id).execute()).length, 0);

    await file.start();
    const done = await file.work();
    assert.equal(done.state, 'done');
    assert.deepEqual([done.progress.recorded, done.progress.duplicates, done.progress.rejected], [3, 0, 3]);
    assert.deepEqual(problems(done.progress), expected);
    assert.equal(uploads.files.size, 0);
    const { obligations } = await readRecorded(db, { companyId: company.id, sourceId: done.sourceId ?? 0 });
    assert.deepEqual(
      obligations.filter(({ commitment_id }) => commitment_id === 'x-first').map(({ waited_seconds }) => waited_seconds),
      [60, null],
    );
  });

  test('the same file again changes nothing', async () => {
    const { upload } = await begin();
    for (const expected of [
      [3, 0],
      [0, 3],
    ]) {
      const file = await upload(CASES);
      await file.start();
      const { progress } = await file.work();
      assert.deepEqual([progress.recorded, progress.duplicates], expected);
    }
  });

  test('an import that was cut off goes on where it was, and records every row once', async () => {
    const { db, company, uploads, upload } = await begin();
    const rows = 21_000;
    const lines = Array.from({ length: rows }, (_, index) => `${index},${timeOf(index)},"two\n${index}",x`);
    const file = await upload(`case id,opened at,remark,channel\r\n${lines.join('\r\n')}\r\n`);
    await file.start();
    uploads.cutAfter = 500_000;
    await assert.rejects(file.runOnce(), /killed/);
    const cut = await file.find();
    assert.equal(cut.state, 'running');
    assert.ok(cut.progress.recorded > 0 && cut.progress.recorded < rows);

    const { state, progress, sourceId } = await file.work();
    assert.equal(state, 'done');
    assert.deepEqual([progress.rows, progress.recorded + progress.duplicates, progress.rejected], [rows + 1, rows, 0]);
    assert.equal((await readRecorded(db, { companyId: company.id, sourceId: sourceId ?? 0 })).events, rows);
  });

  test('a file that turns out not to be text ends the import with the reason', async () => {
    const { uploads, upload } = await begin();
    const file = await upload(CASES);
    await file.start();
    uploads.files.set(file.importId, Buffer.from('id;opened at\nü;2026', 'latin1'));
    const { state, progress } = await file.work();
    assert.equal(state, 'failed');
    assert.match(progress.problems.at(-1)?.message ?? '', /not encoded as UTF-8/);
  });

  test('what happened more than five minutes from now is refused by row', async () => {
    const { upload } = await begin();
    const file = await upload(`case id,opened at,channel\n1,${new Date((TEST_NOW + HOUR_SECONDS) * 1000).toISOString()},x\n`);
    const checked = await file.check();
    assert.deepEqual([checked.recorded, checked.rejected, checked.problems[0]?.row], [0, 1, 2]);
  });
});

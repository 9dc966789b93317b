import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { sql } from 'kysely';
import { commitLate } from '../../src/store/commit-late.ts';
import { openDatabase } from '../../src/store/database.ts';

test('commits wait for the disk again when the work has ended, well or not, and its own failure is told', async (context) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'kept-late-'));
  const database = await openDatabase({ dataDir });
  context.after(async () => {
    await database.close();
    rmSync(dataDir, { recursive: true });
  });
  const readSetting = async () =>
    (await sql<{ synchronous_commit: string }>`show synchronous_commit`.execute(database.db)).rows[0]?.synchronous_commit;
  assert.equal(await commitLate(database, readSetting), 'off');
  assert.equal(await readSetting(), 'on');
  await assert.rejects(
    commitLate(database, () => Promise.reject(new Error('no more rows'))),
    /no more rows/,
  );
  assert.equal(await readSetting(), 'on');
  const breaking = commitLate(database, async () => {
    await database.close();
    throw new Error('the disk is full');
  });
  await assert.rejects(breaking, /the disk is full/);
});

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, mock, test } from 'node:test';
import { PGlite } from '@electric-sql/pglite';
import { DURABLE_START_PARAMETERS, DurableNodeFs } from '../../src/store/embedded/durable-node-fs.ts';

describe('the file system of the embedded database', {
  skip: process.platform !== 'linux' && 'needs /proc to see which file is meant',
}, () => {
  const folder = fs.mkdtempSync(join(tmpdir(), 'kept-durable-'));
  const synced: string[] = [];
  let pglite: PGlite;

  before(async () => {
    const fsyncSync = fs.fsyncSync;
    mock.method(fs, 'fsyncSync', (descriptor: number) => {
      synced.push(fs.readlinkSync(`/proc/self/fd/${descriptor}`));
      fsyncSync(descriptor);
    });
    pglite = await PGlite.create({ fs: new DurableNodeFs(join(folder, 'pglite')), startParams: DURABLE_START_PARAMETERS });
    await pglite.exec('create table fact (id int primary key)');
  });
  after(async () => {
    mock.restoreAll();
    await pglite.close();
    fs.rmSync(folder, { recursive: true });
  });

  test('has the log on the disk before a commit returns', async () => {
    synced.length = 0;
    await pglite.query('insert into fact values (1)');
    assert.ok(
      synced.some((path) => path.includes('/pg_wal/')),
      `synced: ${synced.join(', ') || 'nothing'}`,
    );
  });

  test('writes nothing to the disk for a statement that only reads', async () => {
    synced.length = 0;
    await pglite.query('select * from fact');
    assert.deepEqual(synced, []);
  });

  test('has the tables on the disk before a checkpoint ends', async () => {
    const { rows } = await pglite.query<{ path: string }>("select pg_relation_filepath('fact') as path");
    synced.length = 0;
    await pglite.exec('insert into fact values (2); checkpoint');
    assert.ok(
      synced.some((path) => path.endsWith(rows[0]?.path ?? '?')),
      `synced: ${synced.join(', ')}`,
    );
  });

  test('finds a file that was not there when it was looked for first', async () => {
    const read = (path: string) => pglite.query<{ text: string | null }>('select pg_read_file($1, true) as text', [path]);
    assert.equal((await read('later.txt')).rows[0]?.text, null);
    fs.writeFileSync(join(folder, 'pglite/later.txt'), 'here');
    assert.equal((await read('later.txt')).rows[0]?.text, 'here');
  });
});

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { PGlite } from '@electric-sql/pglite';
import { keepCheckpoints } from '../../../src/store/embedded/keep-checkpoints.ts';

describe('checkpoints of the embedded database', () => {
  let pglite: PGlite;
  before(async () => {
    pglite = await PGlite.create();
    await pglite.exec('create table fact (text text)');
  });
  after(() => pglite.close());

  const write = () => pglite.exec("insert into fact select repeat('x', 100) from generate_series(1, 10000)");
  const findRedo = async () => {
    const { rows } = await pglite.query<{ redo: string }>('select redo_lsn::text as redo from pg_control_checkpoint()');
    return rows[0]?.redo;
  };

  /** Keeps checkpoints until it has looked at the log three times, and returns what it did otherwise. */
  async function look(mostLogBytes: number): Promise<string[]> {
    const asked: string[] = [];
    let looks = 0;
    await new Promise<void>((resolve) => {
      const stop = keepCheckpoints(
        async (sql) => {
          if (!sql.startsWith('select')) asked.push(sql);
          else if (++looks > 3) {
            stop();
            resolve();
          }
          return pglite.query<{ bytes: number }>(sql);
        },
        { lookMilliseconds: 1, mostLogBytes },
      );
    });
    return asked;
  }

  test('there is none by itself, however much is written', async () => {
    const before = await findRedo();
    await write();
    assert.equal(await findRedo(), before);
  });

  test('there is one when the log has grown enough, and then no other', async () => {
    await write();
    const before = await findRedo();
    assert.deepEqual(await look(500_000), ['checkpoint']);
    assert.notEqual(await findRedo(), before);
  });

  test('there is none while the log is short', async () => {
    await write();
    assert.deepEqual(await look(100_000_000), []);
  });

  test('a database that fails is asked again', async () => {
    let asked = 0;
    await new Promise<void>((resolve) => {
      const stop = keepCheckpoints(
        async () => {
          if (++asked === 3) {
            stop();
            resolve();
          }
          throw new Error('busy');
        },
        { lookMilliseconds: 1, mostLogBytes: 1 },
      );
    });
    assert.equal(asked, 3);
  });
});

import assert from 'node:assert/strict';
import { createReadStream, readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { createGunzip } from 'node:zlib';
import { readTwcs } from '../../../src/sources/twcs/read-twcs.ts';
import { TwcsIndex } from '../../../src/sources/twcs/twcs-index.ts';
import type { OpenDatabase } from '../../../src/store/database.ts';
import { TEST_NOW } from '../../support/context.ts';
import { openPgliteCopy } from '../../support/database.ts';
import { findDifferences } from './find-differences.ts';
import { measureTwcs } from './measure-twcs.ts';

const SEEDS = new URL('../../../db/seeds/twcs/', import.meta.url);
const oracle = JSON.parse(readFileSync(new URL('../../golden/twcs-oracle.json', import.meta.url), 'utf8'));

describe('real conversations', () => {
  const index = new TwcsIndex();
  let database: OpenDatabase;

  before(async () => {
    for (const name of ['tweets.csv.gz', 'reply-pairs.csv.gz']) {
      await readTwcs(createReadStream(new URL(name, SEEDS)).pipe(createGunzip()), index, () => {});
    }
    database = await openPgliteCopy();
  });
  after(async () => {
    index.close();
    await database.close();
  });

  test('imported and judged, they give every figure that was computed independently', async () => {
    const figures = await measureTwcs(database.db, index, TEST_NOW);
    const { compared, differences } = findDifferences(oracle, figures);
    assert.deepEqual(differences, []);
    assert.ok(compared > 800, `${compared} figures`);
    assert.equal(Object.keys(figures.reply_pairs).length, 105);
  });
});

import assert from 'node:assert/strict';
import { createReadStream, readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { createGunzip } from 'node:zlib';
import { sql } from 'kysely';
import { HOUR_SECONDS } from '../../../src/domain/instant.ts';
import { readTwcs } from '../../../src/sources/twcs/read-twcs.ts';
import { TwcsIndex } from '../../../src/sources/twcs/twcs-index.ts';
import type { OpenDatabase } from '../../../src/store/database.ts';
import { checkReport } from '../../support/check-report.ts';
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

  test('the reports of these companies say what their pages, the API and SQL written by hand say', async () => {
    const { rows } = await sql<{ slug: string; lastAt: number }>`
      select slug, max(asked_at)::int8 as "lastAt" from company join obligation on company_id = company.id group by slug`.execute(
      database.db,
    );
    let decided = 0;
    for (const { slug, lastAt } of rows) decided += await checkReport(database.db, slug, '12m', lastAt + HOUR_SECONDS);
    assert.ok(rows.length > 50 && decided > 10_000, `${decided} decided messages of ${rows.length} companies`);
  });
});

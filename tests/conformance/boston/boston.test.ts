import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { readCompanyFigures } from '../../../src/views/company-figures.ts';
import { checkReport } from '../../support/check-report.ts';
import { TEST_NOW } from '../../support/context.ts';
import { onEachDatabase } from '../../support/database.ts';
import { findCityDifferences } from './find-city-differences.ts';
import { measureBoston } from './measure-boston.ts';
import { CITY_ZONE } from './read-requests.ts';

/** Facts of the City of Boston (Public Domain Dedication and License 1.0), without what this test does not need. */
const FILE = fileURLToPath(new URL('./boston311-2011h2.csv.gz', import.meta.url));
const oracle = JSON.parse(readFileSync(new URL('../../golden/boston311-oracle.json', import.meta.url), 'utf8'));

onEachDatabase('service requests of a city', (open) => {
  test('each held to its own time, they give every count that was made independently', async () => {
    const { db } = await open();
    const figures = await measureBoston(db, 'boston', FILE, TEST_NOW);
    const { compared, differences } = findCityDifferences(oracle, { h2_2011: figures });
    assert.deepEqual(differences, []);
    assert.equal(compared, 40);

    // What the page, the badge and the API would say at the end of that year.
    const company = await db.selectFrom('company').select('id').where('slug', '=', 'boston').executeTakeFirstOrThrow();
    const asked = Date.parse('2026-01-01T05:00:00Z') / 1000;
    const { commitments } = await readCompanyFigures(db, { id: company.id, timeZone: CITY_ZONE }, '12m', asked);
    assert.equal(commitments.length, Object.keys(figures.by_source).length);
    assert.ok(commitments.every(({ sentence }) => sentence.includes('within the time named for it')));
    assert.ok((await checkReport(db, 'boston', '12m', Date.parse('2012-01-01T05:00:00Z') / 1000)) > 10_000);
  });
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findKeptPart, type Standing } from '../../src/domain/company/standing.ts';
import { countVerdicts } from '../../src/domain/compliance/overall.ts';
import type { Verdict } from '../../src/domain/compliance/verdict.ts';
import { saveStanding } from '../../src/store/company-standing.ts';
import type { Database } from '../../src/store/database.ts';
import { type CompanySearch, listCompanies } from '../../src/views/list-companies.ts';
import { countedBytes, makeCompany, TEST_NOW } from '../support/context.ts';
import { onEachDatabase } from '../support/database.ts';
import { makeCommitment, makePromises, publishForTest } from '../support/promise.ts';

const makeStanding = (verdicts: Verdict[], decided: number, countedAt = TEST_NOW): Standing => ({
  overall: countVerdicts(verdicts),
  decided,
  promise: { channel: 'x', summary: 'within 1 hour, 9 of 10 times' },
  countedAt,
});

/** A word that no other company's name has. */
const newWord = () => `w${countedBytes(6).toString('hex')}`;

const search = (given: Partial<CompanySearch>): CompanySearch => ({ text: '', industry: '', country: '', after: null, ...given });

async function makeStandingCompany(db: Database, name: string, standing?: Standing) {
  const company = await makeCompany(db, { name });
  if (standing !== undefined) await saveStanding(db, company.id, standing);
  return company;
}

test('two of three promises kept are 666 thousandths, and without a verdict there is no part', () => {
  assert.equal(findKeptPart(makeStanding(['kept', 'kept-so-far', 'not-kept', 'too-few'], 100)), 666);
  assert.equal(findKeptPart(makeStanding(['too-few', 'stale'], 9)), -1);
});

onEachDatabase('views/list-companies', (open) => {
  test('the largest part kept comes first, then more messages; a few lucky messages never lead', async () => {
    const { db } = await open();
    const word = newWord();
    await makeStandingCompany(db, `${word} new`);
    await makeStandingCompany(db, `${word} lucky`, makeStanding(['too-few'], 9));
    await makeStandingCompany(db, `${word} broken`, makeStanding(['not-kept'], 9000));
    await makeStandingCompany(db, `${word} half`, makeStanding(['kept', 'not-kept'], 500));
    await makeStandingCompany(db, `${word} small`, makeStanding(['kept'], 12));
    await makeStandingCompany(db, `${word} large`, makeStanding(['kept-so-far', 'kept'], 800));

    const { companies, next } = await listCompanies(db, search({ text: word }));
    assert.deepEqual(
      companies.map(({ name }) => name.slice(word.length + 1)),
      ['large', 'small', 'half', 'broken', 'lucky', 'new'],
    );
    assert.equal(next, null);
    assert.equal(companies[0]?.standing?.overall.keeps, 2);
    assert.equal(companies[5]?.standing, null);
  });

  test('pages follow each other without a gap or a double, also where all are equal', async () => {
    const { db } = await open();
    const word = newWord();
    for (let index = 0; index < 7; index++) await makeStandingCompany(db, `${word} ${index}`, makeStanding(['kept'], 100));
    const seen: string[] = [];
    let after: string | null = null;
    let pages = 0;
    do {
      const page = await listCompanies(db, search({ text: word, after }), 3);
      seen.push(...page.companies.map(({ slug }) => slug));
      after = page.next;
      pages += 1;
    } while (after !== null);
    assert.equal(pages, 3);
    assert.equal(new Set(seen).size, 7);
  });

  test('finds by part of the name whatever the case, by site, by handle with and without @, and narrows', async () => {
    const { db } = await open();
    const word = newWord();
    const company = await makeCompany(db, {
      name: `The ${word.toUpperCase()} Company`,
      site: `https://${word}-site.example/`,
      industry: 'bank',
      country: 'AT',
    });
    const content = makePromises([makeCommitment({ channelId: `${word}-handle` })]);
    await publishForTest(db, company.id, { number: 1, content, effectiveAt: TEST_NOW });
    const find = async (given: Partial<CompanySearch>) => (await listCompanies(db, search(given))).companies.map(({ slug }) => slug);

    for (const text of [word, word.slice(2), `${word}-site.ex`, `@${word}-handle`, `${word}-HANDLE`]) {
      assert.deepEqual(await find({ text }), [company.slug], text);
    }
    assert.deepEqual(await find({ text: word, industry: 'bank', country: 'AT' }), [company.slug]);
    assert.deepEqual(await find({ text: word, industry: 'airline' }), []);
    assert.deepEqual(await find({ text: word, country: 'DE' }), []);
  });

  test('signs that search patterns use are letters like any other, and a key that is none is ignored', async () => {
    const { db } = await open();
    const word = newWord();
    const company = await makeStandingCompany(db, `${word} 100% \\ fair_play`);
    const find = async (given: Partial<CompanySearch>) => (await listCompanies(db, search(given))).companies.map(({ slug }) => slug);
    assert.deepEqual(await find({ text: `${word} 100% \\ fair_` }), [company.slug]);
    assert.deepEqual(await find({ text: `${word}_100` }), []);
    assert.deepEqual(await find({ text: word, after: '1.2.3; drop table company' }), [company.slug]);
    assert.deepEqual(await find({ text: word, after: '' }), [company.slug]);
  });

  test('an older count never overwrites a later one', async () => {
    const { db } = await open();
    const word = newWord();
    const { id } = await makeStandingCompany(db, word, makeStanding(['kept'], 50, TEST_NOW + 60));
    await saveStanding(db, id, makeStanding(['not-kept'], 40, TEST_NOW));
    const { companies } = await listCompanies(db, search({ text: word }));
    assert.equal(companies[0]?.standing?.decided, 50);
  });
});

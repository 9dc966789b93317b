import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { INDUSTRY_CODES } from '../../src/domain/company/industry.ts';
import { findKeptPart, type Standing } from '../../src/domain/company/standing.ts';
import { countVerdicts } from '../../src/domain/compliance/overall.ts';
import type { Verdict } from '../../src/domain/compliance/verdict.ts';
import type { Instant } from '../../src/domain/instant.ts';
import type { Database } from '../../src/store/database.ts';
import { copyText } from './copy-text.ts';
import { SeededRandom } from './random.ts';

const TARGET =
  'company (slug, name, site, industry, country, time_zone, author_key, created_at, standing, kept_part, decided_messages, counted_at)';
const WORDS = ['North', 'River', 'Blue', 'Green', 'Star', 'Stone', 'Lake', 'Bright', 'Silver', 'Harbour', 'Cloud', 'Field'];
const TRADES = ['Bank', 'Foods', 'Air', 'Mobile', 'Energy', 'Books', 'Travel', 'Software', 'Health', 'Rail', 'Games', 'Shop'];
const COUNTRIES = ['DE', 'FR', 'GB', 'US', 'ES', 'IT', 'NL', 'PL', 'SE', 'BR'];
const VERDICTS: Verdict[] = ['kept', 'kept', 'kept-so-far', 'at-risk', 'not-kept', 'too-few'];
const ROWS_AT_ONCE = 20_000;

/** Adds companies that are in the directory and nothing else: each with a standing and a channel, none with messages. */
export async function fillDirectory(db: Database, count: number, now: Instant): Promise<void> {
  const random = new SeededRandom(1, 2, 3);
  for (let from = 0; from < count; from += ROWS_AT_ONCE) {
    const numbers = Array.from({ length: Math.min(ROWS_AT_ONCE, count - from) }, (_, index) => from + index);
    await copyText(db, TARGET, numbers.map((number) => toLine(number, random, now)).join(''));
  }
  await sql`
    insert into channel (company_id, id, kind, handle, created_at)
    select id, 'x', 'x', '@' || slug, created_at from company where slug like 'listed-%'`.execute(db);
}

function toLine(number: number, random: SeededRandom, now: Instant): string {
  const verdicts = Array.from({ length: 1 + random.below(6) }, () => random.pick(VERDICTS));
  const standing: Standing = {
    overall: countVerdicts(verdicts),
    decided: random.logNormalSeconds(400, 2),
    promise: { channel: 'x', summary: 'first answer within 1 hour' },
    countedAt: now,
  };
  const name = `${random.pick(WORDS)} ${random.pick(TRADES)} ${number}`;
  const profile = [`listed-${number}`, name, `https://listed-${number}.example`, random.pick(INDUSTRY_CODES), random.pick(COUNTRIES)];
  // A backslash would be COPY's own.
  const key = `\\\\x${randomBytes(32).toString('hex')}`;
  const counted = [JSON.stringify(standing), findKeptPart(standing), standing.decided, now];
  return `${[...profile, 'Europe/Berlin', key, now, ...counted].join('\t')}\n`;
}

import { sql } from 'kysely';
import type { NewRow } from '../../db/schema.ts';
import type { Instant } from '../../src/domain/instant.ts';
import { getDayClock, weekdayOf } from '../../src/domain/tally/day-clock.ts';
import type { Company } from '../../src/store/company.ts';
import type { Database } from '../../src/store/database.ts';
import { fillLively } from './lively-company.ts';
import { makeObligation, storeObligations } from './obligation.ts';

const LATE_ON_A_MONDAY = 14;

/**
 * Gives a company of Berlin what an executive's report is about: the messages of `fillLively`, with languages and followings, and on Monday
 * mornings many that WhatsApp answers too late.
 */
export async function fillReported(db: Database, company: Pick<Company, 'id' | 'timeZone'>, now: Instant, days = 60): Promise<void> {
  await fillLively(db, company, now, days);
  const clock = getDayClock(company.timeZone);
  const today = clock.dayOf(now);
  const rows: NewRow<'obligation'>[] = [];
  const { commitment_id, target_seconds } = await db
    .selectFrom('obligation')
    .select(['commitment_id', 'target_seconds'])
    .where('company_id', '=', company.id)
    .where('channel_id', '=', 'whatsapp')
    .where('metric', '=', 'first-response')
    .limit(1)
    .executeTakeFirstOrThrow();
  for (let day = today - days + 1; day < today - 7; day++) {
    if (weekdayOf(day) !== 0) continue;
    for (let index = 0; index < LATE_ON_A_MONDAY; index++) {
      const change = { asked_at: clock.startOf(day) + 8 * 3600 + index * 400, commitment_id, channel_id: 'whatsapp', target_seconds };
      rows.push(makeObligation(company.id, target_seconds + 600, change));
    }
  }
  await storeObligations(db, rows);
  await sql`
    update obligation set
      language = (array['de', 'de', 'en', 'en', 'en', 'fr', null])[1 + abs(hashtext(conversation_id)) % 7],
      audience = (array['<100', '<100', '100-1k', '100-1k', '1k-10k', '10k-100k', '>100k'])[1 + abs(hashtext(conversation_id || '.')) % 7]
    where company_id = ${company.id}`.execute(db);
}

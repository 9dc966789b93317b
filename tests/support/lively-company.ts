import type { NewRow } from '../../db/schema.ts';
import { getTemplate } from '../../src/domain/agreement/templates.ts';
import type { Instant } from '../../src/domain/instant.ts';
import type { Company } from '../../src/store/company.ts';
import type { Database } from '../../src/store/database.ts';
import { makeCompany } from './context.ts';
import { makeObligation, makeSource, storeObligations } from './obligation.ts';
import { publishForTest } from './promise.ts';

const DAY = 86_400;
const BATCH = 500;

/** How a channel of `makeLivelyCompany` does: the part answered in time, the usual wait as a part of the target, messages a day. */
const CONDUCT: Record<string, { kept: number; usual: number; daily: number }> = {
  x: { kept: 0.94, usual: 0.3, daily: 40 },
  whatsapp: { kept: 0.91, usual: 0.5, daily: 25 },
  phone: { kept: 0.66, usual: 0.6, daily: 30 },
  'web-form': { kept: 0.95, usual: 0.4, daily: 0.2 },
};

/**
 * An airline with its promises in force for a year and messages on four channels until `now`: enough of all sorts for its page to look as in
 * life. The same in each run.
 */
export async function makeLivelyCompany(
  db: Database,
  now: Instant,
  given: Partial<Omit<Company, 'id'>> & { days?: number } = {},
): Promise<Awaited<ReturnType<typeof makeCompany>>> {
  const { days = 60, ...profile } = given;
  const company = await makeCompany(db, { industry: 'airline', ...profile });
  await fillLively(db, company, now, days);
  return company;
}

/** Gives a company that promises nothing yet what `makeLivelyCompany` has. */
export async function fillLively(db: Database, company: Pick<Company, 'id' | 'timeZone'>, now: Instant, days = 60): Promise<void> {
  const template = getTemplate('airline').make({ timeZone: company.timeZone, reviewOn: '2027-03-02' });
  const content = {
    ...template,
    channels: template.channels.map((channel) => ({
      ...channel,
      handle: channel.kind === 'x' ? '@example' : '',
      url: 'https://example.com/write',
    })),
    owner: { ...template.owner, contact: 'care@example.com' },
  };
  await publishForTest(db, company.id, { number: 1, content, effectiveAt: now - 365 * DAY });
  await makeSource(db, company.id, { lastSeenAt: now - 60, channels: content.channels.map(({ id }) => id), evidence: 'connected' });
  const random = drawFrom(company.id);
  for (const commitment of content.commitments) {
    const conduct = CONDUCT[commitment.channelId];
    if (conduct === undefined) continue;
    const { id: commitment_id, channelId: channel_id, metric, targetSeconds: target_seconds } = commitment;
    const rows: NewRow<'obligation'>[] = [];
    const count = Math.round(conduct.daily * days * (metric === 'first-response' ? 1 : 0.4));
    for (let index = 0; index < count; index++) {
      const asked_at = atBusyHour(now - Math.floor(random() * days) * DAY, random);
      if (asked_at > now) continue;
      const isKept = random() < conduct.kept;
      const wait = isKept ? target_seconds * conduct.usual * random() ** 2 + 5 : target_seconds * (1 + 4 * random() ** 2);
      const answeredAfter = (!isKept && random() < 0.2) || asked_at + wait > now ? null : Math.ceil(wait);
      rows.push(makeObligation(company.id, answeredAfter, { asked_at, commitment_id, channel_id, metric, target_seconds }));
    }
    for (let from = 0; from < rows.length; from += BATCH) await storeObligations(db, rows.slice(from, from + BATCH));
  }
}

/** An instant of the day of `at`, more likely in the middle of it. */
function atBusyHour(at: Instant, random: () => number): Instant {
  const midnight = at - (at % DAY);
  return midnight + Math.floor(DAY * (0.1 + 0.42 * random() + 0.42 * random()));
}

/** Numbers from 0 to 1 that look random and are the same for the same seed (a linear congruential generator). */
function drawFrom(seed: number): () => number {
  let state = (seed * 2_654_435_761) % 2 ** 32;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

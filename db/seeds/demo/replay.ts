import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { DAY_SECONDS, type Instant, parseInstant } from '../../../src/domain/instant.ts';
import { readTwcs } from '../../../src/sources/twcs/read-twcs.ts';
import { type TwcsEvent, toEvents } from '../../../src/sources/twcs/to-events.ts';
import { type OpenedConversation, TwcsIndex } from '../../../src/sources/twcs/twcs-index.ts';
import { X_CHANNEL } from '../example-agreement.ts';
import { DEMO_COMPANIES } from './examples.ts';

const FACTS = new URL('../twcs/', import.meta.url);
/** Few tweets are older, and the promises of the examples begin here. */
export const FIRST: Instant = parseInstant('2017-10-20T00:00:00Z');
const LAST: Instant = parseInstant('2017-12-03T22:18:20Z');
const WEEK_SECONDS = 7 * DAY_SECONDS;

/**
 * By how much to move the tweets so that they end now, in whole weeks, which keeps each on its day of the week: the last ones lie up to a week
 * ahead and happen in the days to come.
 */
export function findShift(now: Instant): number {
  return Math.ceil((now - LAST) / WEEK_SECONDS) * WEEK_SECONDS;
}

/** The events of each company of the demonstration by its slug, moved by `shift` seconds, the earliest first. */
export async function readReplay(shift: number): Promise<Map<string, TwcsEvent[]>> {
  const index = new TwcsIndex();
  try {
    for (const name of ['tweets.csv.gz', 'reply-pairs.csv.gz']) {
      await readTwcs(createReadStream(new URL(name, FACTS)).pipe(createGunzip()), index, () => {});
    }
    return new Map(DEMO_COMPANIES.map(({ account, slug }) => [slug, listEvents(index, account, shift)]));
  } finally {
    index.close();
  }
}

/** Openings, and the other messages that were answered. Of some openings nobody can say whether they were; they are left out. */
function listEvents(index: TwcsIndex, account: string, shift: number): TwcsEvent[] {
  const conversations = new Map<string, OpenedConversation>();
  for (const conversation of index.listAnswered([account])) conversations.set(conversation.id, conversation);
  for (const conversation of index.listOpenings([account])) conversations.set(conversation.id, conversation);
  return [...conversations.values()]
    .filter(({ at, isObservable }) => at >= FIRST && isObservable)
    .flatMap((conversation) => toEvents(conversation, X_CHANNEL))
    .map((event) => ({ ...event, at: event.at + shift }))
    .sort((a, b) => a.at - b.at);
}

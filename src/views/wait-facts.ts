import type { AgreementVersion } from '../domain/agreement/agreement.ts';
import { nameChannel } from '../domain/agreement/channel-kind.ts';
import { compileCalendar } from '../domain/calendar/compile-calendar.ts';
import type { CompiledCalendar } from '../domain/calendar/compiled-calendar.ts';
import { commitmentClock, describeTarget } from '../domain/commitment/describe-commitment.ts';
import type { DurationClock } from '../domain/duration-text.ts';
import type { Reader } from './reader.ts';

/** What a source is called and where it shows its conversations, by its id. */
export type SourceFacts = ReadonlyMap<number, { readonly name: string; readonly link: string | null }>;

export async function readSourceFacts(db: Reader, companyId: number): Promise<SourceFacts> {
  const rows = await db.selectFrom('source').select(['id', 'name', 'conversation_link']).where('company_id', '=', companyId).execute();
  return new Map(rows.map(({ id, name, conversation_link }) => [id, { name, link: conversation_link }]));
}

/** What the version that judges a wait says of its promise. */
export interface PromiseFacts {
  readonly channelName: string;
  readonly within: string;
  readonly calendar: CompiledCalendar | null;
  readonly clock: DurationClock;
}

/** Looks up a promise, and compiles its calendar: ask once for each. */
export function findPromise(versions: readonly AgreementVersion[], number: number, commitmentId: string, channelId: string): PromiseFacts {
  const content = versions.find((version) => version.number === number)?.content;
  const channel = content?.channels.find(({ id }) => id === channelId);
  const commitment = content?.commitments.find(({ id }) => id === commitmentId);
  const channelName = channel === undefined ? channelId : nameChannel(channel);
  if (content === undefined || commitment === undefined) return { channelName, within: '', calendar: null, clock: 'elapsed' };
  const clock = commitmentClock(commitment, content);
  const calendar = content.calendars.find(({ id }) => id === commitment.clockCalendarId);
  return {
    channelName,
    within: ` within ${describeTarget(commitment, content)}`,
    calendar: calendar === undefined ? null : compileCalendar(calendar.rules),
    clock,
  };
}

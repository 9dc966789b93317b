import type { AgreementVersion } from '../../domain/agreement/agreement.ts';
import { type ChannelKind, nameChannel } from '../../domain/agreement/channel-kind.ts';
import { nameLanguage } from '../../domain/agreement/language.ts';
import { METRIC_NAMES } from '../../domain/commitment/describe-commitment.ts';
import { METRICS } from '../../domain/commitment/metric.ts';
import type { DurationClock } from '../../domain/duration-text.ts';
import type { Instant } from '../../domain/instant.ts';
import { type QueueFilter, UNKNOWN_LANGUAGE } from '../../domain/queue/queue-filter.ts';
import { formatQueuePlace, parseQueuePlace, type QueuePlace } from '../../domain/queue/queue-place.ts';
import { readTimeLeft, type TimeLeft } from '../../domain/queue/time-left.ts';
import { fillConversationLink } from '../../domain/source/conversation-link.ts';
import { readAgreementHistory } from '../read-agreement-history.ts';
import type { Reader } from '../reader.ts';
import { findPromise, type PromiseFacts, readSourceFacts, type SourceFacts } from '../wait-facts.ts';
import { countWaiting, sumWaiting, type WaitingCounts, type WaitingGroup } from './count-waiting.ts';
import { listWaiting, type WaitingRow } from './list-waiting.ts';

/** A row of the queue: one wait that a commitment covers and nobody ended yet. */
export interface QueueRow {
  /** Its place, the same for as long as it waits and its due instant stays. */
  readonly place: string;
  readonly conversationId: string;
  /** Where the source shows the conversation; undefined when nobody said. */
  readonly link: string | undefined;
  readonly sourceName: string;
  readonly channelName: string;
  /** `First answer within 1 hour`. */
  readonly promise: string;
  /** What the message is about, by its source's label. */
  readonly topic: string | null;
  readonly left: TimeLeft;
  /** Whether `left` counts opening hours only. */
  readonly clock: DurationClock;
  readonly askedAt: Instant;
  readonly dueAt: Instant | null;
  readonly breachAt: Instant | null;
  /** The name of a language. */
  readonly language: string | undefined;
  readonly audience: string | null;
}

/** Values that a filter can take, with their names. */
export interface QueueChoices {
  readonly channels: readonly { readonly value: string; readonly label: string }[];
  readonly metrics: readonly { readonly value: string; readonly label: string }[];
  readonly languages: readonly { readonly value: string; readonly label: string }[];
}

export interface Queue {
  readonly rows: readonly QueueRow[];
  /**
   * The place at which these rows end and after which the queue may go on: read again up to there, it shows the same stretch. Undefined
   * at the queue's end.
   */
  readonly end: string | undefined;
  readonly counts: WaitingCounts;
  readonly choices: QueueChoices;
}

export interface QueueRequest {
  readonly filter: QueueFilter;
  /** Places as they stand in an address; what is none is passed over. */
  readonly after: string | null;
  readonly through: string | null;
}

const PAGE_ROWS = 100;
/** A stretch that is read again may have grown meanwhile; one that grew beyond this is cut, and says that it goes on. */
const STRETCH_ROWS = 300;

/**
 * Reads a page of the queue: every obligation of the company that nobody answered yet, breached ones included. For agents and above: the
 * caller authorises.
 */
export async function readQueue(db: Reader, companyId: number, asked: QueueRequest, now: Instant): Promise<Queue> {
  const through = parseQueuePlace(asked.through);
  const most = through === undefined ? PAGE_ROWS : STRETCH_ROWS;
  const range = { filter: asked.filter, after: parseQueuePlace(asked.after), through, most: most + 1 };
  const found = await listWaiting(db, companyId, range, now);
  const groups = await countWaiting(db, companyId, now);
  const { versions, inForce } = await readAgreementHistory(db, companyId, now);
  const shown = found.slice(0, most);
  const goesOn = found.length > most;
  const last = goesOn ? shown.at(-1) : undefined;
  const describe = describeWith(versions, await readSourceFacts(db, companyId), now);
  return {
    rows: shown.map(describe),
    end: endOf(last ?? through),
    counts: sumWaiting(groups, asked.filter),
    choices: listChoices(versions, inForce, groups, asked.filter),
  };
}

const endOf = (place: QueuePlace | undefined) => (place === undefined ? undefined : formatQueuePlace(place));

/** Turns rows into what is shown; each promise is looked up, and its calendar compiled, once. */
function describeWith(versions: readonly AgreementVersion[], sources: SourceFacts, now: Instant): (row: WaitingRow) => QueueRow {
  const promises = new Map<string, PromiseFacts>();
  const getPromise = ({ versionNumber, commitmentId, channelId }: WaitingRow): PromiseFacts => {
    const key = `${versionNumber} ${commitmentId} ${channelId}`;
    const known = promises.get(key) ?? findPromise(versions, versionNumber, commitmentId, channelId);
    promises.set(key, known);
    return known;
  };
  return (row) => {
    const promise = getPromise(row);
    const source = sources.get(row.sourceId);
    return {
      place: formatQueuePlace(row),
      conversationId: row.conversationId,
      link: fillConversationLink(source?.link ?? null, row.conversationId),
      sourceName: source?.name ?? '',
      channelName: promise.channelName,
      promise: `${METRIC_NAMES[row.metric]}${promise.within}`,
      topic: row.topic,
      left: readTimeLeft(row, promise.calendar, now),
      clock: promise.clock,
      askedAt: row.askedAt,
      dueAt: row.dueAt,
      breachAt: row.breachAt,
      language: row.language === null || row.language === UNKNOWN_LANGUAGE ? undefined : nameLanguage(row.language),
      audience: row.audience,
    };
  };
}

/** What is promised now or waits now, and what the filter names already. */
function listChoices(
  versions: readonly AgreementVersion[],
  inForce: AgreementVersion | undefined,
  groups: readonly WaitingGroup[],
  filter: QueueFilter,
): QueueChoices {
  const named = new Map<string, { kind: ChannelKind; handle: string }>();
  for (const { content } of versions) for (const channel of content.channels) named.set(channel.id, channel);
  const promised = inForce?.content;
  const channels = unite(promised?.channels.map(({ id }) => id) ?? [], groups, ({ channelId }) => channelId, filter.channel);
  const metrics = unite<string>(promised?.commitments.map(({ metric }) => metric) ?? [], groups, ({ metric }) => metric, filter.metric);
  const languages = unite([], groups, ({ language }) => language, filter.language);
  const nameOf = (id: string) => {
    const channel = named.get(id);
    return channel === undefined ? id : nameChannel(channel);
  };
  const nameTag = (tag: string) => (tag === UNKNOWN_LANGUAGE ? 'Not told' : nameLanguage(tag));
  return {
    channels: channels.map((value) => ({ value, label: nameOf(value) })),
    metrics: METRICS.filter((metric) => metrics.includes(metric)).map((value) => ({ value, label: METRIC_NAMES[value] })),
    languages: languages.map((value) => ({ value, label: nameTag(value) })).sort((a, b) => a.label.localeCompare(b.label, 'en')),
  };
}

function unite<T extends string>(known: readonly T[], groups: readonly WaitingGroup[], of: (group: WaitingGroup) => T, chosen: T): T[] {
  return [...new Set([...known, ...groups.map(of), chosen])].filter((value) => value !== '');
}

import type { AgreementVersion } from '../../domain/agreement/agreement.ts';
import { nameChannel } from '../../domain/agreement/channel-kind.ts';
import { BREACH_OUTCOMES, type BreachFilter, type BreachOutcome } from '../../domain/breach/breach-filter.ts';
import { formatBreachKey, parseBreachKey } from '../../domain/breach/breach-key.ts';
import { CAUSE_NAMES, CAUSES, type Cause } from '../../domain/breach/cause.ts';
import type { CompiledCalendar } from '../../domain/calendar/compiled-calendar.ts';
import { METRIC_NAMES, summariseCommitment } from '../../domain/commitment/describe-commitment.ts';
import { EXCLUSION_DEADLINE_SECONDS } from '../../domain/conversation/exclusion.ts';
import { type DurationClock, formatDuration } from '../../domain/duration-text.ts';
import type { Instant } from '../../domain/instant.ts';
import { describeTimeLeft, readTimeLeft } from '../../domain/queue/time-left.ts';
import type { CauseCount } from '../../domain/report/breach-causes.ts';
import type { Period } from '../../domain/report/period.ts';
import { fillConversationLink } from '../../domain/source/conversation-link.ts';
import type { CommitmentKey } from '../../domain/tally/tally.ts';
import { listCauseRules, type StoredCauseRule } from '../../store/cause-rule.ts';
import { readAgreementHistory } from '../read-agreement-history.ts';
import type { CompanyReference, Reader } from '../reader.ts';
import { findPromise, readSourceFacts } from '../wait-facts.ts';
import { countCauses, countOutcomes, type OutcomeCount } from './count-breaches.ts';
import { type BreachRow, listBreaches } from './list-breaches.ts';
import { type LastDecision, readLastDecisions, readPeopleNames } from './read-deciders.ts';

/** A message under a promise, with what was decided about it. */
export interface ShownBreach {
  readonly key: string;
  readonly conversationId: string;
  /** Where the source shows the conversation; undefined when nobody said. */
  readonly link: string | undefined;
  readonly sourceName: string;
  readonly channelName: string;
  /** `First answer within 1 hour`. */
  readonly promise: string;
  readonly topic: string | null;
  readonly askedAt: Instant;
  readonly outcome: BreachOutcome;
  /** How it went: "2 h over, answered", "answered in 5 min". */
  readonly words: string;
  /** Whether that counts opening hours only. */
  readonly clock: DurationClock;
  readonly isBreached: boolean;
  readonly cause: { readonly name: string; readonly who: string; readonly at: Instant; readonly isByRule: boolean } | undefined;
  readonly exclusion: ShownExclusion | undefined;
  /** Taken back into the figures, by whom and when. */
  readonly restored: { readonly who: string; readonly at: Instant } | undefined;
  /** Until when it can be left out, inclusive; undefined where there is no message to leave out. */
  readonly excludableUntil: Instant | undefined;
}

export interface ShownExclusion {
  readonly reason: string;
  readonly clause: string | null;
  /** Undefined: its source left it out. */
  readonly who: string | undefined;
  readonly at: Instant;
  readonly isLate: boolean;
}

/** Values that a filter can take, with their names. */
interface Choice {
  readonly value: string;
  readonly label: string;
}

export interface BreachPage {
  /** The newest first. */
  readonly rows: readonly ShownBreach[];
  /** After which the list goes on; undefined at its end. */
  readonly end: string | undefined;
  /** Messages of the period on the chosen channel and promise. */
  readonly counts: Readonly<Record<BreachOutcome, number>>;
  /** Breaches among them by cause; `none`: nobody said why. */
  readonly causes: Readonly<Record<Cause | 'none', number>>;
  readonly channels: readonly Choice[];
  readonly promises: readonly Choice[];
  /** Sentences of the conduct guidelines in force, to name as the clause that an exclusion rests on. */
  readonly clauses: readonly string[];
}

const PAGE_ROWS = 100;

/**
 * Reads a page of the messages that arrived in a period: those that were answered too late or not at all, or the others. Their counts are
 * those of the report. For agents and above: the caller authorises.
 * @param after where the page before ended, as it stands in an address; what is no place begins with the newest.
 */
export async function readBreaches(
  db: Reader,
  company: CompanyReference,
  period: Period,
  { filter, after }: { filter: BreachFilter; after: string | null },
  now: Instant,
): Promise<BreachPage> {
  const { versions, inForce } = await readAgreementHistory(db, company.id, now);
  const rules = await listCauseRules(db, company.id);
  const { fromAt, toAt } = period;
  const commitmentIds = [...new Set(versions.flatMap(({ content }) => content.commitments.map(({ id }) => id)))];
  const span = { companyId: company.id, timeZone: company.timeZone, fromAt, toAt, now, commitmentIds, rules };
  const outcomes = await countOutcomes(db, span);
  const causes = await countCauses(db, span);
  const found = await listBreaches(db, span, { filter, after: parseBreachKey(after), most: PAGE_ROWS + 1 });
  const rows = found.slice(0, PAGE_ROWS);
  const last = found.length > PAGE_ROWS ? rows.at(-1) : undefined;
  return {
    rows: await describeRows(db, company.id, { rows, versions, rules }, now),
    end: last && formatBreachKey(last),
    ...sumCounts(outcomes, causes, filter),
    ...listChoices(versions),
    clauses: listClauses(inForce),
  };
}

function sumCounts(
  outcomes: readonly OutcomeCount[],
  causes: readonly CauseCount[],
  { channel, promise }: BreachFilter,
): Pick<BreachPage, 'counts' | 'causes'> {
  const isMeant = ({ channelId, commitmentId }: CommitmentKey) =>
    (channel === '' || channelId === channel) && (promise === '' || commitmentId === promise);
  const countOf = (outcome: BreachOutcome) =>
    outcomes.reduce((sum, group) => (group.outcome === outcome && isMeant(group) ? sum + group.count : sum), 0);
  const breachesOf = (isOne: (cause: Cause) => boolean) =>
    causes.reduce((sum, group) => (isOne(group.cause) && isMeant(group) ? sum + group.breached : sum), 0);
  const known = CAUSES.map((cause) => [cause, breachesOf((other) => other === cause)]);
  return {
    counts: Object.fromEntries(BREACH_OUTCOMES.map((outcome) => [outcome, countOf(outcome)])) as BreachPage['counts'],
    causes: { ...Object.fromEntries(known), none: countOf('breached') - breachesOf(() => true) },
  };
}

/** Every channel and promise that any version names, as the newest names it. */
function listChoices(versions: readonly AgreementVersion[]): Pick<BreachPage, 'channels' | 'promises'> {
  const [channels, promises] = [new Map<string, string>(), new Map<string, string>()];
  for (const { content } of versions) {
    for (const channel of content.channels) channels.set(channel.id, nameChannel(channel));
    for (const commitment of content.commitments) {
      promises.set(commitment.id, `${channels.get(commitment.channelId)}: ${summariseCommitment(commitment, content)}`);
    }
  }
  const list = (names: ReadonlyMap<string, string>) => [...names].map(([value, label]) => ({ value, label }));
  return { channels: list(channels), promises: list(promises) };
}

const LONGEST_CLAUSE = 300;
const MOST_CLAUSES = 40;

/** Lines and points of what the company asks of its customers and does otherwise, without their marks. */
function listClauses(version: AgreementVersion | undefined): string[] {
  if (version === undefined) return [];
  const { weAsk, otherwise } = version.content.conduct;
  const lines = `${weAsk}\n${otherwise}`.split('\n').map((line) => line.replace(/^[\s>#*+-]*(?:\d+[.)]\s+)?/, '').trim());
  return [...new Set(lines)].filter((line) => line !== '' && line.length <= LONGEST_CLAUSE).slice(0, MOST_CLAUSES);
}

interface RowFacts {
  readonly rows: readonly BreachRow[];
  readonly versions: readonly AgreementVersion[];
  readonly rules: readonly StoredCauseRule[];
}

async function describeRows(db: Reader, companyId: number, { rows, versions, rules }: RowFacts, now: Instant): Promise<ShownBreach[]> {
  const sources = await readSourceFacts(db, companyId);
  const findDecision = await readLastDecisions(db, companyId, rows);
  const deciders = rows.flatMap((row) => [row.givenBy, findDecision(row)?.decidedBy ?? null]);
  const nameOf = await readPeopleNames(db, [...deciders, ...rules.map(({ createdBy }) => createdBy)]);
  const promises = new Map<string, ReturnType<typeof findPromise>>();
  return rows.map((row) => {
    const name = `${row.versionNumber} ${row.commitmentId} ${row.channelId}`;
    const promise = promises.get(name) ?? findPromise(versions, row.versionNumber, row.commitmentId, row.channelId);
    promises.set(name, promise);
    const source = sources.get(row.sourceId);
    return {
      key: formatBreachKey(row),
      conversationId: row.conversationId,
      link: fillConversationLink(source?.link ?? null, row.conversationId),
      sourceName: source?.name ?? '',
      channelName: promise.channelName,
      promise: `${METRIC_NAMES[row.metric]}${promise.within}`,
      topic: row.topic,
      askedAt: row.askedAt,
      outcome: row.outcome,
      words: describeWait(row, promise, now),
      clock: promise.clock,
      isBreached: row.isBreached,
      cause: describeCause(row, rules, nameOf),
      ...describeExclusion(row, findDecision(row), nameOf),
      excludableUntil: row.messageId === '' ? undefined : row.askedAt + EXCLUSION_DEADLINE_SECONDS,
    };
  });
}

function describeWait(row: BreachRow, { calendar, clock }: { calendar: CompiledCalendar | null; clock: DurationClock }, now: Instant) {
  if (row.answeredAt === null || row.answeredAt > now || row.staffedSeconds === null)
    return describeTimeLeft(readTimeLeft(row, calendar, now), clock);
  const what = row.metric === 'resolution' ? 'solved' : 'answered';
  const over = row.staffedSeconds - row.targetSeconds;
  return over > 0 ? `${formatDuration(over, clock)} over, ${what}` : `${what} in ${formatDuration(row.staffedSeconds, clock)}`;
}

type NameOf = (id: string | null) => string;

function describeCause({ cause, ruleId, givenAt, givenBy }: BreachRow, rules: readonly StoredCauseRule[], nameOf: NameOf) {
  if (cause === null) return undefined;
  const name = CAUSE_NAMES[cause];
  if (givenAt !== null) return { name, who: nameOf(givenBy), at: givenAt, isByRule: false };
  const rule = rules.find(({ id }) => id === ruleId);
  return rule && { name, who: nameOf(rule.createdBy), at: rule.createdAt, isByRule: true };
}

function describeExclusion(
  { excludedAt, exclusionReason, lateExclusion }: BreachRow,
  decision: LastDecision | undefined,
  nameOf: NameOf,
): Pick<ShownBreach, 'exclusion' | 'restored'> {
  const who = decision && nameOf(decision.decidedBy);
  if (excludedAt === null) {
    const restored = decision?.type === 'exclusion-revoked' && who !== undefined ? { who, at: decision.decidedAt } : undefined;
    return { exclusion: undefined, restored };
  }
  const isOurs = decision?.type === 'excluded' && decision.decidedAt === excludedAt;
  const exclusion = {
    reason: exclusionReason ?? '',
    clause: isOurs ? decision.clause : null,
    who: isOurs ? who : undefined,
    at: excludedAt,
    isLate: lateExclusion,
  };
  return { exclusion, restored: undefined };
}

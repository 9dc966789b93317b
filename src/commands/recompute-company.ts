import { z } from 'zod';
import { compareTallies } from '../domain/recompute/compare-tallies.ts';
import { type ComparedWait, type Difference, type DifferenceKind, explainWait } from '../domain/recompute/difference.ts';
import { getDayClock, toDate } from '../domain/tally/day-clock.ts';
import { type CommitmentDay, listRuns } from '../domain/tally/day-run.ts';
import { tallyObligations } from '../domain/tally/tally.ts';
import { applyChanges } from '../domain/tally/tally-change.ts';
import { notifyCompanyChanged } from '../store/change-notice.ts';
import { holdCompanyAlone } from '../store/company.ts';
import type { DatabaseTransaction } from '../store/database.ts';
import { listChanges } from '../store/day-change.ts';
import { listAllMarkedDays, markDays } from '../store/day-mark.ts';
import { listEventsOfConversations, type SourceScope } from '../store/event.ts';
import { deleteObligations, listObligations, type ObligationRow } from '../store/obligation.ts';
import { listObligationsWithoutEvents, listRecordedDays, listTalliedDays, listToldConversations } from '../store/recompute-rows.ts';
import { addRecorded, type RecordedCount } from '../store/recorded-day.ts';
import { countEvents, listAskedDays } from '../store/retally-company.ts';
import { listTalliedObligations } from '../store/tallied-obligation.ts';
import { listTallies } from '../store/tally-row.ts';
import { companyCommand } from './company-command.ts';
import { compileCompanyRules } from './measuring-rules-cache.ts';
import { toMarks } from './tell-days.ts';
import { compareObligations, type Measuring, prepareWriting, writeObligations } from './update-obligations.ts';

const CONVERSATIONS_AT_ONCE = 1_000;
/** So many differences are given back at most; `tell` hears of every one. */
const MOST_LISTED = 200;

/** What recomputing found. */
export interface Recomputation {
  readonly conversations: number;
  readonly counts: Readonly<Partial<Record<DifferenceKind, number>>>;
  /** The first of them. */
  readonly differences: readonly Difference[];
  readonly isMended: boolean;
}

/**
 * Judges all events of a company anew and compares with what is stored: waits, days and counters of events. What differs is told, with its
 * reason, and mended. Nothing differs where every change went through a command, whatever the order in which events came. Days that wait to be tallied anew are not
 * compared. Nobody records for the company meanwhile.
 */
export const recomputeCompany = companyCommand({
  name: 'recompute-company',
  role: 'owner',
  input: z.strictObject({
    /** True: nothing is changed. */
    isDryRun: z.boolean().default(false),
    /** Hears of each difference as it is found. */
    tell: z.custom<(difference: Difference) => void>((value) => typeof value === 'function').optional(),
  }),
  run: async (_ctx, company, { isDryRun, tell }, { trx, audit }): Promise<Recomputation> => {
    const { timeZone } = await holdCompanyAlone(trx, company.id);
    const found = new Findings(tell);
    const work: Work = {
      trx,
      companyId: company.id,
      measuring: { rules: await compileCompanyRules(trx, company.id), days: getDayClock(timeZone) },
      found,
      mends: !isDryRun,
    };
    const conversations = await recomputeObligations(work);
    await recomputeTallies(work);
    await recomputeEventCounts(work);
    const { counts, differences } = found;
    const isMended = !isDryRun && differences.length > 0;
    if (isMended) await notifyCompanyChanged(trx, company.id);
    audit({ isDryRun, ...counts });
    return { conversations, counts, differences, isMended };
  },
});

class Findings {
  readonly counts: Partial<Record<DifferenceKind, number>> = {};
  readonly differences: Difference[] = [];
  readonly #tell: ((difference: Difference) => void) | undefined;

  constructor(tell: ((difference: Difference) => void) | undefined) {
    this.#tell = tell;
  }

  add(difference: Difference): void {
    this.counts[difference.kind] = (this.counts[difference.kind] ?? 0) + 1;
    if (this.differences.length < MOST_LISTED) this.differences.push(difference);
    this.#tell?.(difference);
  }
}

interface Work {
  readonly trx: DatabaseTransaction;
  readonly companyId: number;
  readonly measuring: Measuring;
  readonly found: Findings;
  readonly mends: boolean;
}

/** @returns how many conversations there are. */
async function recomputeObligations(work: Work): Promise<number> {
  const { trx, companyId } = work;
  let count = 0;
  for (let after = { sourceId: 0, id: '' }; ; ) {
    const told = await listToldConversations(trx, companyId, after, CONVERSATIONS_AT_ONCE);
    const last = told.at(-1);
    if (last === undefined) break;
    count += told.length;
    for (const [sourceId, ofSource] of Map.groupBy(told, (conversation) => conversation.sourceId)) {
      await recomputeConversations(work, { companyId, sourceId }, ofSource);
    }
    after = { sourceId: last.sourceId, id: last.id };
  }
  await removeUntold(work);
  return count;
}

async function recomputeConversations(
  { trx, measuring, found, mends }: Work,
  scope: SourceScope,
  told: readonly { id: string; channelId: string }[],
): Promise<void> {
  const ids = told.map(({ id }) => id);
  const events = Map.groupBy(await listEventsOfConversations(trx, scope, ids), ({ conversationId }) => conversationId);
  const stored = await listObligations(trx, scope, ids);
  const conversations = told.map(({ id, channelId }) => ({ id, channelId, isNew: false, events: events.get(id) ?? [] }));
  const changes = compareObligations(measuring.rules, conversations, stored);
  const before = new Map(stored.map((row) => [nameWait(row), row]));
  for (const row of changes.changed) found.add(describeChange(before.get(nameWait(row)), row));
  for (const row of changes.gone) found.add(describeExtra(row, 'Its conversation’s events ask for no such wait.'));
  if (mends) await writeObligations(trx, scope, prepareWriting(scope, changes, toMarks(scope, measuring.days, changes)));
}

/** Obligations of which no event tells at all. */
async function removeUntold({ trx, companyId, measuring, found, mends }: Work): Promise<void> {
  const untold = await listObligationsWithoutEvents(trx, companyId);
  for (const row of untold) found.add(describeExtra(row, 'No event of its conversation is recorded.'));
  if (!mends) return;
  for (const [sourceId, rows] of Map.groupBy(untold, (row) => row.source_id)) await deleteObligations(trx, { companyId, sourceId }, rows);
  await markDays(
    trx,
    companyId,
    untold.map(({ commitment_id: commitmentId, asked_at: askedAt }) => ({ commitmentId, day: measuring.days.dayOf(askedAt) })),
  );
}

const nameWait = ({ commitment_id, conversation_id, ordinal }: ObligationRow): string =>
  `${commitment_id} of conversation ${conversation_id} (wait ${ordinal})`;

function describeChange(stored: ObligationRow | undefined, computed: ObligationRow): Difference {
  const about = nameWait(computed);
  if (stored === undefined) {
    return {
      kind: 'obligation-missing',
      about,
      stored: '',
      computed: describeWait(computed),
      reason: 'The events ask for a wait that is not there.',
    };
  }
  const explained = explainWait({ ...stored } as ComparedWait, { ...computed } as ComparedWait);
  if (explained === undefined) throw new Error(`No column differs: ${about}`);
  return { kind: 'obligation-changed', about, ...explained };
}

function describeExtra(row: ObligationRow, reason: string): Difference {
  return { kind: 'obligation-extra', about: nameWait(row), stored: describeWait(row), computed: '', reason };
}

const describeWait = ({ version_number, asked_at, answered_at }: ObligationRow): string =>
  `version ${version_number}, asked at ${asked_at}, ${answered_at === null ? 'not answered' : `answered at ${answered_at}`}`;

/** Days that nothing has marked must be what their obligations come to. */
async function recomputeTallies({ trx, companyId, measuring, found, mends }: Work): Promise<void> {
  const nameDay = ({ commitmentId, day }: CommitmentDay) => `${day} ${commitmentId}`;
  const marked = new Set((await listAllMarkedDays(trx, companyId)).map(nameDay));
  const days = [...(await listAskedDays(trx, companyId, measuring.days)), ...(await listTalliedDays(trx, companyId))];
  for (const run of listRuns(days.filter((day) => !marked.has(nameDay(day))))) {
    const isMeant = ({ commitmentId, day }: CommitmentDay) => !marked.has(nameDay({ commitmentId, day }));
    const changed = applyChanges(await listTallies(trx, companyId, run), await listChanges(trx, companyId, run));
    const stored = changed.tallies.filter(isMeant);
    const { obligations } = await listTalliedObligations(trx, companyId, run, measuring.days);
    const computed = tallyObligations(obligations, measuring.days).filter(isMeant);
    const differences = compareTallies(stored, computed);
    for (const { day: _, ...difference } of differences) found.add(difference);
    const wrong = new Set(differences.map(({ day }) => day));
    if (mends)
      await markDays(
        trx,
        companyId,
        [...wrong].map((day) => ({ commitmentId: run.commitmentId, day })),
      );
  }
}

async function recomputeEventCounts({ trx, companyId, measuring, found, mends }: Work): Promise<void> {
  const stored = new Map((await listRecordedDays(trx, companyId)).map((count) => [nameCount(count), count]));
  const counted = await countEvents(trx, companyId, measuring.days);
  const computed = new Map(counted.map((count) => [nameCount(count), count]));
  let differ = false;
  for (const name of new Set([...stored.keys(), ...computed.keys()])) {
    const [one, other] = [describeCount(stored.get(name)), describeCount(computed.get(name))];
    if (one === other) continue;
    differ = true;
    found.add({
      kind: 'events-changed',
      about: name,
      stored: one,
      computed: other,
      reason: 'The day’s events were not counted as they are recorded.',
    });
  }
  if (!differ || !mends) return;
  await trx.deleteFrom('recorded_day').where('company_id', '=', companyId).execute();
  await addRecorded(trx, companyId, counted);
}

const nameCount = ({ channelId, day }: RecordedCount): string => `events of ${channelId} on ${toDate(day)}`;

const describeCount = (count: RecordedCount | undefined): string =>
  count === undefined ? '' : `${count.events}, of which ${count.recordedLongAfter} recorded long after`;

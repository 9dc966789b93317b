import { sql } from 'kysely';
import { nameChannel } from '../../domain/agreement/channel-kind.ts';
import { toMeasuringRules } from '../../domain/agreement/measuring-rules.ts';
import { findChannel } from '../../domain/agreement/resolve-agreement.ts';
import { type AlertRule, USED_PERCENT } from '../../domain/alert/alert-rule.ts';
import { type DueAlert, nameAlert } from '../../domain/alert/due-alert.ts';
import {
  findObligationAlerts,
  type NamedCommitment,
  TELL_BREACH_SECONDS,
  type WaitingObligation,
} from '../../domain/alert/find-obligation-alerts.ts';
import { namePromise } from '../../domain/alert/name-promise.ts';
import type { AgreementHistory } from '../../domain/figures/figures.ts';
import type { Instant } from '../../domain/instant.ts';
import { readAgreementHistory } from '../read-agreement-history.ts';
import type { CompanyReference, Reader } from '../reader.ts';
import { findWeighedDueAlerts } from './find-weighed-due-alerts.ts';

/** Obligations looked at, and alerts found, at most in one go; what is over is found the next time. */
const MOST_OBLIGATIONS = 20_000;
const MOST_ALERTS = 2_000;

/**
 * What the rules of a company find at `now` and have not found before.
 * @param isToWeigh also look at what changes slowly: verdicts, sources, backlogs
 */
export async function findDueAlerts(
  db: Reader,
  company: CompanyReference,
  rules: readonly AlertRule[],
  now: Instant,
  isToWeigh: boolean,
): Promise<DueAlert[]> {
  const onObligations = rules.filter(({ trigger }) => trigger === 'breached' || USED_PERCENT[trigger] !== undefined);
  const others = isToWeigh ? rules.filter((rule) => !onObligations.includes(rule)) : [];
  const obligations = await readWaiting(db, company.id, onObligations, now);
  if (obligations.length + others.length === 0) return [];
  const history = await readAgreementHistory(db, company.id, now);
  const found = [
    ...findObligationAlerts(onObligations, obligations, nameCommitments(history), now),
    ...(await findWeighedDueAlerts(db, { company, history, rules: others, now })),
  ];
  if (found.length === 0) return [];
  const known = await readKnownAlerts(db, company.id, now);
  return found.filter((alert) => !known.has(nameAlert(alert))).slice(0, MOST_ALERTS);
}

/** What waits, soonest breach first: breached within the last day where a rule is about breaches, and all that is not breached yet. */
async function readWaiting(db: Reader, companyId: number, rules: readonly AlertRule[], now: Instant): Promise<WaitingObligation[]> {
  if (rules.length === 0) return [];
  const from = rules.some(({ trigger }) => trigger === 'breached') ? now - TELL_BREACH_SECONDS : now;
  let query = db
    .selectFrom('obligation')
    .select([
      'source_id as sourceId',
      'conversation_id as conversationId',
      'commitment_id as commitmentId',
      'ordinal',
      'channel_id as channelId',
      'version_number as versionNumber',
      'target_seconds as targetSeconds',
      'due_at as dueAt',
      'breach_at as breachAt',
    ])
    .where('company_id', '=', companyId)
    .where('answered_at', 'is', null)
    .where('excluded_at', 'is', null)
    .where('breach_at', '>=', from)
    .where('asked_at', '<=', now);
  if (rules.every(({ trigger }) => trigger === 'breached')) query = query.where('breach_at', '<', now);
  return query.orderBy('breach_at').limit(MOST_OBLIGATIONS).execute();
}

/** Finds the commitment that judges an obligation. Each version's calendars are compiled when the first obligation asks. */
function nameCommitments({ versions }: AgreementHistory): (obligation: WaitingObligation) => NamedCommitment | undefined {
  const compiled = new Map<number, ReturnType<typeof toMeasuringRules>>();
  return ({ versionNumber, channelId, commitmentId }) => {
    const content = versions.find(({ number }) => number === versionNumber)?.content;
    if (content === undefined) return undefined;
    const rules = compiled.get(versionNumber) ?? toMeasuringRules(content);
    compiled.set(versionNumber, rules);
    const rule = rules.get(channelId)?.find(({ key }) => key === commitmentId);
    if (rule === undefined) return undefined;
    const channel = findChannel(content, channelId);
    return { clock: rule.clock, channel: channel === undefined ? channelId : nameChannel(channel), promise: namePromise(rule) };
  };
}

async function readKnownAlerts(db: Reader, companyId: number, now: Instant): Promise<Set<string>> {
  const { rows } = await sql<{ ruleId: string; subject: string }>`
    select rule_id as "ruleId", subject from alert where company_id = ${companyId} and forget_at >= ${now}`.execute(db);
  return new Set(rows.map(nameAlert));
}

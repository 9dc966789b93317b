import { sql } from 'kysely';
import type { AgreementVersion } from '../../domain/agreement/agreement.ts';
import { type AlertRule, TRIGGER_NAMES, writeTarget } from '../../domain/alert/alert-rule.ts';
import { describeAlert } from '../../domain/alert/describe-alert.ts';
import { DESTINATION_KINDS, type DestinationKind } from '../../domain/alert/destination.ts';
import type { AlertFacts } from '../../domain/alert/due-alert.ts';
import { formatMinutes } from '../../domain/alert/quiet-hours.ts';
import { type Instant, MINUTE_SECONDS } from '../../domain/instant.ts';
import { fillConversationLink } from '../../domain/source/conversation-link.ts';
import { listAlertDestinations } from '../../store/alert-destination.ts';
import { listAlertRules } from '../../store/alert-rule.ts';
import type { SecretBox } from '../../store/secret-box.ts';
import { listSubjects, nameSubject, type ShownSubject } from '../promise-subjects.ts';
import { readAgreementHistory } from '../read-agreement-history.ts';
import type { CompanyReference, Reader } from '../reader.ts';

/** Somebody or something that alerts can go to. */
export interface ShownTarget {
  readonly target: string;
  readonly name: string;
  /** A member's address, or what kind of place it is. Never a secret. */
  readonly detail: string;
  /** Of a destination; null for a member. */
  readonly destinationId: string | null;
  readonly kind: DestinationKind | null;
  /** Its secret can be read here; always for a member. */
  readonly isReadable: boolean;
}

export interface ShownRule {
  readonly id: string;
  readonly when: string;
  readonly about: string;
  readonly to: string;
  /** "Quiet from 22:00 to 07:00"; undefined where there are none. */
  readonly quiet: string | undefined;
  readonly escalation: string | undefined;
  /** As it is stored, to edit. */
  readonly rule: AlertRule;
}

export interface ShownAlert {
  readonly id: number;
  readonly sentence: string;
  /** Where the source shows the conversation; undefined when nobody said, or when it is about none. */
  readonly link: string | undefined;
  readonly raisedAt: Instant;
}

/** A line of the delivery log. */
export interface ShownMessage {
  readonly id: string;
  readonly createdAt: Instant;
  readonly recipient: string;
  readonly isTest: boolean;
  readonly alerts: number;
  readonly state: 'waiting' | 'sent' | 'failed';
  readonly attempts: number;
  readonly sentAt: Instant | null;
  readonly failure: string | null;
}

export interface AlertsPage {
  /** Not acknowledged, and still so; the newest first. */
  readonly open: readonly ShownAlert[];
  readonly openCount: number;
  readonly rules: readonly ShownRule[];
  readonly targets: readonly ShownTarget[];
  readonly messages: readonly ShownMessage[];
  readonly subjects: readonly ShownSubject[];
}

const MOST_OPEN = 100;
const MOST_MESSAGES = 50;

/**
 * The alerts of a company with all that is set about them. For members only: the caller authorises.
 * @param secrets by which it is told whose secrets can be read.
 */
export async function readAlerts(
  db: Reader,
  company: CompanyReference,
  now: Instant,
  secrets: Pick<SecretBox, 'hasKey'>,
): Promise<AlertsPage> {
  const { inForce, versions } = await readAgreementHistory(db, company.id, now);
  const version = inForce ?? versions.at(-1);
  const targets = await readTargets(db, company.id, secrets);
  const { open, openCount } = await readOpenAlerts(db, company, now);
  const rules = await listAlertRules(db, company.id);
  return {
    open,
    openCount,
    rules: rules.map((rule) => showRule(rule, version, targets)),
    targets,
    messages: await readMessages(db, company.id),
    subjects: listSubjects(version),
  };
}

async function readTargets(db: Reader, companyId: number, secrets: Pick<SecretBox, 'hasKey'>): Promise<ShownTarget[]> {
  const members = await db
    .selectFrom('member')
    .innerJoin('user_account', 'user_account.id', 'member.user_id')
    .select(['member.user_id as id', 'user_account.name', 'user_account.email'])
    .where('member.company_id', '=', companyId)
    .orderBy('user_account.name')
    .orderBy('member.user_id')
    .execute();
  const destinations = await listAlertDestinations(db, companyId);
  return [
    ...members.map(({ id, name, email }) => ({
      target: writeTarget({ kind: 'member', id }),
      name,
      detail: email,
      destinationId: null,
      kind: null,
      isReadable: true,
    })),
    ...destinations.map(({ id, name, kind, keyName }) => ({
      target: writeTarget({ kind: 'destination', id }),
      name,
      detail: DESTINATION_KINDS[kind],
      destinationId: id,
      kind,
      isReadable: keyName === null || secrets.hasKey(keyName),
    })),
  ];
}

/** An alert on an obligation is open while nobody has answered, also where that was not noted yet. */
async function readOpenAlerts(db: Reader, company: CompanyReference, now: Instant): Promise<{ open: ShownAlert[]; openCount: number }> {
  const { rows } = await sql<{ id: number; facts: AlertFacts; template: string | null; raisedAt: Instant; count: number }>`
    select alert.id, facts, raised_at as "raisedAt", (
        select conversation_link from source where source.company_id = ${company.id} and source.id = alert.source_id) as template,
      (count(*) over ())::int4 as count from alert
    where alert.company_id = ${company.id} and acknowledged_at is null and settled_at is null and forget_at >= ${now}
      and not exists (
        select 1 from obligation
        where obligation.company_id = ${company.id} and obligation.source_id = alert.source_id
          and obligation.conversation_id = alert.conversation_id and obligation.commitment_id = alert.commitment_id
          and obligation.ordinal = alert.ordinal
          and (obligation.answered_at is not null or obligation.excluded_at is not null) offset 0)
    order by raised_at desc, alert.id desc limit ${MOST_OPEN}`.execute(db);
  const open = rows.map(({ id, facts, template, raisedAt }) => ({
    id,
    raisedAt,
    sentence: describeAlert(facts, now, company.timeZone),
    link: facts.kind === 'obligation' ? fillConversationLink(template, facts.conversationId) : undefined,
  }));
  return { open, openCount: rows[0]?.count ?? 0 };
}

async function readMessages(db: Reader, companyId: number): Promise<ShownMessage[]> {
  const { rows } = await sql<ShownMessage>`
    select id, created_at as "createdAt", recipient, is_test as "isTest", state, attempts, sent_at as "sentAt", failure, (
      select count(*) from alert_delivery
      where alert_delivery.company_id = ${companyId} and message_id = alert_message.id)::int4 as alerts
    from alert_message where alert_message.company_id = ${companyId}
    order by created_at desc, id limit ${MOST_MESSAGES}`.execute(db);
  return rows;
}

function showRule(rule: AlertRule, version: AgreementVersion | undefined, targets: readonly ShownTarget[]): ShownRule {
  const nameOf = (target: string) => targets.find((other) => other.target === target)?.name ?? 'somebody who has left';
  const members = rule.escalation.map((id) => nameOf(writeTarget({ kind: 'member', id })));
  const minutes = (rule.escalateAfterSeconds ?? 0) / MINUTE_SECONDS;
  return {
    rule,
    id: rule.id,
    when:
      rule.trigger === 'verdict' ? `${TRIGGER_NAMES.verdict}: ${rule.breachesLeft} breaches left or fewer` : TRIGGER_NAMES[rule.trigger],
    about: nameSubject(rule, version),
    to: rule.targets.map(nameOf).join(', '),
    quiet: rule.quiet === null ? undefined : `Quiet from ${formatMinutes(rule.quiet.from)} to ${formatMinutes(rule.quiet.until)}`,
    escalation: members.length === 0 ? undefined : `Not acknowledged after ${minutes} min: ${members.join(', then ')}`,
  };
}

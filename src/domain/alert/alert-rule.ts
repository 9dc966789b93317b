import type { Instant } from '../instant.ts';

/** What a rule looks for. */
export const TRIGGERS = ['used-50', 'used-75', 'used-90', 'breached', 'verdict', 'silent', 'backlog'] as const;
export type Trigger = (typeof TRIGGERS)[number];

export const TRIGGER_NAMES: Record<Trigger, string> = {
  'used-50': '50 % of the target is used',
  'used-75': '75 % of the target is used',
  'used-90': '90 % of the target is used',
  breached: 'A target is missed',
  verdict: 'A promise is about not to be kept this month',
  silent: 'A source is silent for 48 hours',
  backlog: 'The backlog cannot be met at the present pace',
};

/** The share of the target, in per cent, at which a trigger warns; undefined for the others. */
export const USED_PERCENT: Partial<Record<Trigger, number>> = { 'used-50': 50, 'used-75': 75, 'used-90': 90 };

/** Most members that are told one after the other. */
export const MOST_ESCALATIONS = 3;

/** A rule of a company: what to look for, and whom to tell. */
export interface AlertRule {
  readonly id: string;
  readonly trigger: Trigger;
  /** Null: every channel. */
  readonly channelId: string | null;
  /** Null: every commitment. */
  readonly commitmentId: string | null;
  /** For `verdict`: warns when so many breaches or fewer are left. */
  readonly breachesLeft: number;
  readonly targets: readonly string[];
  /** Minutes of the company's day; null where no hours are quiet. */
  readonly quiet: QuietHours | null;
  /** Null: nobody else is told. */
  readonly escalateAfterSeconds: number | null;
  /** Ids of the members to tell, in order. */
  readonly escalation: readonly string[];
  readonly createdAt: Instant;
}

/** From `from` until before `until`, in minutes of the day from 0 to 1439; where `until` is not later it is the next day's. */
export interface QuietHours {
  readonly from: number;
  readonly until: number;
}

/** Whom a target names: a member, told by mail, or a destination. */
export type Target = { readonly kind: 'member' | 'destination'; readonly id: string };

/** Reads `member:ID` or `destination:ID`; undefined for anything else. */
export function parseTarget(text: string): Target | undefined {
  const match = /^(member|destination):(.{1,64})$/.exec(text);
  return match === null ? undefined : { kind: match[1] as Target['kind'], id: match[2] as string };
}

export const writeTarget = ({ kind, id }: Target): string => `${kind}:${id}`;

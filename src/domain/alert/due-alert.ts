import type { Instant } from '../instant.ts';

/** What an alert says, kept as facts: it is put into words when it is sent or shown. */
export type AlertFacts =
  | {
      readonly kind: 'obligation';
      /** Per cent of the target used; 100 when it is missed. */
      readonly usedPercent: number;
      readonly channel: string;
      readonly promise: string;
      readonly conversationId: string;
      readonly dueAt: Instant;
    }
  | {
      readonly kind: 'verdict';
      readonly channel: string;
      readonly promise: string;
      /** 0: it is no longer kept. */
      readonly breachesLeft: number;
      readonly met: number;
      readonly decided: number;
      readonly objectivePercent: number;
    }
  | { readonly kind: 'silent'; readonly source: string; readonly lastSignAt: Instant }
  | {
      readonly kind: 'backlog';
      readonly channel: string;
      readonly promise: string;
      readonly waiting: number;
      readonly late: number;
      readonly answeredLately: number;
    };

export interface ObligationKey {
  readonly sourceId: number;
  readonly conversationId: string;
  readonly commitmentId: string;
  readonly ordinal: number;
}

/** Something that a rule has found. */
export interface DueAlert {
  readonly ruleId: string;
  /** What it is about: a rule tells of each subject once. */
  readonly subject: string;
  readonly facts: AlertFacts;
  readonly obligation: ObligationKey | null;
  /** After it the rule cannot find the same again. */
  readonly forgetAt: Instant;
}

/** Names an alert among all of a company. */
export const nameAlert = ({ ruleId, subject }: Pick<DueAlert, 'ruleId' | 'subject'>): string => JSON.stringify([ruleId, subject]);

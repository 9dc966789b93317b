import type { Instant } from '../instant.ts';

/** Where what is stored does not follow from the events, and why that is. */
export interface Difference {
  readonly kind: DifferenceKind;
  /** What it is about, such as `mail-first of conversation 4711 (wait 0)`. */
  readonly about: string;
  /** What is stored and what follows from the events, in words; empty where one of both is not there. */
  readonly stored: string;
  readonly computed: string;
  readonly reason: string;
}

export const DIFFERENCE_KINDS = {
  'obligation-missing': 'Waits that were not judged',
  'obligation-extra': 'Waits that no event asked for',
  'obligation-changed': 'Waits judged otherwise',
  'tally-changed': 'Days counted otherwise',
  'events-changed': 'Numbers of events counted otherwise',
} as const;
export type DifferenceKind = keyof typeof DIFFERENCE_KINDS;

/** A stored wait as far as it is compared. */
export type ComparedWait = Readonly<Record<string, string | number | boolean | null>> & {
  readonly version_number: number;
  readonly asked_at: Instant;
};

/** Why two judgements of one wait differ: the first of these that changed explains those after it. */
const REASONS: readonly (readonly [column: string, reason: string])[] = [
  ['channel_id', 'The conversation belongs to another channel.'],
  ['metric', 'The promise is measured by another metric.'],
  ['version_number', 'Another version of the agreement was in force when it was asked.'],
  ['asked_at', 'The wait begins at another event.'],
  ['message_id', 'The wait begins at another event.'],
  ['target_seconds', 'The version in force had another target.'],
  ['excluded_at', 'The events exclude it otherwise.'],
  ['exclusion_reason', 'The events give another reason for the exclusion.'],
  ['answered_at', 'The wait ends at another event.'],
  ['due_at', 'The clock counts other hours: the calendar’s, or the time zone data’s.'],
  ['breach_at', 'The clock counts other hours: the calendar’s, or the time zone data’s.'],
  ['staffed_seconds', 'The clock counts other hours: the calendar’s, or the time zone data’s.'],
  ['waited_seconds', 'The time waited does not follow from when it was asked and answered.'],
  ['late_exclusion', 'Whether the exclusion came after the breach was judged otherwise.'],
];

/** Why a stored wait and the one that follows from the events differ; undefined when they do not. */
export function explainWait(
  stored: ComparedWait,
  computed: ComparedWait,
): { reason: string; stored: string; computed: string } | undefined {
  const changed = Object.keys(computed).filter((column) => stored[column] !== computed[column]);
  if (changed.length === 0) return undefined;
  const reason = REASONS.find(([column]) => changed.includes(column))?.[1] ?? 'A detail of the message is recorded otherwise.';
  const describe = (wait: ComparedWait) => changed.map((column) => `${column} ${wait[column] ?? 'none'}`).join(', ');
  return { reason, stored: describe(stored), computed: describe(computed) };
}

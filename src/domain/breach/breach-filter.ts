import { z } from 'zod';
import { CAUSES } from './cause.ts';

/** What became of a message under a promise. `excluded` is what was left out, whatever had become of it. */
export const BREACH_OUTCOMES = ['breached', 'excluded', 'running', 'met'] as const;
export type BreachOutcome = (typeof BREACH_OUTCOMES)[number];

/** Stands for breaches of which nobody said why. */
export const NO_CAUSE = 'none';

/** Which messages are meant; an empty text leaves nothing out. */
export interface BreachFilter {
  readonly outcome: BreachOutcome;
  readonly channel: string;
  readonly promise: string;
  /** Only of what is breached. */
  readonly cause: '' | typeof NO_CAUSE | (typeof CAUSES)[number];
}

const addressForm = z.object({
  outcome: z.enum(BREACH_OUTCOMES).catch('breached'),
  channel: z.string().max(40).catch(''),
  promise: z.string().max(40).catch(''),
  cause: z.enum(['', NO_CAUSE, ...CAUSES]).catch(''),
});

/** Reads a filter from an address. What it cannot mean leaves nothing out: an old address stays good. */
export function readBreachFilter(address: URLSearchParams): BreachFilter {
  const filter = addressForm.parse({ outcome: 'breached', channel: '', promise: '', cause: '', ...Object.fromEntries(address) });
  return filter.outcome === 'breached' ? filter : { ...filter, cause: '' };
}

/** The filter as the query of an address, always in the same order; empty when it leaves nothing out. */
export function formatBreachFilter({ outcome, channel, promise, cause }: BreachFilter): string {
  const parts = { outcome: outcome === 'breached' ? '' : outcome, channel, promise, cause };
  return new URLSearchParams(Object.entries(parts).filter(([, value]) => value !== '')).toString();
}

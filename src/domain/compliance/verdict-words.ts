import type { Verdict } from './verdict.ts';

/** Each verdict as people read it. */
export const VERDICT_WORDS: Record<Verdict, string> = {
  kept: 'Kept',
  'kept-so-far': 'Kept so far',
  'at-risk': 'At risk',
  'not-kept': 'Not kept',
  'too-few': 'Too few yet',
  stale: 'No recent data',
};

export type VerdictTone = 'kept' | 'risk' | 'broken' | 'quiet';

const TONES: Record<Verdict, VerdictTone> = {
  kept: 'kept',
  'kept-so-far': 'kept',
  'at-risk': 'risk',
  'not-kept': 'broken',
  'too-few': 'quiet',
  stale: 'quiet',
};

/** The colour token a verdict is drawn in. Never the only sign: shape and word go with it. */
export function verdictTone(verdict: Verdict): VerdictTone {
  return TONES[verdict];
}

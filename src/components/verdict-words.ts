import type { Verdict } from '../domain/compliance/verdict.ts';

/** Each verdict as people read it. */
export const VERDICT_WORDS: Record<Verdict, string> = {
  kept: 'Kept',
  'kept-so-far': 'Kept so far',
  'at-risk': 'At risk',
  'not-kept': 'Not kept',
  'too-few': 'Too few yet',
  stale: 'No recent data',
};

const TONES: Record<Verdict, 'kept' | 'risk' | 'broken' | 'quiet'> = {
  kept: 'kept',
  'kept-so-far': 'kept',
  'at-risk': 'risk',
  'not-kept': 'broken',
  'too-few': 'quiet',
  stale: 'quiet',
};

/** The colour token a verdict is drawn in. Never the only sign: shape and word go with it. */
export function verdictTone(verdict: Verdict): 'kept' | 'risk' | 'broken' | 'quiet' {
  return TONES[verdict];
}

import { TARGET_UNITS, type TargetUnit } from '../commitment/target-unit.ts';
import { LONGEST_TARGET_SECONDS } from './waits.ts';

/** A target that a person typed: seconds, or what is wrong with it. */
export type TypedTarget = { readonly ok: true; readonly seconds: number } | { readonly ok: false; readonly problem: string };

/** Reads an amount with its unit; undefined when nothing was typed. Half an hour is 0.5 hours. */
export function readTarget(amount: string | null, unit: string | null): TypedTarget | undefined {
  if (amount === null) return undefined;
  const size = TARGET_UNITS[(unit ?? '') as TargetUnit] ?? TARGET_UNITS.minutes;
  const seconds = /^\d+([.,]\d+)?$/.test(amount.trim()) ? Number(amount.trim().replace(',', '.')) * size : Number.NaN;
  if (Number.isInteger(seconds) && seconds >= 1 && seconds <= LONGEST_TARGET_SECONDS) return { ok: true, seconds };
  return { ok: false, problem: 'Write a number that gives whole seconds, from one second to one year, such as 30 or 1.5.' };
}

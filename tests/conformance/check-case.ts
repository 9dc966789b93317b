import { isDeepStrictEqual } from 'node:util';
import { formatInstant, parseInstant } from '../../src/domain/instant.ts';
import { observeAggregate } from './observe-aggregate.ts';
import { observeBusinessTime } from './observe-business-time.ts';
import { observeSla } from './observe-sla.ts';
import type { ConformanceCase } from './read-cases.ts';

/** A case that differs: only the fields that do, expected and got. */
export type Difference = { id: string; expected: Record<string, unknown>; got: Record<string, unknown> };

type WellFormedCase = Exclude<ConformanceCase, { form: 'malformed' }>;

/** Interpolation ends in a division, whose last digit depends on the order of the operations. */
const INTERPOLATED_TOLERANCE_SECONDS = 1e-6;

/** Runs one case. Every field of its expectation is compared; one nobody knows differs from nothing got. */
export function checkCase(entry: ConformanceCase): Difference | undefined {
  if (entry.form === 'malformed') return { id: entry.id, expected: {}, got: { error: entry.problem } };
  const expectation = expectationOf(entry);
  try {
    const observation = observe(entry);
    const differing = Object.keys(expectation).filter((field) => !agree(field, expectation[field], observation[field]));
    if (differing.length === 0) return undefined;
    return { id: entry.id, expected: pick(expectation, differing), got: pick(observation, differing) };
  } catch (error) {
    return { id: entry.id, expected: expectation, got: { error: String(error) } };
  }
}

function expectationOf({ form, value }: WellFormedCase): Record<string, unknown> {
  if (form !== 'business-time') return value.expect;
  const { expect, expectLatest } = value;
  return expectLatest === undefined ? { expect } : { expect, expectLatest };
}

function observe(entry: WellFormedCase): Record<string, unknown> {
  if (entry.form === 'business-time') return observeBusinessTime(entry.value);
  return entry.form === 'sla' ? observeSla(entry.value) : observeAggregate(entry.value);
}

function agree(field: string, expected: unknown, got: unknown): boolean {
  if (field === 'percentileInterpolatedSeconds' && typeof expected === 'number' && typeof got === 'number') {
    return Math.abs(expected - got) <= INTERPOLATED_TOLERANCE_SECONDS;
  }
  return isDeepStrictEqual(inUtc(expected), inUtc(got));
}

/** Instants may be written with any offset; they are compared as instants. */
function inUtc(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inUtc);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, inUtc(part)]));
  }
  return typeof value === 'string' && /^\d{4}-/.test(value) ? formatInstant(parseInstant(value)) : value;
}

function pick(record: Record<string, unknown>, fields: string[]): Record<string, unknown> {
  return Object.fromEntries(fields.map((field) => [field, record[field]]));
}

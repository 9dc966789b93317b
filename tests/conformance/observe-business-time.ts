import { compileCalendar } from '../../src/domain/calendar/compile-calendar.ts';
import type { CompiledCalendar } from '../../src/domain/calendar/compiled-calendar.ts';
import { formatInstant, parseInstant } from '../../src/domain/instant.ts';
import type { BusinessTimeCase } from './read-cases.ts';

/** What the calendar answers, under the names of the case's expectations. */
export function observeBusinessTime(entry: BusinessTimeCase): { expect: unknown; expectLatest?: unknown } {
  const calendar = compileCalendar(entry.calendar);
  const fromAt = parseInstant(entry.from);
  if (entry.op === 'isOpen') return { expect: calendar.isOpen(fromAt) };
  if (entry.op === 'elapsed') return { expect: calendar.elapsedSeconds(fromAt, parseInstant(entry.to ?? '')) };
  return observeAdding(calendar, fromAt, entry.seconds ?? Number.NaN);
}

function observeAdding(calendar: CompiledCalendar, fromAt: number, seconds: number) {
  const earliest = calendar.addSeconds(fromAt, seconds);
  const latest = calendar.latestInstantWithin(fromAt, seconds);
  return {
    expect: earliest === null ? null : formatInstant(earliest),
    expectLatest: latest === null ? null : formatInstant(latest),
  };
}

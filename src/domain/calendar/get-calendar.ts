import type { CalendarRules } from './calendar.ts';
import { compileCalendar } from './compile-calendar.ts';
import type { CompiledCalendar } from './compiled-calendar.ts';

const compiled = new WeakMap<CalendarRules, CompiledCalendar>();

/** The calendar of rules that never change, as those of a published version: compiled once for as long as somebody holds them. */
export function getCalendar(rules: CalendarRules): CompiledCalendar {
  const held = compiled.get(rules) ?? compileCalendar(rules);
  compiled.set(rules, held);
  return held;
}

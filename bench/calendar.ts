import type { CalendarRules } from '../src/domain/calendar/calendar.ts';
import { compileCalendar } from '../src/domain/calendar/compile-calendar.ts';
import { parseInstant } from '../src/domain/instant.ts';
import type { BenchResult } from './result.ts';

const GOAL_PER_SECOND = 5_000_000;
const QUESTIONS = 1_000_000;
const FIRST_AT = parseInstant('2010-01-01T00:00:00Z');
const SPAN_SECONDS = 20 * 365 * 86_400;

const RULES: CalendarRules = {
  timeZone: 'Europe/Berlin',
  week: {
    mon: [['09:00', '17:00']],
    tue: [['09:00', '17:00']],
    wed: [['09:00', '17:00']],
    thu: [['09:00', '17:00']],
    fri: [['09:00', '17:00']],
  },
  holidays: Array.from({ length: 20 }, (_, i) => [`${2010 + i}-01-01`, `${2010 + i}-05-01`, `${2010 + i}-12-25`]).flat(),
  dateOverrides: {},
  breaks: {},
};

/** Questions a second about open time, beside what two searches in a sorted array cost on this machine. */
export async function benchCalendar(): Promise<BenchResult[]> {
  const { fromAts, toAts } = drawQuestions();
  const calendar = compileCalendar(RULES);
  const elapsed = measurePerSecond(QUESTIONS, (i) => calendar.elapsedSeconds(fromAts[i] as number, toAts[i] as number));
  const adding = measurePerSecond(QUESTIONS, (i) => calendar.addSeconds(fromAts[i] as number, 28_800) ?? 0);
  const openings = listOpenings(calendar);
  const searching = measurePerSecond(QUESTIONS, (i) => countUpTo(openings, toAts[i] as number) - countUpTo(openings, fromAts[i] as number));
  const converting = measurePerSecond(
    QUESTIONS / 20,
    (i) => Temporal.Instant.fromEpochMilliseconds((fromAts[i] as number) * 1000).toZonedDateTimeISO(RULES.timeZone).hour,
  );
  const floor = { name: `two binary searches in ${openings.length} sorted openings`, value: searching };
  return [
    {
      name: 'calendar: elapsedSeconds, Europe/Berlin, 5 days a week, 20 years',
      value: elapsed,
      unit: 'questions/s',
      floor,
      ratio: elapsed / searching,
      goal: `at least ${GOAL_PER_SECOND} questions/s on one core`,
      met: elapsed >= GOAL_PER_SECOND,
    },
    { name: 'calendar: addSeconds, 8 h', value: adding, unit: 'questions/s', floor, ratio: adding / searching },
    { name: 'calendar: Temporal conversions, for comparison', value: converting, unit: 'conversions/s' },
  ];
}

/** Waits of up to 14 days, spread over 20 years by a fixed sequence. */
function drawQuestions() {
  const fromAts = new Float64Array(QUESTIONS);
  const toAts = new Float64Array(QUESTIONS);
  let state = 1;
  const draw = (bound: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
  for (let i = 0; i < QUESTIONS; i++) {
    fromAts[i] = FIRST_AT + draw(SPAN_SECONDS);
    toAts[i] = (fromAts[i] as number) + draw(14 * 86_400);
  }
  return { fromAts, toAts };
}

/** The best of five rounds, as other work on the machine can only slow one down. */
function measurePerSecond(count: number, ask: (i: number) => number): number {
  let best = 0;
  let sum = 0;
  for (let round = 0; round < 5; round++) {
    const startedAt = performance.now();
    for (let i = 0; i < count; i++) sum += ask(i);
    best = Math.max(best, (count * 1000) / (performance.now() - startedAt));
  }
  if (!Number.isFinite(sum)) throw new Error('an answer was no number');
  return Math.round(best);
}

function listOpenings(calendar: ReturnType<typeof compileCalendar>): Float64Array {
  const openings: number[] = [];
  let at: number | null = FIRST_AT;
  while (at !== null && at < FIRST_AT + SPAN_SECONDS) {
    if (calendar.isOpen(at)) openings.push(at);
    at = calendar.nextChange(at);
  }
  return Float64Array.from(openings);
}

function countUpTo(sorted: Float64Array, at: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

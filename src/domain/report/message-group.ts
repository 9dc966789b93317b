import { nameWeekday } from '../calendar-words.ts';
import type { HourCell } from '../figures/charts.ts';

/** Parts of a day by the hours on the wall, `to` exclusive. Whoever plans work thinks in them. */
export const DAY_PARTS = [
  { key: 'night', from: 0, to: 6, plural: 'nights' },
  { key: 'morning', from: 6, to: 12, plural: 'mornings' },
  { key: 'afternoon', from: 12, to: 18, plural: 'afternoons' },
  { key: 'evening', from: 18, to: 24, plural: 'evenings' },
] as const;

/** Messages of one promise that have something in common. */
export interface MessageGroup {
  readonly kind: 'weekday' | 'day-part' | 'weekday-part' | 'hour' | 'language' | 'topic';
  /** How a sentence goes on after the channel's name: "on Monday mornings". */
  readonly words: string;
  readonly met: number;
  readonly breached: number;
  /** The hours of the week it is made of, 24 × weekday + hour; undefined where it is not made of hours. */
  readonly hours: ReadonlySet<number> | undefined;
  /** The language or topic, where it is made of one. */
  readonly label?: string;
}

/** The groups by weekday, part of the day, both, and hour, that have messages. */
export function groupByTime(cells: readonly HourCell[]): MessageGroup[] {
  const weekdays = Array.from({ length: 7 }, (_, weekday) => weekday);
  const ofWeekday = (weekday: number) => (cell: HourCell) => cell.weekday === weekday;
  const ofPart = (part: { from: number; to: number }) => (cell: HourCell) => cell.hour >= part.from && cell.hour < part.to;
  return [
    ...weekdays.map((weekday) => sumCells('weekday', `on ${nameWeekday(weekday + 1)}s`, cells.filter(ofWeekday(weekday)))),
    ...DAY_PARTS.map((part) => sumCells('day-part', describePart(part), cells.filter(ofPart(part)))),
    ...weekdays.flatMap((weekday) =>
      DAY_PARTS.map((part) =>
        sumCells('weekday-part', describeWeekdayPart(weekday, part), cells.filter(ofWeekday(weekday)).filter(ofPart(part))),
      ),
    ),
    ...Array.from({ length: 24 }, (_, hour) =>
      sumCells(
        'hour',
        `from ${clock(hour)} to ${clock(hour + 1)}`,
        cells.filter((cell) => cell.hour === hour),
      ),
    ),
  ].filter(({ met, breached }) => met + breached > 0);
}

function sumCells(kind: MessageGroup['kind'], words: string, cells: readonly HourCell[]): MessageGroup {
  const met = cells.reduce((sum, cell) => sum + cell.met, 0);
  const decided = cells.reduce((sum, cell) => sum + cell.decided, 0);
  return { kind, words, met, breached: decided - met, hours: new Set(cells.map(({ weekday, hour }) => weekday * 24 + hour)) };
}

type DayPart = (typeof DAY_PARTS)[number];

function describePart({ key, from, to }: DayPart): string {
  return key === 'night' ? `at night, ${clock(from)} to ${clock(to)}` : `in the ${key}s, ${clock(from)} to ${clock(to)}`;
}

/** The first hours of a Monday belong to Sunday's night for most people, so they are told by the clock. */
function describeWeekdayPart(weekday: number, { key, plural, to }: DayPart): string {
  const day = nameWeekday(weekday + 1);
  return key === 'night' ? `on ${day}s before ${clock(to)}` : `on ${day} ${plural}`;
}

const clock = (hour: number): string => `${String(hour).padStart(2, '0')}:00`;

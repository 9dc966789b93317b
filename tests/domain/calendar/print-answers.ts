import { compileCalendar } from '../../../src/domain/calendar/compile-calendar.ts';
import { formatInstant, parseInstant } from '../../../src/domain/instant.ts';

/** Run by process-zone.test.ts under several values of TZ. */
const calendar = compileCalendar({
  timeZone: 'Europe/Berlin',
  week: { mon: [['09:00', '17:00']], fri: [['22:00', '06:00']], sun: [['01:30', '03:30']] },
  holidays: ['2024-05-06'],
  dateOverrides: { '2024-10-27': [['02:00', '02:30']] },
  breaks: { '2024-03-04': [['12:00', '13:00']] },
});

let at: number | null = parseInstant('2024-01-01T01:00:00+01:00');
for (let i = 0; i < 120 && at !== null; i++) {
  const due = calendar.addSeconds(at, 40_000);
  console.log(formatInstant(at), calendar.isOpen(at), calendar.elapsedSeconds(at - 500_000, at), due);
  at = calendar.nextChange(at);
}

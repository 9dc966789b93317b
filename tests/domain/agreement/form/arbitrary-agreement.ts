import fc from 'fast-check';
import { type Agreement, agreementForm } from '../../../../src/domain/agreement/agreement.ts';
import { channelKinds } from '../../../../src/domain/agreement/channel-kind.ts';
import { type Interval, WEEKDAYS } from '../../../../src/domain/calendar/calendar.ts';
import { METRICS } from '../../../../src/domain/commitment/metric.ts';

const line = fc.string({ maxLength: 40 }).map((text) => text.replaceAll(/[\r\n]/g, ' ').trim());
const text = fc.string({ maxLength: 80, unit: 'grapheme' }).map((typed) => typed.replaceAll('\r', '').trim());

const time = fc
  .nat({ max: 1439 })
  .map((minute) => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`);
const interval = fc
  .tuple(time, fc.oneof(time, fc.constant('24:00')))
  .filter(([start, end]) => start !== end)
  .map((ends): Interval => ends);
const intervals = fc
  .uniqueArray(interval, { minLength: 1, maxLength: 3, selector: ([start]) => start })
  .map((list) => list.sort(([a], [b]) => (a < b ? -1 : 1)));
const date = fc.integer({ min: 20_000, max: 24_000 }).map((day) => new Date(day * 86_400_000).toISOString().slice(0, 10));
const dates = fc.dictionary(date, fc.oneof(intervals, fc.constant([])), { maxKeys: 3 });

const calendar = (id: string) =>
  fc.record({
    id: fc.constant(id),
    name: line,
    rules: fc.record({
      timeZone: fc.constantFrom('Europe/Berlin', 'Asia/Kathmandu', 'UTC'),
      week: fc
        .uniqueArray(fc.tuple(fc.constantFrom(...WEEKDAYS), intervals), { selector: ([day]) => day })
        .map((days) => Object.fromEntries(days)),
      holidays: fc.uniqueArray(date, { maxLength: 4 }).map((list) => list.sort()),
      dateOverrides: dates,
      breaks: dates,
    }),
    holidayNames: fc.constant({}),
  });

const channel = (id: string) =>
  fc.record({
    id: fc.constant(id),
    kind: fc.constantFrom(...channelKinds),
    handle: line,
    url: fc.constantFrom('', 'https://example.org/help?a=b', 'mailto:care@example.org', 'tel:+4930123'),
    purpose: line,
    covers: text,
    doesNotCover: text,
    languages: fc.uniqueArray(fc.constantFrom('en', 'de', 'pt-BR', 'zh-Hant-TW', 'gsw', 'fil', 'xx'), { maxLength: 4 }),
    privateMatters: line,
    calendarId: fc.constantFrom('c0', 'c1'),
  });

const commitment = (id: string) =>
  fc
    .tuple(plainCommitment(id), fc.constantFrom({}, { topic: 'billing' }, { ownTargets: true }))
    .map(([plain, more]) => ({ ...plain, ...more }));

const plainCommitment = (id: string) =>
  fc.record({
    id: fc.constant(id),
    channelId: fc.constantFrom('k0', 'k1'),
    metric: fc.constantFrom(...METRICS),
    targetSeconds: fc.oneof(fc.integer({ min: 1, max: 31_536_000 }), fc.constantFrom(3600, 5400, 86_400, 604_800)),
    objectivePercent: fc.integer({ min: 100, max: 10_000 }).map((points) => points / 100),
    clockCalendarId: fc.constantFrom('c0', 'c1', null),
    automationAnswers: fc.boolean(),
  });

const listOf = <Item>(prefix: string, make: (id: string) => fc.Arbitrary<Item>) =>
  fc.nat({ max: 3 }).chain((count) => fc.tuple(...Array.from({ length: count }, (_, index) => make(`${prefix}${index}`))));

/** Any agreement that can be saved, complete or not. */
export const arbitraryAgreement: fc.Arbitrary<Agreement> = fc
  .record({
    channels: listOf('k', channel),
    calendars: listOf('c', calendar),
    commitments: listOf('m', commitment),
    conduct: fc.record({ weDo: text, weAsk: text, otherwise: text }),
    equalTreatment: fc.record({ promised: fc.boolean(), statement: text }),
    remedy: text,
    owner: fc.record({ name: line, contact: line }),
    reviewOn: fc.oneof(date, fc.constant('')),
    noticePeriodDays: fc.nat({ max: 365 }),
  })
  .map((content) => agreementForm.parse(content));

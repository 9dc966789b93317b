import { z } from 'zod';
import { calendarRulesForm } from '../calendar/calendar.ts';
import { METRICS } from '../commitment/metric.ts';
import { channelKinds } from './channel-kind.ts';

/**
 * The content of an agreement, in a draft or in a published version. It is one document: what it refers to stands in it,
 * so that a version never changes when something else does. `findAgreementProblems` says what keeps a draft from being published.
 */

const identifier = z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/, 'Use 1 to 40 small letters, digits and hyphens.');
const line = (length: number) => z.string().trim().max(length, `Write at most ${length} characters.`);
const markdown = z.string().trim().max(10_000, 'Write at most 10,000 characters.');

/** Most dates a calendar may name: holidays, hours for single dates and breaks together. */
const MOST_DATES = 1000;

const boundedCalendarRules = calendarRulesForm.refine(
  (rules) => rules.holidays.length + Object.keys(rules.dateOverrides).length + Object.keys(rules.breaks).length <= MOST_DATES,
  `Name at most ${MOST_DATES} dates; remove those that have passed.`,
);

export const calendarForm = z.strictObject({
  id: identifier,
  name: line(80),
  rules: boundedCalendarRules,
  /** What each holiday is called; its dates stand in `rules.holidays`. */
  holidayNames: z.record(z.string(), line(120)).default({}),
});

export const channelForm = z.strictObject({
  id: identifier,
  kind: z.enum(channelKinds),
  /** What customers look for: `@acme`, an address, a number. */
  handle: line(120),
  /** Where a click leads; empty when there is no address. */
  url: z.union([
    z.literal(''),
    z.url({ protocol: /^(https?|mailto|tel|sms)$/, message: 'Write a full address, such as https://example.org/contact.' }),
  ]),
  purpose: line(300),
  covers: line(1000),
  doesNotCover: line(1000),
  /** BCP 47 tags. */
  languages: z.array(z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'Use language tags such as en or pt-BR.')).max(40),
  /** Where to go instead with private matters. */
  privateMatters: line(300),
  /** The hours in which it is staffed. */
  calendarId: identifier,
});

export const commitmentForm = z.strictObject({
  id: identifier,
  channelId: identifier,
  metric: z.enum(METRICS),
  /** Whole seconds on the commitment's clock, from one second to one year. For `answered` the horizon. */
  targetSeconds: z.int().min(1).max(31_536_000),
  /** Share to be kept, in per cent with at most two decimals. */
  objectivePercent: z.number().min(1).max(100).multipleOf(0.01),
  /** The calendar whose open time is counted, or null to count all elapsed time. */
  clockCalendarId: identifier.nullable(),
  /** True when an automatic reply counts as an answer; the page says so. */
  automationAnswers: z.boolean(),
  /** Narrows the promise to messages with this topic, a label that the source gives. */
  topic: line(60).min(1, 'Name the topic, or leave it out.').optional(),
  /** True when each message is held to the time that its source names for it (`due`), not to `targetSeconds`. Others are not covered. */
  ownTargets: z.boolean().optional(),
});

export const agreementForm = z.strictObject({
  channels: z.array(channelForm).max(60),
  calendars: z.array(calendarForm).max(60),
  commitments: z.array(commitmentForm).max(200),
  conduct: z.strictObject({ weDo: markdown, weAsk: markdown, otherwise: markdown }),
  /** No faster service for a larger following. */
  equalTreatment: z.strictObject({ promised: z.boolean(), statement: markdown }),
  /** What the company does when it does not keep its word. */
  remedy: markdown,
  /** Who answers for the agreement: an office or a role, and how to reach it. */
  owner: z.strictObject({ name: line(120), contact: line(200) }),
  reviewOn: z.union([z.literal(''), z.iso.date('Write the date as YYYY-MM-DD.')]),
  /** Days between publishing a weaker version and its effect. */
  noticePeriodDays: z.int().min(0).max(365),
});

export type AgreementCalendar = z.output<typeof calendarForm>;
export type AgreementChannel = z.output<typeof channelForm>;
export type Commitment = z.output<typeof commitmentForm>;
export type Agreement = z.output<typeof agreementForm>;

/** The agreement of a company that has not written anything yet. Nothing in it is promised. */
export const EMPTY_AGREEMENT: Agreement = {
  channels: [],
  calendars: [],
  commitments: [],
  conduct: { weDo: '', weAsk: '', otherwise: '' },
  equalTreatment: { promised: false, statement: '' },
  remedy: '',
  owner: { name: '', contact: '' },
  reviewOn: '',
  noticePeriodDays: 30,
};

/** A published version of a company's agreement. Never changes. */
export interface AgreementVersion {
  readonly number: number;
  readonly publishedAt: number;
  readonly effectiveAt: number;
  readonly content: Agreement;
}

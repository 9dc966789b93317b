import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { calendarRulesForm } from '../../src/domain/calendar/calendar.ts';

/** Other fields beside the rules, such as a name, say nothing about time. */
const calendar = calendarRulesForm.strip();

const seconds = z.number().int().nonnegative();

const businessTimeCase = z.object({
  id: z.string(),
  calendar,
  op: z.enum(['elapsed', 'add', 'isOpen']),
  from: z.string(),
  to: z.string().nullish(),
  seconds: seconds.nullish(),
  expect: z.union([z.number(), z.string(), z.boolean(), z.null()]),
  expectLatest: z.union([z.string(), z.null()]).optional(),
});
export type BusinessTimeCase = z.infer<typeof businessTimeCase>;

const terms = z.object({
  targetSeconds: seconds,
  clock: z.enum(['calendar', 'business']),
  calendar: calendar.nullish(),
  pauseOn: z.array(z.enum(['pending_customer', 'resolved'])).nullish(),
});
export type Terms = z.infer<typeof terms>;

const slaCase = z.object({
  id: z.string(),
  commitment: terms.extend({
    metric: z.enum(['first_response', 'next_response', 'resolution']),
    versions: z.array(terms.partial().extend({ effectiveFrom: z.string() })).nullish(),
  }),
  now: z.string(),
  events: z.array(
    z.object({
      at: z.string(),
      type: z.enum([
        'customer_message',
        'agent_reply',
        'auto_reply',
        'customer_auto_reply',
        'internal_note',
        'pending_customer',
        'resumed',
        'resolved',
        'reopened',
        'excluded',
        'exclusion_revoked',
      ]),
    }),
  ),
  expect: z.record(z.string(), z.unknown()),
});
export type SlaCase = z.infer<typeof slaCase>;

const aggregateCase = z.object({
  id: z.string(),
  commitment: z.object({ percentile: z.number() }),
  items: z.array(z.object({ seconds: seconds.nullable(), status: z.enum(['met', 'breached', 'running', 'excluded']) })),
  expect: z.record(z.string(), z.unknown()),
});
export type AggregateCase = z.infer<typeof aggregateCase>;

export type ConformanceCase =
  | { form: 'business-time'; id: string; value: BusinessTimeCase }
  | { form: 'sla'; id: string; value: SlaCase }
  | { form: 'aggregate'; id: string; value: AggregateCase }
  | { form: 'malformed'; id: string; problem: string };

/** What keeps a file from being run at all, in words for whoever called the runner. */
export class UnreadableFile extends Error {}

/**
 * Reads a file of cases; the form of each is told by its fields. A case of a known form with a wrong
 * field is `malformed`, which the others need not suffer for.
 *
 * @throws UnreadableFile when the file is not there, is no list of cases, or holds a case of no known form.
 */
export function readCases(file: string): ConformanceCase[] {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UnreadableFile(`${file}: cannot be read: ${error instanceof Error ? error.message : error}`);
  }
  if (!Array.isArray(content) || content.length === 0) throw new UnreadableFile(`${file}: is not a list of cases`);
  return content.map((entry, index) => readCase(entry, `${file}, case ${index + 1}`));
}

function readCase(entry: unknown, place: string): ConformanceCase {
  const has = (...fields: string[]): boolean => typeof entry === 'object' && entry !== null && fields.every((field) => field in entry);
  const malformed = (error: z.ZodError): ConformanceCase => ({
    form: 'malformed',
    id: place,
    problem: z.prettifyError(error),
  });
  if (has('calendar', 'op')) {
    const { data, error } = businessTimeCase.safeParse(entry);
    return error ? malformed(error) : { form: 'business-time', id: data.id, value: data };
  }
  if (has('commitment', 'events')) {
    const { data, error } = slaCase.safeParse(entry);
    return error ? malformed(error) : { form: 'sla', id: data.id, value: data };
  }
  if (has('commitment', 'items')) {
    const { data, error } = aggregateCase.safeParse(entry);
    return error ? malformed(error) : { form: 'aggregate', id: data.id, value: data };
  }
  throw new UnreadableFile(`${place}: is of no known form; it has neither calendar and op, nor commitment and events or items`);
}

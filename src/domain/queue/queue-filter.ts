import { z } from 'zod';
import { METRICS } from '../commitment/metric.ts';
import { DAY_SECONDS, HOUR_SECONDS } from '../instant.ts';

/** What of the queue is shown by when it is due: what is breached, or what is due within so long by the clock on the wall. */
export const DUE_CHOICES = ['breached', '1h', '4h', '1d'] as const;
export type DueChoice = (typeof DUE_CHOICES)[number];

/** How far ahead a choice looks. */
export const DUE_WITHIN_SECONDS = { '1h': HOUR_SECONDS, '4h': 4 * HOUR_SECONDS, '1d': DAY_SECONDS } as const;

/** Stands for the language of messages whose language nobody told: "undetermined" in ISO 639. */
export const UNKNOWN_LANGUAGE = 'und';

/** Which part of the queue is meant; an empty text leaves nothing out. */
export const queueFilterForm = z.strictObject({
  channel: z.string().max(40).default(''),
  metric: z.enum(['', ...METRICS]).default(''),
  due: z.enum(['', ...DUE_CHOICES]).default(''),
  /** A BCP 47 tag, or `und`. */
  language: z.string().max(40).default(''),
});
export type QueueFilter = z.output<typeof queueFilterForm>;

const FIELDS = ['channel', 'metric', 'due', 'language'] as const;

const { channel, metric, due, language } = queueFilterForm.shape;
const addressForm = z.object({
  channel: channel.catch(''),
  metric: metric.catch(''),
  due: due.catch(''),
  language: language.catch(''),
});

/** Reads a filter from an address. What it cannot mean leaves nothing out: an old address stays good. */
export function readQueueFilter(address: URLSearchParams): QueueFilter {
  return addressForm.parse(Object.fromEntries(address));
}

/** The filter as the query of an address, always in the same order: `channel=x&due=1h`; empty when it leaves nothing out. */
export function formatQueueFilter(filter: QueueFilter): string {
  return new URLSearchParams(FIELDS.flatMap((field) => (filter[field] === '' ? [] : [[field, filter[field]]]))).toString();
}

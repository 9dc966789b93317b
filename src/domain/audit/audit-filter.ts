import { z } from 'zod';

const DATE = z.union([z.literal(''), z.iso.date()]);

/** Which part of the audit log is meant; an empty text leaves nothing out. What an address cannot mean leaves nothing out. */
const addressForm = z.object({
  /** `user:ID`, `api-key:ID` or `system`. */
  who: z.string().max(200).catch('').default(''),
  /** Name of a command. */
  what: z.string().max(60).catch('').default(''),
  /** First and last day in the company's zone, inclusive. */
  from: DATE.catch('').default(''),
  to: DATE.catch('').default(''),
});
export type AuditFilter = z.output<typeof addressForm>;

const FIELDS = ['who', 'what', 'from', 'to'] as const;

/** Reads a filter from an address. */
export function readAuditFilter(address: URLSearchParams): AuditFilter {
  return addressForm.parse(Object.fromEntries(address));
}

/** The filter as the query of an address; empty when it leaves nothing out. */
export function formatAuditFilter(filter: AuditFilter): string {
  return new URLSearchParams(FIELDS.flatMap((field) => (filter[field] === '' ? [] : [[field, filter[field]]]))).toString();
}

/** The id before which a page begins, from an address; undefined for the first page. */
export function readAuditPlace(text: string | null): number | undefined {
  return text !== null && /^[1-9]\d{0,14}$/.test(text) ? Number(text) : undefined;
}

import type { z } from 'zod';
import type { Instant } from '../domain/instant.ts';
import { AppError, type ErrorCode } from './errors.ts';
import { type EventInput, eventInput } from './event-input.ts';
import { readPlainEvent } from './plain-event.ts';

/** What became of one event of a batch. */
export interface ItemResult {
  /** Position in the batch, from 0. */
  readonly index: number;
  /** The event's id as given; null where there is none. */
  readonly id: string | null;
  readonly status: 'recorded' | 'duplicate' | 'rejected';
  /** Why it was rejected, or that a duplicate differs from what is recorded. */
  readonly code?: ErrorCode;
  readonly message?: string;
  readonly hint?: string;
}

/** Clocks differ: an event may be so far ahead of ours. */
export const FUTURE_TOLERANCE_SECONDS = 300;

/** An item of the right form, or why it is refused. */
export type CheckedInput = { readonly input: EventInput } | { readonly refusal: ItemResult };

/** Checks one item by itself. An AppError in place of an item is why that could not be read. */
export function checkItem(item: unknown, index: number, sourceKind: string, now: Instant): CheckedInput {
  if (item instanceof AppError) return { refusal: refuse(index, null, item.code, item.message, item.hint) };
  const plain = readPlainEvent(item);
  if (plain !== undefined) return checkInput(plain, index, sourceKind, now);
  const parsed = eventInput.safeParse(item);
  return parsed.success ? checkInput(parsed.data, index, sourceKind, now) : { refusal: refuseForm(item, index, parsed.error) };
}

function checkInput(input: EventInput, index: number, sourceKind: string, now: Instant): CheckedInput {
  if (input.at > now + FUTURE_TOLERANCE_SECONDS) return { refusal: refuse(index, input.id, 'instant-in-future', ...futureText(input.at)) };
  if (input.reason === 'not-observable' && sourceKind !== 'import') {
    const message = 'The reason not-observable is for imports whose file does not show whether a message was answered.';
    return { refusal: refuse(index, input.id, 'invalid-input', message, 'Use one of the other reasons, or record the reply.') };
  }
  return { input };
}

/** A result that says why an event was not taken. */
export function refuse(index: number, id: string | null, code: ErrorCode, message: string, hint: string): ItemResult {
  return { index, id, status: 'rejected', code, message, hint };
}

function refuseForm(item: unknown, index: number, error: z.ZodError): ItemResult {
  const message = error.issues.map(({ path, message }) => (path.length === 0 ? message : `${path.join('.')}: ${message}`)).join(' ');
  const id = typeof item === 'object' && item !== null && 'id' in item && typeof item.id === 'string' ? item.id.slice(0, 200) : null;
  return refuse(index, id, 'invalid-input', message, 'Correct this event and send it again; the others need not be sent again.');
}

/** Later than this, seconds since 1970 are probably milliseconds. */
const PROBABLY_MILLISECONDS = 100_000_000_000;

function futureText(at: Instant): [message: string, hint: string] {
  const message = `The event is said to happen more than ${FUTURE_TOLERANCE_SECONDS / 60} minutes from now.`;
  if (at > PROBABLY_MILLISECONDS) return [message, 'The time looks like milliseconds. Give whole seconds.'];
  return [message, 'Check the sender’s clock and time zone, and send the event when it has happened.'];
}

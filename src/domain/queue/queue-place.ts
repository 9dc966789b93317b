import { z } from 'zod';
import type { Instant } from '../instant.ts';

/** Where an obligation stands in the queue: what it is sorted by, and then what tells it apart. */
export interface QueuePlace {
  /** Null: nothing is due, and it stands at the end. */
  readonly breachAt: Instant | null;
  readonly sourceId: number;
  readonly conversationId: string;
  readonly commitmentId: string;
  readonly ordinal: number;
}

const placeForm = z.tuple([z.int().nullable(), z.int32(), z.string().max(1000), z.string().max(40), z.int32()]);

/** A place as a part of an address. */
export function formatQueuePlace(place: QueuePlace): string {
  const parts = [place.breachAt, place.sourceId, place.conversationId, place.commitmentId, place.ordinal];
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/** Reads a place from an address; undefined when it is none. */
export function parseQueuePlace(text: string | null): QueuePlace | undefined {
  if (text === null) return undefined;
  try {
    const [breachAt, sourceId, conversationId, commitmentId, ordinal] = placeForm.parse(
      JSON.parse(Buffer.from(text, 'base64url').toString()),
    );
    // PostgreSQL holds no such character in a text, and would refuse to compare with it.
    return conversationId.includes('\0') || commitmentId.includes('\0')
      ? undefined
      : { breachAt, sourceId, conversationId, commitmentId, ordinal };
  } catch {
    return undefined;
  }
}

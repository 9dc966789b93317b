import { z } from 'zod';
import type { Instant } from '../instant.ts';

/**
 * Names one wait under one commitment by what asked for it. It stays the same when other events of the conversation become known, which
 * the wait's ordinal does not. In this order, the newest first, it is also its place in the list of breaches.
 */
export interface BreachKey {
  readonly askedAt: Instant;
  readonly sourceId: number;
  readonly conversationId: string;
  readonly commitmentId: string;
  /** The message that asked; empty for a resolution asked for by reopening alone. */
  readonly messageId: string;
}

const keyForm = z.tuple([z.int(), z.int32(), z.string().max(1000), z.string().max(40), z.string().max(1000)]);

/** A key as a part of an address or the value of a box. */
export function formatBreachKey({ askedAt, sourceId, conversationId, commitmentId, messageId }: BreachKey): string {
  return Buffer.from(JSON.stringify([askedAt, sourceId, conversationId, commitmentId, messageId])).toString('base64url');
}

/** Reads a key; undefined when it is none. */
export function parseBreachKey(text: string | null): BreachKey | undefined {
  if (text === null) return undefined;
  try {
    const parts = keyForm.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
    const [askedAt, sourceId, conversationId, commitmentId, messageId] = parts;
    // PostgreSQL holds no such character in a text, and would refuse to compare with it.
    if ([conversationId, commitmentId, messageId].some((part) => part.includes('\0'))) return undefined;
    return { askedAt, sourceId, conversationId, commitmentId, messageId };
  } catch {
    return undefined;
  }
}

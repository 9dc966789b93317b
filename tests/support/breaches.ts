import { recordEvents } from '../../src/commands/record-events.ts';
import { type BreachKey, formatBreachKey } from '../../src/domain/breach/breach-key.ts';
import type { Instant } from '../../src/domain/instant.ts';
import type { Database } from '../../src/store/database.ts';
import { makeContext, TEST_NOW } from './context.ts';
import { makeMeasuredCompany } from './measured-company.ts';

/** A company whose messages can be asked and answered, and named by the keys of their waits on the channel `x`. */
export async function makeBreachPlace(db: Database) {
  const company = await makeMeasuredCompany(db);
  const { scope } = company;
  const askedAt = new Map<string, Instant>();
  const system = (now: Instant) => makeContext(db, { actor: { kind: 'system' }, now });
  const record = (events: object[], now = TEST_NOW) => recordEvents(system(now), scope, events);
  const contextAt = (now: Instant, actor = company.owner.actor) => makeContext(db, { actor, now });
  return {
    company,
    scope,
    record,
    contextAt,
    owner: contextAt(TEST_NOW),
    /** Asks on `x`; `answeredAfter` null: nobody answers. The message is called as its conversation. */
    async ask(conversation: string, at: Instant, answeredAfter: number | null = null, channel = 'x'): Promise<void> {
      askedAt.set(conversation, at);
      const shared = { conversation, channel };
      const question = { id: conversation, ...shared, type: 'customer-message', at };
      const answer = { id: `${conversation} answer`, ...shared, type: 'agent-reply', at: at + (answeredAfter ?? 0) };
      await record(answeredAfter === null ? [question] : [question, answer]);
    },
    keyOf(conversationId: string, change: Partial<BreachKey> = {}): string {
      const key = { sourceId: scope.sourceId, conversationId, commitmentId: 'x-first', messageId: conversationId };
      return formatBreachKey({ askedAt: askedAt.get(conversationId) ?? 0, ...key, ...change });
    },
  };
}

import { z } from 'zod';
import { type BreachKey, parseBreachKey } from '../domain/breach/breach-key.ts';
import { REFUSAL_WORDS, type Refusal, type RefusalReason } from '../domain/breach/refusal.ts';
import type { Instant } from '../domain/instant.ts';
import { holdCompany } from '../store/company.ts';
import { holdConversations } from '../store/conversation.ts';
import type { DatabaseTransaction } from '../store/database.ts';
import { listNamedWaits, type NamedWait } from '../store/wait.ts';
import type { CompanyScope } from './context.ts';
import { AppError, type ErrorCode } from './errors.ts';

/** The most messages of one decision. */
const MOST_CHOSEN = 1_000;

/** Waits that somebody chose, by the keys that their rows carry. */
export const breachSelection = z
  .array(
    z.string().transform((text, context): BreachKey => {
      const key = parseBreachKey(text);
      if (key !== undefined) return key;
      context.issues.push({ code: 'custom', message: 'Load the page again and choose anew.', input: text });
      return z.NEVER;
    }),
  )
  .min(1, 'Choose at least one message.')
  .max(MOST_CHOSEN, `Choose at most ${MOST_CHOSEN} messages at once.`);

/**
 * The company's waits that were chosen, their conversations held so that nobody else decides about them before this transaction ends.
 * @throws AppError `not-found` when the company has none of them.
 */
export async function holdSelection(
  trx: DatabaseTransaction,
  company: CompanyScope,
  keys: readonly BreachKey[],
  now: Instant,
): Promise<NamedWait[]> {
  // The company first, as whoever records does: nobody waits in a circle.
  await holdCompany(trx, company.id);
  const sources = Map.groupBy(keys, ({ sourceId }) => sourceId);
  for (const [sourceId, ofSource] of [...sources].sort(([a], [b]) => a - b)) {
    const ids = new Set(ofSource.map(({ conversationId }) => conversationId));
    await holdConversations(trx, { companyId: company.id, sourceId }, [...ids]);
  }
  const waits = await listNamedWaits(trx, company.id, keys, now);
  if (waits.length > 0) return waits;
  throw new AppError('not-found', 'There are no such messages.', 'Load the page again and choose anew.');
}

/** What came of a decision about several messages. */
export interface Decided {
  readonly decided: number;
  readonly refused: readonly Refusal[];
}

const CODES: Readonly<Record<RefusalReason, ErrorCode>> = {
  'too-late': 'too-late-to-exclude',
  'no-message': 'changed-meanwhile',
  'excluded-already': 'changed-meanwhile',
  'not-excluded': 'changed-meanwhile',
  'not-breached': 'changed-meanwhile',
};

/** @throws AppError when nothing at all was decided: the refusal's own code, with why for each message. */
export function toDecided(decided: number, refused: readonly Refusal[]): Decided {
  const [first] = refused;
  if (decided > 0 || first === undefined) return { decided, refused };
  const reasons = [...new Set(refused.map(({ reason }) => reason))];
  const told = reasons.map((reason) => `${refused.filter((one) => one.reason === reason).length} ${REFUSAL_WORDS[reason]}`);
  const message = refused.length === 1 ? `The message ${REFUSAL_WORDS[first.reason]}.` : `Of the messages, ${told.join('; ')}.`;
  const code = CODES[reasons.find((reason) => reason === 'too-late') ?? first.reason];
  throw new AppError(code, message, 'Nothing was changed.');
}

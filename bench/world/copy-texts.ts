import { toObligationRows } from '../../src/commands/update-obligations.ts';
import { toMeasuringRules } from '../../src/domain/agreement/measuring-rules.ts';
import type { VersionRules } from '../../src/domain/conversation/commitment-rule.ts';
import type { ObligationRow } from '../../src/store/obligation.ts';
import type { CompanyPlan } from './company-plan.ts';
import type { DrawnConversation, DrawnEvent } from './draw-conversation.ts';

/** Rows, and those of the events that are a customer's message. */
export interface FilledCounts {
  readonly events: number;
  readonly messages: number;
  readonly conversations: number;
  readonly obligations: number;
}

export const NO_COUNTS: FilledCounts = { events: 0, messages: 0, conversations: 0, obligations: 0 };

export function addCounts(a: FilledCounts, b: FilledCounts): FilledCounts {
  return {
    events: a.events + b.events,
    messages: a.messages + b.messages,
    conversations: a.conversations + b.conversations,
    obligations: a.obligations + b.obligations,
  };
}

/** What COPY takes: lines of text for each table. */
export interface CopyTexts {
  readonly event: string;
  readonly conversation: string;
  readonly obligation: string;
  readonly counts: FilledCounts;
}

type Table = 'event' | 'conversation' | 'obligation';

const OBLIGATION_COLUMNS = [
  ...(['conversation_id', 'commitment_id', 'ordinal', 'channel_id', 'metric', 'version_number', 'message_id', 'asked_at'] as const),
  ...(['due_at', 'breach_at', 'answered_at', 'target_seconds', 'waited_seconds', 'staffed_seconds', 'excluded_at'] as const),
  ...(['exclusion_reason', 'late_exclusion', 'audience', 'language'] as const),
] satisfies (keyof ObligationRow)[];

/** What the texts are copied into. */
export const COPY_TARGETS: Readonly<Record<Table, string>> = {
  event:
    'event (company_id, source_id, id, conversation_id, channel_id, type, at, recorded_at, author_hash, audience, language, message_id, reason)',
  conversation: 'conversation (company_id, source_id, id, channel_id, first_event_at, last_event_at)',
  obligation: `obligation (company_id, source_id, ${OBLIGATION_COLUMNS.join(', ')})`,
};

/** Turns conversations of a company into rows: obligations by the same judging that recording does. */
export class CopyWriter {
  readonly #owner: string;
  readonly #rules: readonly { number: number; effectiveAt: number; rules: ReturnType<typeof toMeasuringRules> }[];
  readonly #byChannel = new Map<string, VersionRules[]>();

  constructor({ scope, versions }: CompanyPlan) {
    this.#owner = `${scope.companyId}\t${scope.sourceId}`;
    this.#rules = versions.map(({ number, effectiveAt, content }) => ({ number, effectiveAt, rules: toMeasuringRules(content) }));
  }

  write(conversations: readonly DrawnConversation[]): CopyTexts {
    const texts = { event: '', conversation: '', obligation: '' };
    const counts = { ...NO_COUNTS, conversations: conversations.length };
    for (const conversation of conversations) {
      const { id, channelId, events } = conversation;
      counts.events += events.length;
      for (const event of events) {
        if (event.type === 'customer-message') counts.messages += 1;
        texts.event += this.#toEventLine(event);
      }
      const ats = events.map(({ at }) => at);
      texts.conversation += `${this.#owner}\t${id}\t${channelId}\t${Math.min(...ats)}\t${Math.max(...ats)}\n`;
      for (const row of toObligationRows(conversation, this.#forChannel(channelId))) {
        counts.obligations += 1;
        texts.obligation += `${this.#owner}\t${OBLIGATION_COLUMNS.map((column) => toField(row[column])).join('\t')}\n`;
      }
    }
    return { ...texts, counts };
  }

  #toEventLine({ id, conversationId, channelId, type, at, recordedAt, ...rest }: DrawnEvent): string {
    const { authorHash, audience, language, messageId, reason } = rest;
    const optional = `${authorHash ?? '\\N'}\t${audience ?? '\\N'}\t${language ?? '\\N'}\t${messageId ?? '\\N'}\t${reason ?? '\\N'}`;
    return `${this.#owner}\t${id}\t${conversationId}\t${channelId}\t${type}\t${at}\t${recordedAt}\t${optional}\n`;
  }

  #forChannel(channelId: string): VersionRules[] {
    let versions = this.#byChannel.get(channelId);
    if (versions === undefined) {
      versions = this.#rules.map(({ number, effectiveAt, rules }) => ({ number, effectiveAt, commitments: rules.get(channelId) ?? [] }));
      this.#byChannel.set(channelId, versions);
    }
    return versions;
  }
}

/** No text of the world holds a character that COPY would read as its own. */
function toField(value: string | number | boolean | null): string {
  return value === null ? '\\N' : typeof value === 'boolean' ? (value ? 't' : 'f') : String(value);
}

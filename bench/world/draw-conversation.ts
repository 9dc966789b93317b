import { createHash } from 'node:crypto';
import { AUDIENCE_BANDS } from '../../src/domain/conversation/audience.ts';
import { AUTHOR_RETENTION_DAYS } from '../../src/domain/conversation/author-retention.ts';
import type { EventType } from '../../src/domain/conversation/event.ts';
import { EXCLUSION_DEADLINE_SECONDS } from '../../src/domain/conversation/exclusion.ts';
import { DAY_SECONDS, HOUR_SECONDS, type Instant } from '../../src/domain/instant.ts';
import type { StoredEvent } from '../../src/store/event.ts';
import { WORLD_CHANNELS } from './channels.ts';
import type { CompanyPlan, PlannedHour } from './company-plan.ts';
import { SeededRandom } from './random.ts';
import { findSlowness } from './timetable.ts';

export interface DrawnEvent extends StoredEvent {
  readonly recordedAt: Instant;
}

export interface DrawnConversation {
  readonly id: string;
  readonly channelId: string;
  /** In order of time, at least one. */
  readonly events: readonly DrawnEvent[];
}

/** Messages that begin a conversation or go on with it, on average. */
export const MESSAGES_PER_CONVERSATION = 1.19;

const GOES_ON = 0.2;
const NEVER_ANSWERED = 0.03;
const EXCLUDED = 0.01;
const RECORDED_LATE = 0.005;
const SIGMA = 1.1;
const REASONS = ['spam', 'abuse', 'duplicate', 'no-reply-needed'];
const AUTHORS = Array.from({ length: 4096 }, (_, index) => createHash('sha256').update(`author ${index}`).digest('hex'));

/** The conversations that begin in an hour, in order of time: the same for the same plan and hour. */
export function drawHour(plan: CompanyPlan, { hour, first, count }: PlannedHour): DrawnConversation[] {
  const random = new SeededRandom(plan.seed, hour, 0x6b657074);
  const askedAts = Array.from({ length: count }, () => hour * HOUR_SECONDS + random.below(HOUR_SECONDS)).sort((a, b) => a - b);
  return askedAts.map((askedAt, index) => new ConversationDrawing(plan, random, first + index).draw(askedAt));
}

class ConversationDrawing {
  readonly #random: SeededRandom;
  readonly #now: Instant;
  readonly #id: string;
  readonly #channel: (typeof WORLD_CHANNELS)[number];
  readonly #authorHash: string;
  readonly #events: DrawnEvent[] = [];

  constructor({ now }: CompanyPlan, random: SeededRandom, number: number) {
    this.#random = random;
    this.#now = now;
    this.#id = `c${String(number).padStart(12, '0')}`;
    this.#channel = pickChannel(random.next());
    this.#authorHash = random.pick(AUTHORS);
  }

  draw(askedAt: Instant): DrawnConversation {
    const random = this.#random;
    const answeredAt = this.#askAndAnswer(1, askedAt);
    if (answeredAt !== null && random.next() < GOES_ON) this.#askAndAnswer(2, answeredAt + random.logNormalSeconds(HOUR_SECONDS, SIGMA));
    if (random.next() < EXCLUDED) {
      const delay = Math.min(random.logNormalSeconds(4 * HOUR_SECONDS, SIGMA), EXCLUSION_DEADLINE_SECONDS);
      this.#add('x', 'excluded', askedAt + delay, random.pick(REASONS));
    }
    return { id: this.#id, channelId: this.#channel.kind, events: this.#events };
  }

  /** When it was answered; null if never. */
  #askAndAnswer(turn: number, askedAt: Instant): Instant | null {
    this.#add(`q${turn}`, 'customer-message', askedAt);
    if (this.#random.next() < NEVER_ANSWERED) return null;
    const median = this.#channel.medianSeconds * findSlowness(askedAt);
    const answeredAt = askedAt + this.#random.logNormalSeconds(median, SIGMA);
    this.#add(`a${turn}`, 'agent-reply', answeredAt);
    return answeredAt;
  }

  /** What is yet to happen is left out. Authors are forgotten after a while, as the product does. */
  #add(suffix: string, type: EventType, at: Instant, reason: string | null = null): void {
    if (at > this.#now) return;
    const random = this.#random;
    const delay = random.next() < RECORDED_LATE ? DAY_SECONDS + random.below(3 * DAY_SECONDS) : random.below(20);
    const recordedAt = Math.min(at + delay, this.#now);
    const isMessage = type === 'customer-message';
    const isRemembered = isMessage && recordedAt > this.#now - AUTHOR_RETENTION_DAYS * DAY_SECONDS;
    this.#events.push({
      id: this.#id + suffix,
      conversationId: this.#id,
      channelId: this.#channel.kind,
      type,
      at,
      recordedAt,
      authorHash: isRemembered ? this.#authorHash : null,
      audience: isMessage ? random.pick(AUDIENCE_BANDS) : null,
      language: isMessage ? 'en' : null,
      messageId: null,
      reason,
      topic: null,
      dueAt: null,
    });
  }
}

function pickChannel(drawn: number): (typeof WORLD_CHANNELS)[number] {
  let before = 0;
  for (const channel of WORLD_CHANNELS) {
    before += channel.part;
    if (drawn < before) return channel;
  }
  return WORLD_CHANNELS[0] as (typeof WORLD_CHANNELS)[number];
}

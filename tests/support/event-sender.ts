import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';

const BATCH_EVENTS = 20;

/**
 * A support system that reports question and answer in batches, one after the other, as a good client does: what was not answered with 200
 * is sent again with the same ids.
 */
export class EventSender {
  /** Ids of all events whose recording was acknowledged. */
  readonly acknowledged: string[] = [];
  /** How often an answer other than 200, or none, came. */
  failures = 0;
  /** The statuses other than 200 that were answered. */
  readonly refusals = new Set<number>();
  #isStopped = false;
  readonly #name: string;
  readonly #send: (body: string) => Promise<Response>;
  readonly #ended: Promise<void>;

  /** @param name begins the ids of its events. It begins to send at once. */
  constructor(name: string, address: string, key: string) {
    this.#name = name;
    const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json', Connection: 'close' };
    this.#send = (body) => fetch(`${address}/api/v1/events`, { method: 'POST', headers, body, signal: AbortSignal.timeout(10_000) });
    this.#ended = this.#run();
  }

  /** Waits for the answer that is under way, and sends no more. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#ended;
  }

  async #run(): Promise<void> {
    for (let batch = 0; !this.#isStopped; batch++) {
      const events = this.#makeBatch(batch);
      while (!(await this.#isAcknowledged(events))) {
        if (this.#isStopped) return;
        this.failures += 1;
        await sleep(50);
      }
      this.acknowledged.push(...events.map(({ id }) => id));
    }
  }

  #makeBatch(batch: number) {
    const now = Math.floor(Date.now() / 1_000);
    return Array.from({ length: BATCH_EVENTS }, (_, i) => {
      const conversation = `${this.#name}-${batch}-${i >> 1}`;
      const asks = i % 2 === 0;
      return {
        id: `${conversation}-${asks ? 'asked' : 'answered'}`,
        conversation,
        channel: 'x',
        type: asks ? 'customer-message' : 'agent-reply',
        at: now - (asks ? 600 : 300),
      };
    });
  }

  async #isAcknowledged(events: readonly object[]): Promise<boolean> {
    try {
      const answer = await this.#send(JSON.stringify(events));
      if (answer.status !== 200) {
        this.refusals.add(answer.status);
        return false;
      }
      const result = (await answer.json()) as { recorded: number; duplicates: number };
      assert.equal(result.recorded + result.duplicates, events.length);
      return true;
    } catch (error) {
      if (error instanceof assert.AssertionError) throw error;
      return false;
    }
  }
}

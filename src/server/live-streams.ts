import { randomInt } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { AppError } from '../commands/errors.ts';
import { DEFAULT_WINDOW } from '../domain/compliance/window.ts';
import { formatInstant, type Instant } from '../domain/instant.ts';
import type { LiveChanges } from './live-changes.ts';
import { logFailure } from './log-failure.ts';
import { type ReportCache, SHORTEST_READ_MILLISECONDS } from './report-cache.ts';

/** Who listens to what. */
export interface Listener {
  readonly company: { readonly id: number; readonly slug: string };
  /** What the listener's connections are counted by: a network, or a member, of whom many may share one. */
  readonly network: string;
  /** True when the listener was connected before and may have missed something. */
  readonly isReturning: boolean;
  /** For a member, whose permission ends: the stream does too after so long, and the browser comes back to be asked again. */
  readonly forSeconds?: number;
}

interface Feed {
  readonly company: Listener['company'];
  readonly responses: Set<ServerResponse>;
  /** By the process's own clock, in milliseconds, as all of them here. */
  lastSentAt: number;
  lastChangeAt: number;
  sending: NodeJS.Timeout | undefined;
  /** Waits for the next change by time alone. */
  waiting: NodeJS.Timeout | undefined;
}

const MOST_STREAMS = 5_000;
const MOST_STREAMS_OF_NETWORK = 30;
/** Changes closer together than this are told as one. */
const SHORTEST_MILLISECONDS = 500;
/** A change is told when no instance holds a report any more that was read before it, so that whoever is told reads what has changed. */
const SETTLING_MILLISECONDS = SHORTEST_READ_MILLISECONDS + 50;
const HEARTBEAT_MILLISECONDS = 15_000;
/** Who has so much unread is gone or too slow; it will come back and ask anew. */
const MOST_UNREAD_BYTES = 16_384;
const RETRY_MILLISECONDS = [1_500, 4_000] as const;
const FULL_SECONDS = 60;

/**
 * Open server-sent event streams, one feed for each company that somebody listens to.
 *
 *     event: changed
 *     id: 1772442000
 *     data: {"company":"acme","at":"2026-03-02T09:00:00Z"}
 *
 * It says that the company's figures or words may have changed, by a message or by time alone, and nothing about how: whoever wants to know
 * reads the page, the badge or the API, which show it from then on. At most two a second for each company.
 */
export class LiveStreams {
  readonly #reports: ReportCache;
  readonly #now: () => Instant;
  readonly #feeds = new Map<number, Feed>();
  readonly #streamsOf = new Map<string, number>();
  #streams = 0;
  #isClosed = false;
  readonly #heartbeat: NodeJS.Timeout;

  constructor(reports: ReportCache, now: () => Instant, changes: LiveChanges) {
    this.#reports = reports;
    this.#now = now;
    changes.subscribe((companyId) => this.#note(companyId));
    changes.whenClosing(() => this.#close());
    this.#heartbeat = setInterval(() => this.#beat(), HEARTBEAT_MILLISECONDS).unref();
  }

  /**
   * Makes the response a stream of the company's changes, until either side ends it.
   * @throws AppError `too-many-requests` for too many streams of one network, `busy` when there are too many altogether or we are stopping.
   */
  open(listener: Listener, response: ServerResponse): void {
    this.#admit(listener.network);
    response.writeHead(200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      // No proxy may hold back, gather or compress what must arrive at once.
      'Cache-Control': 'no-cache, no-transform',
      'X-Accel-Buffering': 'no',
      ...(listener.forSeconds === undefined && { 'Access-Control-Allow-Origin': '*' }),
      'X-Content-Type-Options': 'nosniff',
    });
    // Spread, so that not all come back in the same moment after a restart.
    response.write(`retry: ${randomInt(...RETRY_MILLISECONDS)}\n\n`);
    const feed = this.#join(listener.company, response);
    response.once('close', () => this.#leave(feed, listener.network, response));
    if (listener.forSeconds !== undefined) {
      const end = setTimeout(() => response.end(), listener.forSeconds * 1_000).unref();
      response.once('close', () => clearTimeout(end));
    }
    if (listener.isReturning) response.write(this.#toEvent(feed));
  }

  #admit(network: string): void {
    const own = this.#streamsOf.get(network) ?? 0;
    if (own >= MOST_STREAMS_OF_NETWORK) {
      const message = `There are ${own} live streams open from your network, which is the most.`;
      throw new AppError('too-many-requests', message, 'Close some; pages stay right without one.', { retryAfterSeconds: FULL_SECONDS });
    }
    if (this.#streams >= MOST_STREAMS || this.#isClosed) {
      const hint = 'Connect again in a minute; pages stay right without a stream.';
      throw new AppError('busy', 'There are too many live streams open just now.', hint, { retryAfterSeconds: FULL_SECONDS });
    }
    this.#streams += 1;
    this.#streamsOf.set(network, own + 1);
  }

  #join(company: Listener['company'], response: ServerResponse): Feed {
    let feed = this.#feeds.get(company.id);
    if (feed === undefined) {
      feed = { company, responses: new Set(), lastSentAt: 0, lastChangeAt: 0, sending: undefined, waiting: undefined };
      this.#feeds.set(company.id, feed);
      void this.#awaitTime(feed);
    }
    feed.responses.add(response);
    return feed;
  }

  #leave(feed: Feed, network: string, response: ServerResponse): void {
    this.#streams -= 1;
    const own = (this.#streamsOf.get(network) ?? 1) - 1;
    if (own === 0) this.#streamsOf.delete(network);
    else this.#streamsOf.set(network, own);
    feed.responses.delete(response);
    if (feed.responses.size > 0) return;
    clearTimeout(feed.sending);
    clearTimeout(feed.waiting);
    this.#feeds.delete(feed.company.id);
  }

  #note(companyId: number | 'all'): void {
    if (companyId === 'all') for (const feed of this.#feeds.values()) this.#noteOf(feed);
    else this.#noteOf(this.#feeds.get(companyId));
  }

  #noteOf(feed: Feed | undefined): void {
    if (feed === undefined) return;
    feed.lastChangeAt = performance.now();
    this.#sendSoon(feed, SETTLING_MILLISECONDS);
  }

  #sendSoon(feed: Feed, leastMilliseconds = 0): void {
    if (feed.sending !== undefined) return;
    const rest = Math.max(leastMilliseconds, feed.lastSentAt + SHORTEST_MILLISECONDS - performance.now());
    feed.sending = setTimeout(() => this.#send(feed), rest);
  }

  #send(feed: Feed): void {
    feed.sending = undefined;
    feed.lastSentAt = performance.now();
    this.#write(feed, this.#toEvent(feed));
    // The last of these changes may be so young that it is to be told once more.
    if (feed.lastSentAt - feed.lastChangeAt < SETTLING_MILLISECONDS) this.#sendSoon(feed);
    void this.#awaitTime(feed);
  }

  /** Sets the clock for the next change that no event brings. Also reads the figures anew, which the listeners are about to ask for. */
  async #awaitTime(feed: Feed): Promise<void> {
    clearTimeout(feed.waiting);
    feed.waiting = undefined;
    const held = await this.#reports.find(feed.company.slug, DEFAULT_WINDOW).catch((error: unknown) => {
      logFailure(`/live/${feed.company.slug}`, error);
      return undefined;
    });
    if (this.#feeds.get(feed.company.id) !== feed || feed.waiting !== undefined) return;
    const now = this.#now();
    // Without figures we look again later: they cannot be read now, or the company is gone.
    const seconds = held === undefined ? FULL_SECONDS : Math.max(1, held.changesAt - now);
    feed.waiting = setTimeout(() => this.#sendSoon(feed), toMilliseconds(seconds));
  }

  #toEvent({ company }: Feed): string {
    const now = this.#now();
    return `event: changed\nid: ${now}\ndata: ${JSON.stringify({ company: company.slug, at: formatInstant(now) })}\n\n`;
  }

  #beat(): void {
    for (const feed of this.#feeds.values()) this.#write(feed, ': still here\n\n');
  }

  #write(feed: Feed, text: string): void {
    for (const response of feed.responses) {
      if (response.writableLength > MOST_UNREAD_BYTES) response.destroy();
      else response.write(text);
    }
  }

  #close(): void {
    this.#isClosed = true;
    clearInterval(this.#heartbeat);
    for (const feed of this.#feeds.values()) for (const response of feed.responses) response.end();
  }
}

/** Until the wall clock enters the second that is so many whole seconds ahead. */
function toMilliseconds(seconds: number): number {
  return seconds * 1_000 - (Date.now() % 1_000) + 5;
}

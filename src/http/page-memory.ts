import type { Instant } from '../domain/instant.ts';
import { BoundedCache } from './bounded-cache.ts';

/** What a drawn page depends on. */
export interface PageOccasion {
  /** Tells pages apart. */
  readonly key: string;
  /** What it was drawn from, compared by identity. */
  readonly basis: unknown;
  /** The second in which it was drawn: what it says of the present holds so long. */
  readonly at: Instant;
}

/**
 * Whether what something was drawn from may still be shown: it is what would be read now; or it is not, but was so short a while ago that it may
 * be shown until what is new is drawn; or neither.
 */
export type Currency = 'current' | 'passing' | 'over';

/** The basis of pages of the directory, which is read anew every second. */
export const DIRECTORY = 'directory';

/** An answer that can be sent as it is. */
export interface ReadyPage {
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
}

interface DrawnPage extends PageOccasion {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly headers: Headers;
}

interface AnsweredPage extends PageOccasion, ReadyPage {
  isBeingDrawn: boolean;
}

/** A page that somebody draws just now. */
interface Drawing extends PageOccasion {
  readonly ended: Promise<void>;
  readonly end: () => void;
}

const MOST_PAGES = 200;
/** Room for keys and addresses that visitors make up. */
const LONGEST_KEY = 300;
/** What Astro says to itself. */
const INTERNAL_HEADER = /^x-astro-/;

/**
 * Pages that are the same for all who are not signed in, as they were drawn in this second. Many readers of one page cost one drawing a second, and a page that
 * changed is drawn anew at once, because what it was drawn from is another; once, however many ask for it meanwhile.
 */
export class PageMemory {
  readonly #judge: (basis: unknown) => Currency;
  readonly #drawn = new BoundedCache<string, DrawnPage>(MOST_PAGES);
  readonly #answered = new BoundedCache<string, AnsweredPage>(MOST_PAGES);
  readonly #underWay = new Map<string, Drawing>();

  /** @param judge what a page that was drawn from `basis` is good for. */
  constructor(judge: (basis: unknown) => Currency) {
    this.#judge = judge;
  }

  /**
   * The page, if it was drawn on the same occasion, or is being drawn. Whoever gets undefined draws it, and must then `keep` it or `giveUp`: others wait for
   * that.
   */
  async find(occasion: PageOccasion): Promise<Response | undefined> {
    const underWay = this.#underWay.get(nameDrawing(occasion));
    const isOurs = underWay !== undefined && isSame(underWay, occasion);
    if (isOurs) await underWay.ended;
    const drawn = this.#drawn.get(occasion.key);
    if (drawn !== undefined && isSame(drawn, occasion)) return new Response(drawn.body, { headers: drawn.headers });
    if (!isOurs && occasion.key.length <= LONGEST_KEY) this.#begin(occasion);
    return undefined;
  }

  #begin(occasion: PageOccasion): void {
    // Drawn from something else in the same second: who waits for that need not any longer.
    this.#underWay.get(nameDrawing(occasion))?.end();
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    this.#underWay.set(nameDrawing(occasion), { ...occasion, ended, end });
  }

  /** Remembers a page that was drawn, and returns it. Other answers than 200 pass unremembered. */
  async keep(occasion: PageOccasion, response: Response): Promise<Response> {
    try {
      if (response.status !== 200 || occasion.key.length > LONGEST_KEY) return response;
      const body = new Uint8Array(await response.arrayBuffer());
      const headers = new Headers(response.headers);
      headers.delete('Set-Cookie');
      this.#drawn.set(occasion.key, { ...occasion, body, headers });
      return new Response(body, { headers });
    } finally {
      this.giveUp(occasion);
    }
  }

  /** The page is not being drawn any more: those who wait for it draw it themselves, if it is not there. */
  giveUp(occasion: PageOccasion): void {
    const underWay = this.#underWay.get(nameDrawing(occasion));
    if (underWay === undefined || !isSame(underWay, occasion)) return;
    this.#underWay.delete(nameDrawing(occasion));
    underWay.end();
  }

  /** Remembers with which headers the page of this occasion was answered at an address, so that it can be answered there without asking for it. */
  keepAnswer(address: string, occasion: PageOccasion, headers: Headers): void {
    const drawn = this.#drawn.get(occasion.key);
    if (drawn === undefined || !isSame(drawn, occasion) || address.length > LONGEST_KEY) return;
    const shown = [...headers].filter(([name]) => !INTERNAL_HEADER.test(name));
    this.#answered.set(address, { ...occasion, headers: shown, body: drawn.body, isBeingDrawn: false });
  }

  /**
   * The answer at an address, if it was drawn in this second from what is current. When a second begins or something changes, the first who asks gets nothing and
   * has the page drawn; others get the last one until it is there.
   * @param wantsNewest true for who is not content with the last one.
   */
  findAnswer(address: string, now: Instant, wantsNewest: boolean): ReadyPage | undefined {
    const answered = this.#answered.get(address);
    if (answered === undefined) return undefined;
    const currency = this.#judge(answered.basis);
    if (currency === 'current' && answered.at === now) return answered;
    const mayBeShown = currency !== 'over' && answered.at >= now - 1;
    if (mayBeShown && answered.isBeingDrawn && !wantsNewest) return answered;
    answered.isBeingDrawn = true;
    return undefined;
  }
}

const nameDrawing = ({ key, at }: PageOccasion): string => `${at} ${key}`;
const isSame = (a: PageOccasion, b: PageOccasion): boolean => a.key === b.key && a.basis === b.basis && a.at === b.at;

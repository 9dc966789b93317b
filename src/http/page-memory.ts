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

const MOST_PAGES = 200;
/** Room for keys and addresses that visitors make up. */
const LONGEST_KEY = 300;
/** What Astro says to itself. */
const INTERNAL_HEADER = /^x-astro-/;

/**
 * Pages that are the same for all who are not signed in, as they were drawn in this second. Many readers of one page cost one drawing a second, and a page that
 * changed is drawn anew at once, because what it was drawn from is another.
 */
export class PageMemory {
  readonly #isCurrent: (basis: unknown) => boolean;
  readonly #drawn = new BoundedCache<string, DrawnPage>(MOST_PAGES);
  readonly #answered = new BoundedCache<string, AnsweredPage>(MOST_PAGES);

  /** @param isCurrent whether a page that was drawn from `basis` would be drawn from the same again. */
  constructor(isCurrent: (basis: unknown) => boolean) {
    this.#isCurrent = isCurrent;
  }

  /** The page, if it was drawn on the same occasion. */
  find({ key, basis, at }: PageOccasion): Response | undefined {
    const drawn = this.#drawn.get(key);
    if (drawn === undefined || drawn.basis !== basis || drawn.at !== at) return undefined;
    return new Response(drawn.body, { headers: drawn.headers });
  }

  /** Remembers a page that was drawn, and returns it. Other answers than 200 pass unremembered. */
  async keep(occasion: PageOccasion, response: Response): Promise<Response> {
    if (response.status !== 200 || occasion.key.length > LONGEST_KEY) return response;
    const body = new Uint8Array(await response.arrayBuffer());
    const headers = new Headers(response.headers);
    headers.delete('Set-Cookie');
    this.#drawn.set(occasion.key, { ...occasion, body, headers });
    return new Response(body, { headers });
  }

  /** Remembers with which headers the page of this occasion was answered at an address, so that it can be answered there without asking for it. */
  keepAnswer(address: string, occasion: PageOccasion, headers: Headers): void {
    const drawn = this.#drawn.get(occasion.key);
    if (drawn === undefined || drawn.at !== occasion.at || drawn.basis !== occasion.basis || address.length > LONGEST_KEY) return;
    const shown = [...headers].filter(([name]) => !INTERNAL_HEADER.test(name));
    this.#answered.set(address, { ...occasion, headers: shown, body: drawn.body, isBeingDrawn: false });
  }

  /**
   * The answer at an address, if it was drawn in this second from what is current. When a second begins, the first who asks gets nothing and has
   * the page drawn; others get that of the second before until it is there.
   */
  findAnswer(address: string, now: Instant): ReadyPage | undefined {
    const answered = this.#answered.get(address);
    if (answered === undefined || !this.#isCurrent(answered.basis)) return undefined;
    if (answered.at === now || (answered.isBeingDrawn && answered.at === now - 1)) return answered;
    answered.isBeingDrawn = true;
    return undefined;
  }
}

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

interface DrawnPage extends PageOccasion {
  readonly html: string;
  readonly headers: Headers;
}

const MOST_PAGES = 200;
/** Room for keys that visitors make up. */
const LONGEST_KEY = 300;

/**
 * Pages that are the same for all who are not signed in, as they were drawn in this second. Many readers of one page cost one drawing a second, and a page that
 * changed is drawn anew at once, because what it was drawn from is another.
 */
export class PageMemory {
  readonly #drawn = new BoundedCache<string, DrawnPage>(MOST_PAGES);

  /** The page, if it was drawn on the same occasion. */
  find({ key, basis, at }: PageOccasion): Response | undefined {
    const drawn = this.#drawn.get(key);
    if (drawn === undefined || drawn.basis !== basis || drawn.at !== at) return undefined;
    return new Response(drawn.html, { headers: drawn.headers });
  }

  /** Remembers a page that was drawn, and returns it. Other answers than 200 pass unremembered. */
  async keep(occasion: PageOccasion, response: Response): Promise<Response> {
    if (response.status !== 200 || occasion.key.length > LONGEST_KEY) return response;
    const html = await response.text();
    const headers = new Headers(response.headers);
    headers.delete('Set-Cookie');
    this.#drawn.set(occasion.key, { ...occasion, html, headers });
    return new Response(html, { headers });
  }
}

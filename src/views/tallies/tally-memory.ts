import type { Tally } from '../../domain/tally/tally.ts';
import type { Reader } from '../reader.ts';

/** Room for a year of a company with ten million messages, or for a month of some hundreds of companies. */
const MOST_BYTES = 48 * 1024 * 1024;
/** What a tally takes beside its lists. */
const OWN_BYTES = 1_000;

/** Tallies that were read, by their revision, which is never used again: what is here is right for ever. The oldest make room. */
class TallyMemory {
  readonly #held = new Map<string, Tally>();
  #bytes = 0;

  get(revision: string): Tally | undefined {
    return this.#held.get(revision);
  }

  keep(revision: string, tally: Tally): void {
    if (this.#held.has(revision)) return;
    this.#held.set(revision, tally);
    this.#bytes += countBytes(tally);
    for (const [oldest, old] of this.#held) {
      if (this.#bytes <= MOST_BYTES) break;
      this.#held.delete(oldest);
      this.#bytes -= countBytes(old);
    }
  }
}

const countBytes = ({ waited, staffed, breachAt, breachHour }: Tally): number =>
  OWN_BYTES + waited.byteLength + staffed.byteLength + breachAt.byteLength + breachHour.byteLength;

const memories = new WeakMap<Reader, TallyMemory>();

/** The memory that belongs to a database. */
export function getTallyMemory(db: Reader): TallyMemory {
  const memory = memories.get(db) ?? new TallyMemory();
  memories.set(db, memory);
  return memory;
}

import { nameTally, type Tally } from '../../domain/tally/tally.ts';
import type { Reader } from '../reader.ts';

/** Room for a year of a company with seven million messages in it, or for a month of some hundreds of companies. */
const MOST_BYTES = 64 * 1024 * 1024;
/** What a tally takes beside its lists. */
const OWN_BYTES = 1_000;

interface HeldTally {
  /** Of all companies. */
  readonly name: string;
  readonly tally: Tally;
}

/**
 * Tallies that were read, by their revision, which is never used again: what is here is right for ever. A tally's new revision takes the
 * place of its old one, else the revisions of this day would drive out the other days; beyond that the oldest make room.
 */
class TallyMemory {
  readonly #held = new Map<string, HeldTally>();
  /** The revision of each, by its name. */
  readonly #revisions = new Map<string, string>();
  #bytes = 0;

  get(revision: string): Tally | undefined {
    return this.#held.get(revision)?.tally;
  }

  keep(companyId: number, revision: string, tally: Tally): void {
    if (this.#held.has(revision)) return;
    const name = `${companyId} ${nameTally(tally, tally.day)}`;
    this.#drop(this.#revisions.get(name));
    this.#held.set(revision, { name, tally });
    this.#revisions.set(name, revision);
    this.#bytes += countBytes(tally);
    for (const oldest of this.#held.keys()) {
      if (this.#bytes <= MOST_BYTES) break;
      this.#drop(oldest);
    }
  }

  #drop(revision: string | undefined): void {
    const held = revision === undefined ? undefined : this.#held.get(revision);
    if (revision === undefined || held === undefined) return;
    this.#held.delete(revision);
    this.#revisions.delete(held.name);
    this.#bytes -= countBytes(held.tally);
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

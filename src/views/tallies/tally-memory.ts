import { nameTally, type Tally } from '../../domain/tally/tally.ts';
import type { Reader } from '../reader.ts';

/** Room for a year of a company with seven million messages in it, or for a month of some hundreds of companies. */
const MOST_BYTES = 64 * 1024 * 1024;
/** What a tally takes beside its lists. */
const OWN_BYTES = 1_000;

/** What one of the last so many readings used makes no room: the next one probably uses it again. */
const RECENT_READINGS = 16;

interface HeldTally {
  readonly tally: Tally;
  /** Of all companies. */
  readonly name: string;
  /** The reading that used it last, or shortly before that. */
  usedBy: number;
}

/**
 * Tallies that were read, by their revision, which is never used again: what is here is right for ever. A tally's new revision takes the
 * place of its old one, else the revisions of this day would drive out the other days; beyond that those make room that were not used for the
 * longest time. Where all were used lately nothing new is kept, so that of more than there is room for a part is always here.
 */
class TallyMemory {
  /** In the order of their use. */
  readonly #held = new Map<string, HeldTally>();
  /** The revision of each, by its name. */
  readonly #revisions = new Map<string, string>();
  #bytes = 0;
  #reading = 0;

  /** To be called before all that one reading gets and keeps. */
  begin(): void {
    this.#reading += 1;
  }

  get(revision: string): Tally | undefined {
    const held = this.#held.get(revision);
    if (held === undefined) return undefined;
    // Not each time: a year has thousands.
    if (this.#reading - held.usedBy >= RECENT_READINGS / 2) {
      held.usedBy = this.#reading;
      this.#held.delete(revision);
      this.#held.set(revision, held);
    }
    return held.tally;
  }

  keep(companyId: number, revision: string, tally: Tally): void {
    if (this.#held.has(revision)) return;
    const name = `${companyId} ${nameTally(tally, tally.day)}`;
    this.#drop(this.#revisions.get(name));
    if (!this.#makeRoom(countBytes(tally))) return;
    this.#held.set(revision, { tally, name, usedBy: this.#reading });
    this.#revisions.set(name, revision);
    this.#bytes += countBytes(tally);
  }

  /** False where there is none to be made. */
  #makeRoom(bytes: number): boolean {
    for (const [revision, { usedBy }] of this.#held) {
      if (this.#bytes + bytes <= MOST_BYTES) break;
      if (this.#reading - usedBy < RECENT_READINGS) return false;
      this.#drop(revision);
    }
    return this.#bytes + bytes <= MOST_BYTES;
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

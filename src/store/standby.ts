import { sql } from 'kysely';
import { isConnectionError } from './connection-error.ts';
import type { Database } from './database.ts';

/** Has a view read, and gives what it answers. */
export type Read = <Answer>(view: (db: Database) => Promise<Answer>) => Promise<Answer>;

/** A reader waits no longer than this for the standby to come as far as it must be. */
const LONGEST_WAIT_MILLISECONDS = 200;
const PAUSE_MILLISECONDS = 5;
/** A standby that is behind or does not answer is left alone for so long. */
const REST_MILLISECONDS = 2_000;
/** What a standby answers when it works well and the reader must go to the primary: a view that keeps what it tallies, or a row taken away. */
const REFUSALS: readonly unknown[] = ['25006', '40001'];

/**
 * Reads from a hot standby what it knows, and all else from the primary.
 *
 * A change is told by the primary the moment it commits, and the standby may hear of it later: a report made from the standby then would
 * be old, and nothing would follow to correct it. So whoever reads after a change was told first asks the primary how far its log is
 * written, once for all who wait, and the standby whether it has replayed that. What was told before has then been seen by it for good, so
 * as long as nothing else is told nobody asks again.
 */
export class StandbyReader {
  readonly #primary: Database;
  readonly #standby: Database;
  /** How often something was told. What happened before this process came counts as told. */
  #told = 1;
  /** How much of that the standby is known to have seen. */
  #seen = 0;
  #catchingUp: Promise<boolean> | undefined;
  #restsUntil = 0;

  constructor(primary: Database, standby: Database) {
    this.#primary = primary;
    this.#standby = standby;
  }

  /** Says that something has changed on the primary. */
  noteChange(): void {
    this.#told += 1;
  }

  readonly read: Read = async (view) => {
    if (performance.now() >= this.#restsUntil) {
      try {
        if (await this.#hasSeenAll()) return await view(this.#standby);
        this.#rest();
      } catch (error) {
        if (!isRefusal(error)) this.#rest();
      }
    }
    return this.#readPrimary(view);
  };

  /** A standby that is behind is still the newest there is while the primary cannot be reached. */
  async #readPrimary<Answer>(view: (db: Database) => Promise<Answer>): Promise<Answer> {
    try {
      return await view(this.#primary);
    } catch (error) {
      if (!isConnectionError(error)) throw error;
      return view(this.#standby).catch(() => {
        throw error;
      });
    }
  }

  #rest(): void {
    this.#restsUntil = performance.now() + REST_MILLISECONDS;
  }

  /** Whether the standby has seen all that was told until now. */
  async #hasSeenAll(): Promise<boolean> {
    const told = this.#told;
    while (this.#seen < told) {
      // One that began before the last change does not answer for it: then a second follows.
      this.#catchingUp ??= this.#catchUp().finally(() => (this.#catchingUp = undefined));
      if (!(await this.#catchingUp)) return false;
    }
    return true;
  }

  async #catchUp(): Promise<boolean> {
    const told = this.#told;
    const position = await this.#askPrimary();
    const deadline = performance.now() + LONGEST_WAIT_MILLISECONDS;
    // A primary that cannot be asked acknowledges nothing either: the standby is the newest there is.
    while (position !== undefined && !(await this.#hasReplayed(position))) {
      if (performance.now() > deadline) return false;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MILLISECONDS));
    }
    this.#seen = told;
    return true;
  }

  /** How far the primary's log is on its disk, which all that was told is; undefined when it cannot be asked. */
  async #askPrimary(): Promise<string | undefined> {
    const asked = sql<{ position: string }>`select pg_current_wal_flush_lsn()::text as position`.execute(this.#primary);
    return asked.then(
      ({ rows }) => rows[0]?.position,
      () => undefined,
    );
  }

  /** A standby that was promoted is no standby of this primary any more, and has seen nothing that counts. */
  async #hasReplayed(position: string): Promise<boolean> {
    const { rows } = await sql<{ hasReplayed: boolean }>`
      select pg_is_in_recovery() and pg_last_wal_replay_lsn() >= ${position}::pg_lsn as "hasReplayed"`.execute(this.#standby);
    return rows[0]?.hasReplayed === true;
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof Error && 'code' in error && REFUSALS.includes(error.code);
}

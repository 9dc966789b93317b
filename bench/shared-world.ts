import { openPlace, type Place } from './place.ts';
import type { BenchOptions } from './result.ts';
import { makeWorld, type World } from './world/make-world.ts';

/** The world of a run and where it is. */
export interface OpenedWorld {
  readonly place: Place;
  readonly made: World;
}

/** Makes the world when the first part asks for it, and once. */
export class SharedWorld {
  readonly #options: BenchOptions;
  #opened: Promise<OpenedWorld> | undefined;
  #place: Place | undefined;

  constructor(options: BenchOptions) {
    this.#options = options;
  }

  get(): Promise<OpenedWorld> {
    this.#opened ??= this.#open();
    return this.#opened;
  }

  async close(): Promise<void> {
    await this.#place?.close();
  }

  async #open(): Promise<OpenedWorld> {
    const { size, database } = this.#options;
    const startedAt = performance.now();
    const place = await openPlace(database);
    this.#place = place;
    const made = await place.use((opened) => makeWorld(opened, place.databaseUrl, size, Math.floor(Date.now() / 1000)));
    const figure = (count: number) => count.toLocaleString('en');
    const { messages, events, obligations } = made.counts;
    console.log(
      `  made ${figure(messages)} messages (${figure(events)} events, ${figure(obligations)} obligations) and ${figure(made.companies)} companies in ${Math.round((performance.now() - startedAt) / 1000)} s`,
    );
    return { place, made };
  }
}

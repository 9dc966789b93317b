import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Uploads } from '../commands/context.ts';

/** Uploaded files below the data folder, readable by this program's user alone. */
export class UploadFolder implements Uploads {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Writes a file as its bytes come. One that is cut off is not kept. @throws what `bytes` throws. */
  async save(id: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    try {
      await pipeline(bytes, createWriteStream(this.#place(id), { flags: 'wx', mode: 0o600 }));
    } catch (error) {
      await this.remove(id);
      throw error;
    }
  }

  open(id: string, from: number): AsyncIterable<Uint8Array> {
    return createReadStream(this.#place(id), { start: from });
  }

  async remove(id: string): Promise<void> {
    await rm(this.#place(id), { force: true });
  }

  /** Ids are our own; nothing else may name a file. */
  #place(id: string): string {
    if (!/^[\w-]{8,40}$/.test(id)) throw new RangeError(`Not the id of an upload: ${id}`);
    return join(this.#folder, `${id}.csv`);
  }
}

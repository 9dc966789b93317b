import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Another process works on the same data folder. */
export class FolderLockedError extends Error {
  constructor(folder: string) {
    super(
      `Another Kept process is using the data folder ${folder}. ` +
        'Two processes would lose each other’s rows. Stop the other one, or set DATA_DIR to another folder, ' +
        'or set DATABASE_URL to let several processes share one PostgreSQL.',
    );
    this.name = 'FolderLockedError';
  }
}

/**
 * Takes the folder for this process alone and returns the function that gives it back.
 * The lock is the operating system's lock on an SQLite file, so it ends with the process however that ends:
 * there is no stale lock to clean up.
 * @throws FolderLockedError when another process, or this one, already holds it.
 */
export function lockFolder(folder: string): () => void {
  const lock = new DatabaseSync(join(folder, 'lock'));
  try {
    lock.exec('pragma locking_mode = exclusive; begin exclusive');
  } catch {
    lock.close();
    throw new FolderLockedError(folder);
  }
  return () => {
    if (lock.isOpen) lock.close();
  };
}

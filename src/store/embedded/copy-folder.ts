import fs from 'node:fs';
import { join } from 'node:path';

/**
 * Copies the files of a database that nobody writes to meanwhile, where the file system can without copying their blocks. The copy may hold
 * passwords and keys: it is readable by this program's user alone.
 * @throws what the file system says, e.g. that it is full.
 */
export function copyFolder(from: string, to: string): void {
  fs.mkdirSync(to, { recursive: true, mode: 0o700 });
  for (const entry of fs.readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) copyFolder(source, target);
    else if (entry.isFile()) fs.copyFileSync(source, target, fs.constants.COPYFILE_FICLONE);
  }
}

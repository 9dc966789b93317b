import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Holds `text` to the file `tests/golden/{name}`, which somebody has looked at.
 * After a change that is meant, write the files again with `UPDATE_GOLDEN=1` and look at them.
 */
export function assertGolden(name: string, text: string): void {
  const file = fileURLToPath(new URL(`../golden/${name}`, import.meta.url));
  if (process.env.UPDATE_GOLDEN === '1') {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  assert.ok(existsSync(file), `tests/golden/${name} does not exist: write it with UPDATE_GOLDEN=1 and look at it.`);
  assert.equal(text, readFileSync(file, 'utf8'));
}

import assert from 'node:assert/strict';
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** The words between backticks in the first column of the page's tables. */
const firstColumn = read('docs/architecture.md')
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, word = '']) => word));

test('docs/architecture.md gives a reason for each dependency, and names no other', () => {
  const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<string, Record<string, string>>;
  const packages = firstColumn.filter((word) => !/^(src|db)\//.test(word));
  assert.deepEqual(packages.sort(), [...Object.keys(dependencies ?? {}), ...Object.keys(devDependencies ?? {})].sort());
});

test('docs/architecture.md describes every room', () => {
  const folders = readdirSync(join(ROOT, 'src'), { withFileTypes: true }).filter((entry) => entry.isDirectory() && entry.name !== 'styles');
  const rooms = [...folders.map(({ name }) => `src/${name}`), 'db/migrations'];
  assert.deepEqual(firstColumn.filter((word) => /^(src|db)\//.test(word)).sort(), rooms.sort());
});

test('links between the documents lead somewhere', () => {
  for (const file of ['README.md', ...globSync('docs/**/*.md', { cwd: ROOT })]) {
    for (const [, target = ''] of read(file).matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)) {
      if (/^https?:/.test(target)) continue;
      assert.ok(existsSync(join(ROOT, dirname(file), target)), `${file} links to ${target}`);
    }
  }
});

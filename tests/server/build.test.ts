import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fingerprintSources } from '../../src/server/build.ts';

test('the fingerprint of the sources changes with their contents and names, not with their dates', (context) => {
  const root = mkdtempSync(join(tmpdir(), 'kept-build-'));
  context.after(() => rmSync(root, { recursive: true }));
  mkdirSync(join(root, 'src/pages'), { recursive: true });
  const page = join(root, 'src/pages/index.astro');
  writeFileSync(page, '<p>one</p>');
  const first = fingerprintSources(root);
  utimesSync(page, 1, 1);
  assert.equal(fingerprintSources(root), first);
  writeFileSync(page, '<p>two</p>');
  const second = fingerprintSources(root);
  assert.notEqual(second, first);
  renameSync(page, join(root, 'src/pages/other.astro'));
  assert.notEqual(fingerprintSources(root), second);
  writeFileSync(join(root, 'README.md'), 'no source');
  assert.notEqual(fingerprintSources(root), first);
});

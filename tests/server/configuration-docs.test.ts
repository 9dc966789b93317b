import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { environmentForm, readConfig } from '../../src/server/config.ts';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const page = read('docs/configuration.md');
const rows = [...page.matchAll(/^\| `([A-Z_]+)` \| (?:`([^`]*)`)? ?\| \S/gm)].map(([, name = '', value]) => ({ name, value }));

test('docs/configuration.md explains every variable, and no other', () => {
  assert.deepEqual(rows.map(({ name }) => name).sort(), Object.keys(environmentForm.shape).sort());
});

test('docs/configuration.md gives the defaults that hold', () => {
  const defaults = { ...environmentForm.parse({}), BASE_URL: readConfig({}).baseUrl.replace('4321', 'PORT') };
  for (const { name, value } of rows) assert.equal(value, toText(defaults[name as keyof typeof defaults]), name);
});

test('docs/configuration.md names the scripts that there are', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const named = [...page.matchAll(/^\| `npm (?:run )?([a-z:0-9-]+)/gm)].map(([, name = '']) => name);
  assert.deepEqual([...new Set(named)].sort(), Object.keys(scripts).sort());
});

const toText = (value: unknown): string | undefined => (value === undefined ? undefined : String(value));

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { ERROR_STATUS } from '../../src/commands/errors.ts';

const page = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8');
const sections = page
  .split(/^## /m)
  .slice(1)
  .map((section) => ({ code: section.split('\n')[0] ?? '', text: section.split(/^# /m)[0] ?? '' }));

test('docs/errors.md has one section for each code, and no other', () => {
  assert.deepEqual(sections.map(({ code }) => code).sort(), Object.keys(ERROR_STATUS).sort());
});

for (const { code, text } of sections) {
  test(`docs/errors.md says of ${code} its status, what happened, why, and what to do`, () => {
    const match = /\nStatus (\d{3})\. \S.{10,}\n\n- \*\*Why:\*\* \S.{10,}\n- \*\*What to do:\*\* \S.{10,}/.exec(text);
    assert.ok(match, 'The section does not have the form of the others.');
    assert.equal(Number(match[1]), ERROR_STATUS[code as keyof typeof ERROR_STATUS]);
  });
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'csv-parse/sync';
import { formatCsvLines } from '../../src/render/csv-lines.ts';

test('a line of CSV is read back as it was', () => {
  const cells = ['plain', 'a, b', 'say "yes"', 'two\nlines', 'Zürich', ''];
  assert.deepEqual(parse(formatCsvLines([cells])), [cells]);
  assert.equal(formatCsvLines([[-5, 'x']]), '-5,x\r\n');
});

test('no text becomes a formula', () => {
  for (const start of ['=', '+', '-', '@', '\t', '\r', '\n']) {
    const [[cell] = []] = parse(formatCsvLines([[`${start}cmd|' /C calc'!A0`]])) as string[][];
    assert.equal(cell?.charAt(0), "'", JSON.stringify(start));
  }
});

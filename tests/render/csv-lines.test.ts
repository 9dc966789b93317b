import assert from 'node:assert/strict';
import { test } from 'node:test';
import Papa from 'papaparse';
import { formatCsvLines } from '../../src/render/csv-lines.ts';

test('a line of CSV is read back as it was', () => {
  const cells = ['plain', 'a, b', 'say "yes"', 'two\nlines', 'Zürich', ''];
  assert.deepEqual(Papa.parse(formatCsvLines([cells]), { skipEmptyLines: true }).data, [cells]);
  assert.equal(formatCsvLines([[-5, 'x']]), '-5,x\r\n');
});

test('no text becomes a formula', () => {
  for (const start of ['=', '+', '-', '@', '\t', '\r', '\n']) {
    const [[cell] = []] = Papa.parse<string[]>(formatCsvLines([[`${start}cmd|' /C calc'!A0`]])).data;
    assert.equal(cell?.charAt(0), "'", JSON.stringify(start));
  }
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { FileProblem } from '../../../src/sources/csv/file-problem.ts';
import { type CsvRow, readRows } from '../../../src/sources/csv/read-rows.ts';

async function readAll(bytes: Uint8Array, from?: { rows: number }): Promise<CsvRow[]> {
  const rows: CsvRow[] = [];
  // Chunks of odd lengths cut characters and line ends apart.
  const length = Math.max(7, Math.ceil(bytes.length / 1_000));
  const chunks = Array.from({ length: Math.ceil(bytes.length / length) }, (_, index) =>
    bytes.subarray(index * length, (index + 1) * length),
  );
  for await (const row of readRows(chunks, ',', from)) rows.push(row);
  return rows;
}
const cellsOf = (rows: readonly CsvRow[]) => rows.map(({ cells }) => cells);

test('rows with quotes, line breaks inside cells, empty lines and a byte order mark', async () => {
  const rows = await readAll(Buffer.from('\uFEFFid,text\r\n1,"a ""b""\r\nc, d"\r\n\r\n2,ü\r\n3'));
  assert.deepEqual(cellsOf(rows), [['id', 'text'], ['1', 'a "b"\r\nc, d'], ['2', 'ü'], ['3']]);
  assert.deepEqual(
    rows.map(({ number }) => number),
    [1, 2, 4, 5],
  );
});

test('a file that is read on from the end of any row goes on with the next one', async () => {
  const cell = fc.oneof(fc.constantFrom('1', 'ü', '"a\nb"', '"x,""y"""', '€ 5'), fc.stringMatching(/^[a-z ]{1,6}$/));
  const line = fc.oneof(
    { weight: 6, arbitrary: fc.array(cell, { minLength: 2, maxLength: 3 }).map((cells) => cells.join(',')) },
    fc.constant(''),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(line, { minLength: 1, maxLength: 8 }),
      fc.constantFrom('\n', '\r\n'),
      fc.boolean(),
      async (lines, end, hasMark) => {
        const bytes = Buffer.from(`${hasMark ? '\uFEFF' : ''}h1,h2${end}${lines.join(end)}${end}`);
        const whole = await readAll(bytes);
        for (const [index, { endByte, number }] of whole.entries()) {
          const rest = await readAll(bytes.subarray(endByte), { rows: number });
          assert.deepEqual(cellsOf(rest), cellsOf(whole.slice(index + 1)));
          assert.deepEqual(rest.at(-1)?.number, whole.slice(index + 1).at(-1)?.number);
        }
      },
    ),
    { numRuns: 100 },
  );
});

const refused: [what: string, bytes: Buffer, message: RegExp][] = [
  ['UTF-16', Buffer.from([0xff, 0xfe, 0x61, 0x00]), /UTF-16/],
  ['a spreadsheet', Buffer.from('PK\x03\x04'), /spreadsheet/],
  ['a compressed file', Buffer.from([0x1f, 0x8b, 8]), /compressed/],
  ['Latin-1', Buffer.from([0x61, 0x2c, 0xfc, 0x0a]), /not encoded as UTF-8/],
  ['a cut character', Buffer.from('a,ü').subarray(0, 3), /not encoded as UTF-8/],
  ['a row that never ends', Buffer.from(`a,b\n"${'x'.repeat(1_000_100)}`), /more than a million characters/],
  ['an open quotation mark', Buffer.from('a,b\n"c,d\ne,f\n'), /quotation mark near line/],
];
for (const [what, bytes, message] of refused) {
  test(`${what} is refused plainly`, async () => {
    await assert.rejects(readAll(bytes), (error) => error instanceof FileProblem && message.test(error.message));
  });
}

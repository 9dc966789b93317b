import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { FileProblem } from '../../../src/sources/csv/file-problem.ts';
import { type CsvRow, readRows } from '../../../src/sources/csv/read-rows.ts';

/** Chunks of odd lengths cut characters and line ends apart. */
const oddLength = (bytes: Uint8Array): number => Math.max(7, Math.ceil(bytes.length / 1_000));

async function readAll(bytes: Uint8Array, from?: { rows: number }, length = oddLength(bytes)): Promise<CsvRow[]> {
  const rows: CsvRow[] = [];
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

const texts: [what: string, text: string, cells: string[][]][] = [
  [
    'line ends of a Macintosh',
    'id,text\r1,"a, b"\r\r2,c',
    [
      ['id', 'text'],
      ['1', 'a, b'],
      ['2', 'c'],
    ],
  ],
  [
    'line ends of two kinds',
    'id,text\r\n1,"a"\n2,"b"\r\n3,c\n',
    [
      ['id', 'text'],
      ['1', 'a'],
      ['2', 'b'],
      ['3', 'c'],
    ],
  ],
  [
    'a line break in the heading',
    'id,"te\nxt"\r\n1,a\r\n',
    [
      ['id', 'te\nxt'],
      ['1', 'a'],
    ],
  ],
  [
    'a quotation mark inside a text',
    'id,text\n1,5" disk\n2,say "yes"\n',
    [
      ['id', 'text'],
      ['1', '5" disk'],
      ['2', 'say "yes"'],
    ],
  ],
  [
    'quotation marks that should be doubled',
    'id,text\n1,"he said "hi" to us"\n2,b\n',
    [
      ['id', 'text'],
      ['1', 'he said "hi" to us'],
      ['2', 'b'],
    ],
  ],
  [
    'text behind a closed cell',
    'id,text\n1,"a"b\n2,"c"\n3,d\n',
    [
      ['id', 'text'],
      ['1', '"a"b'],
      ['2', 'c'],
      ['3', 'd'],
    ],
  ],
  [
    'text behind the last closed cell',
    'id,text\n1,"a"b\n2,c',
    [
      ['id', 'text'],
      ['1', '"a"b'],
      ['2', 'c'],
    ],
  ],
  [
    'spaces behind a closed cell',
    '"id" , "text" \n"1" ,"a" \n',
    [
      ['id', ' "text" '],
      ['1', 'a'],
    ],
  ],
  ['nothing but a heading', 'id,text', [['id', 'text']]],
];
for (const [what, text, cells] of texts) {
  test(`${what}: ${JSON.stringify(text)}`, async () => {
    assert.deepEqual(cellsOf(await readAll(Buffer.from(text))), cells);
    assert.deepEqual(cellsOf(await readAll(Buffer.from(text), undefined, 1)), cells);
  });
}

test('what is written as CSV is read as it was, however it is cut into pieces', async () => {
  const cell = fc.string({ unit: fc.constantFrom('a', 'ü', '€', '"', ',', '\n', '\r\n', ' ', '😀'), maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 }),
      fc.constantFrom('\n', '\r\n'),
      fc.integer({ min: 1, max: 9 }),
      async (table, end, length) => {
        const quoted = table.map((cells) => cells.map((text) => `"${text.replaceAll('"', '""')}"`).join(','));
        const bytes = Buffer.from(quoted.join(end));
        assert.deepEqual(cellsOf(await readAll(bytes, undefined, length)), table);
      },
    ),
    { numRuns: 300 },
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
  ['an open quotation mark', Buffer.from('a,b\n"c,d\ne,f\n'), /quotation mark in row 2 is never closed/],
];
for (const [what, bytes, message] of refused) {
  test(`${what} is refused plainly`, async () => {
    await assert.rejects(readAll(bytes), (error) => error instanceof FileProblem && message.test(error.message));
  });
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { strFromU8, unzipSync } from 'fflate';
import type { ReportTable } from '../../src/render/report-tables/report-table.ts';
import { writeCsv, writeSpreadsheet } from '../../src/render/table-files.ts';

const TABLE: ReportTable = {
  key: 'promises',
  title: 'Promises',
  columns: [
    { heading: 'Channel', type: 'text' },
    { heading: 'From', type: 'date' },
    { heading: 'Share', type: 'share' },
    { heading: 'Messages', type: 'count' },
    { heading: 'Wait', type: 'any' },
  ],
  rows: [
    ['=HYPERLINK("http://evil.example";"Click")', '2026-11-03', 0.8999, 1204, 'not answered'],
    ['@SUM(A1)', '2026-11-04', -0.031, 0, 60],
    ['He said "yes", twice\nand left', '2026-11-05', null, 7, null],
  ],
};

test('CSV as RFC 4180 has it, with the mark of UTF-8', () => {
  assert.equal(
    writeCsv(TABLE),
    [
      '\uFEFFChannel,From,Share,Messages,Wait',
      `"'=HYPERLINK(""http://evil.example"";""Click"")",2026-11-03,0.8999,1204,not answered`,
      "'@SUM(A1),2026-11-04,-0.031,0,60",
      '"He said ""yes"", twice\nand left",2026-11-05,,7,',
      '',
    ].join('\r\n'),
  );
});

test('every sign that begins a formula is defused, and numbers stay numbers', () => {
  for (const sign of ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']) {
    const csv = writeCsv({ ...TABLE, columns: TABLE.columns.slice(0, 1), rows: [[`${sign}1+1`]] });
    assert.ok(csv.includes(`'${sign}1+1`), JSON.stringify(csv));
  }
  assert.match(writeCsv({ ...TABLE, columns: TABLE.columns.slice(2, 3), rows: [[-0.5]] }), /\r\n-0\.5\r\n/);
});

test('the spreadsheet holds numbers, dates and text as what they are, no formula, and a frozen head', async () => {
  const files = unzipSync(await writeSpreadsheet([TABLE, { ...TABLE, title: 'Second' }]));
  const read = (name: string) => strFromU8(files[name] ?? new Uint8Array());
  assert.match(read('xl/workbook.xml'), /name="Promises".*name="Second"/s);
  const sheet = read('xl/worksheets/sheet1.xml');
  assert.doesNotMatch(sheet, /<f[ >]/);
  assert.match(sheet, /<pane [^>]*ySplit="1"[^>]*state="frozen"|<pane [^>]*state="frozen"[^>]*ySplit="1"/);
  const cell = (place: string) => new RegExp(`<c r="${place}"([^>]*)>(.*?)</c>`, 's').exec(sheet);
  assert.match(cell('A2')?.[1] ?? '', /t="(s|inlineStr)"/);
  assert.doesNotMatch(cell('D2')?.[1] ?? '', /t="(s|inlineStr|str)"/);
  assert.match(cell('D2')?.[2] ?? '', /<v>1204<\/v>/);
  assert.match(cell('C2')?.[2] ?? '', /<v>0\.8999<\/v>/);
  // 3 November 2026 is day 46329 of the spreadsheet's own count.
  assert.match(cell('B2')?.[2] ?? '', /<v>46329<\/v>/);
  assert.match(cell('E2')?.[1] ?? '', /t="(s|inlineStr)"/);
  assert.match(read('xl/styles.xml'), /0\.00%/);
});

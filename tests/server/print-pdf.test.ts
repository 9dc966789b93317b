import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { inlinePage } from '../../src/server/inline-page.ts';
import { findBrowser, PdfPrinter } from '../../src/server/print-pdf.ts';

const folder = mkdtempSync(join(tmpdir(), 'kept-print-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** A program that stands in for the browser. */
function writeProgram(name: string, lines: string): string {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${lines}\n`, { mode: 0o755 });
  return path;
}

/** Writes what it is asked to print, and how it was called, where the PDF is expected. */
const COPY = `for last; do case "$last" in --print-to-pdf=*) out="\${last#--print-to-pdf=}";; esac; done
{ echo "$@"; cat "\${last#file://}"; } > "$out"`;

test('without a browser it is said plainly, with what to do', async () => {
  await assert.rejects(new PdfPrinter(undefined).print('<p>'), { code: 'no-browser', hint: /Print the report from your own browser/ });
  assert.equal(findBrowser(join(folder, 'none'), { PATH: folder }), undefined);
});

test('the browser on the path is found, and the one that is named comes first', () => {
  const onPath = writeProgram('chromium', 'exit 0');
  const named = writeProgram('mine', 'exit 0');
  assert.equal(findBrowser(undefined, { PATH: `/nowhere:${folder}` }), onPath);
  assert.equal(findBrowser(named, { PATH: folder }), named);
});

test('the browser gets the page as a file, no host name, and a profile that is thrown away', async () => {
  const printed = Buffer.from(await new PdfPrinter(writeProgram('copy', COPY)).print('<p>a page</p>')).toString();
  assert.match(printed, /<p>a page<\/p>/);
  assert.match(printed, /--host-resolver-rules=MAP \* ~NOTFOUND/);
  assert.match(printed, /--user-data-dir=\S+\/kept-pdf-\w+\/profile/);
});

test('one page at a time, and whoever comes when many wait is turned away', async () => {
  const lock = join(folder, 'lock');
  const printer = new PdfPrinter(writeProgram('alone', `mkdir ${lock} || exit 1\nsleep 0.05\nrmdir ${lock}\n${COPY}`));
  const pages = await Promise.allSettled(Array.from({ length: 10 }, () => printer.print('x')));
  assert.deepEqual(
    pages.map((page) => (page.status === 'fulfilled' ? 'printed' : page.reason.code)),
    [...Array.from({ length: 8 }, () => 'printed'), 'busy', 'busy'],
  );
});

test('a browser that fails makes no PDF, and the next page is printed all the same', async () => {
  const marker = join(folder, 'failed-once');
  const printer = new PdfPrinter(writeProgram('fails', `[ -e ${marker} ] || { touch ${marker}; echo broken >&2; exit 3; }\n${COPY}`));
  await assert.rejects(printer.print('one'), { code: 'unavailable' });
  assert.match(Buffer.from(await printer.print('two')).toString(), /two/);
});

test('a printed page holds its style sheets and typefaces, no script, and no other policy than its own', () => {
  mkdirSync(join(folder, '_astro'));
  writeFileSync(join(folder, '_astro/a.css'), '@font-face{src:url(/_astro/f.woff2) format("woff2")}p{color:red}');
  writeFileSync(join(folder, '_astro/f.woff2'), 'font');
  writeFileSync(join(folder, 'secret.css'), 'secret');
  const page = inlinePage(
    '<html><head><meta http-equiv="content-security-policy" content="x"><link rel="stylesheet" href="/_astro/a.css"><link rel="stylesheet" href="/../secret.css"></head><body><script type="module" src="/x.js"></script><p>text</p></body></html>',
    folder,
    'https://kept.example',
    '@page { size: A4; }',
  );
  assert.match(page, /p\{color:red\}/);
  assert.match(page, /url\(data:font\/woff2;base64,Zm9udA==\)/);
  assert.match(page, /<base href="https:\/\/kept\.example\/">/);
  assert.match(page, /default-src 'none'/);
  assert.match(page, /@page \{ size: A4; \}/);
  assert.doesNotMatch(page, /<script|content="x"|<link/);
});

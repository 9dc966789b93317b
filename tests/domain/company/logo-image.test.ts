import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { findLogoProblem, LOGO_BYTES, readLogoImage } from '../../../src/domain/company/logo-image.ts';
import { makeJpegHead, makePngHead, makeWebpHead } from '../../support/picture.ts';

test('a picture is known by its own bytes', () => {
  assert.deepEqual(readLogoImage(makePngHead(200, 100)), { contentType: 'image/png', width: 200, height: 100 });
  assert.deepEqual(readLogoImage(makeJpegHead(200, 100)), { contentType: 'image/jpeg', width: 200, height: 100 });
  for (const kind of ['VP8 ', 'VP8L', 'VP8X'] as const) {
    assert.deepEqual(readLogoImage(makeWebpHead(kind, 200, 100)), { contentType: 'image/webp', width: 200, height: 100 }, kind);
  }
});

test('a picture is read wherever it lies in its memory', () => {
  const bytes = Buffer.concat([Buffer.from('before'), makePngHead(64, 48)]).subarray(6);
  assert.deepEqual(readLogoImage(bytes), { contentType: 'image/png', width: 64, height: 48 });
});

test('what is no such picture is refused, whatever it calls itself', () => {
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>');
  const gif = Buffer.from('GIF89a\x40\x00\x40\x00', 'latin1');
  const html = Buffer.from('<!doctype html><script>alert(1)</script>');
  for (const bytes of [svg, gif, html]) assert.equal(findLogoProblem(bytes), 'This is no PNG, JPEG or WebP picture.');
  assert.equal(findLogoProblem(Buffer.alloc(0)), 'Choose a file.');
});

test('a logo has 32 to 2048 pixels a side and at most 512 KB', () => {
  for (const [width, height] of [
    [32, 32],
    [2048, 2048],
    [32, 2048],
  ] as const) {
    assert.equal(findLogoProblem(makePngHead(width, height)), undefined);
  }
  assert.equal(findLogoProblem(makePngHead(31, 64)), 'The picture has 31 × 64 pixels; each side must have 32 to 2048.');
  assert.match(findLogoProblem(makeJpegHead(64, 2049)) ?? '', /64 × 2049/);
  assert.match(findLogoProblem(makePngHead(0, 0)) ?? '', /0 × 0/);
  assert.equal(findLogoProblem(Buffer.concat([makePngHead(64, 64), Buffer.alloc(LOGO_BYTES - 33)])), undefined);
  assert.match(findLogoProblem(Buffer.concat([makePngHead(64, 64), Buffer.alloc(LOGO_BYTES - 32)])) ?? '', /at most 512 KB/);
});

test('a picture that is cut off anywhere is refused or read, and never breaks the reader', () => {
  for (const whole of [makePngHead(64, 64), makeJpegHead(64, 64), makeWebpHead('VP8X', 64, 64)]) {
    for (let length = 0; length <= whole.length; length++) readLogoImage(whole.subarray(0, length));
  }
  const starts = fc.constantFrom([0xff, 0xd8], [0xff, 0xd8, 0xff, 0xe0, 0, 0], [0x89, 0x50], []);
  fc.assert(
    fc.property(starts, fc.uint8Array({ maxLength: 200 }), (start, rest) => void readLogoImage(Uint8Array.from([...start, ...rest]))),
  );
});

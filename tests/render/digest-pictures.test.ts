import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawShareBar, drawShareLine, drawVolume, PICTURE_COLOURS } from '../../src/render/digest/digest-pictures.ts';
import { light } from '../../src/render/digest/digest-style.ts';

/** Relative luminance, as WCAG 2.2 has it. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [lighter = 0, darker = 0] = [luminance(a), luminance(b)].sort((one, other) => other - one);
  return (lighter + 0.05) / (darker + 0.05);
}

for (const [name, colour] of Object.entries(PICTURE_COLOURS)) {
  test(`the colour ${name} of a picture can be told from light and from dark ground`, () => {
    for (const ground of ['#ffffff', light('paper'), '#1c1d1a', '#141513', '#000000'])
      assert.ok(contrast(colour, ground) >= 3, `${colour} on ${ground}`);
  });
}

const point = (share: number | undefined) => ({
  date: '2026-02-01',
  met: 0,
  decided: 0,
  share,
  lower: share === undefined ? undefined : share - 0.1,
  upper: share === undefined ? undefined : Math.min(1, share + 0.1),
});

test('a gap in the data stays a gap in the line', () => {
  const { svg } = drawShareLine([0.9, 0.8, undefined, 0.7, 0.95].map(point), 0.9);
  assert.equal(svg.match(/<polyline/g)?.length, 2);
});

test('the axis begins at a whole quarter below the lowest share and the objective', () => {
  assert.equal(drawShareLine([0.99, 0.97].map(point), 0.98).floor, 0.75);
  assert.equal(drawShareLine([0.99, 0.31].map(point), 0.98).floor, 0.25);
  assert.equal(drawShareLine([0.99, 0].map(point), 0.98).floor, 0);
});

test('a bar ends where the share does, and nothing leaves the picture', () => {
  const { svg, width } = drawShareBar({ share: 0.5, interval: { lower: 0.4, upper: 1 }, objective: 1, tone: 'broken' });
  assert.ok(svg.includes(`width="${width / 2}"`));
  for (const [, x, , barWidth] of svg.matchAll(/<rect x="([\d.]+)"( y="[\d.]+")? width="([\d.]+)"/g))
    assert.ok(Number(x) + Number(barWidth) <= width);
});

test('volume is drawn from nothing to the most', () => {
  const heights = [...drawVolume([0, 50, 100]).svg.matchAll(/<rect [^>]* height="([\d.]+)"/g)].map(([, height]) => Number(height));
  assert.deepEqual(heights, [0, 33, 66]);
});

test('no picture has words in it, which would need a typeface on the machine that draws it', () => {
  const bar = drawShareBar({ share: 0.5, interval: undefined, objective: 0.9, tone: 'kept' });
  for (const { svg } of [bar, drawShareLine([0.9, 0.8].map(point), 0.9), drawVolume([1, 2])]) assert.doesNotMatch(svg, /<text|<tspan|font/);
});

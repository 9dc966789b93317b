import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VERDICTS } from '../../src/domain/compliance/verdict.ts';
import { VERDICT_WORDS, verdictTone } from '../../src/domain/compliance/verdict-words.ts';
import { BADGE_STYLES, type Badge, describeProblemBadge } from '../../src/domain/figures/badge.ts';
import { toBadgeEndpoint } from '../../src/render/badge-endpoint.ts';
import { BADGE_COLOURS, renderBadgeSvg } from '../../src/render/badge-svg.ts';
import { measureText } from '../../src/render/text-width.ts';
import { assertGolden } from '../support/golden.ts';

const KEPT: Badge = {
  label: 'X @acme',
  promise: 'within 1 hour, 9 of 10 times',
  result: 'kept · 94\u00a0%',
  verdict: 'kept',
  tone: 'kept',
  title: 'Acme, X @acme. A person answers within 1 hour, 9 of 10 times, day and night. Kept: 94 of 100 in the last 30 days, 94 %.',
  isProblem: false,
};

for (const style of BADGE_STYLES) {
  test(`a badge in the style ${style}`, () => assertGolden(`badges/kept-${style}.svg`, renderBadgeSvg(KEPT, style)));
}

for (const verdict of VERDICTS) {
  test(`a badge with the verdict ${verdict} has its word, its colour and its shape`, () => {
    const badge: Badge = { ...KEPT, verdict, tone: verdictTone(verdict), result: VERDICT_WORDS[verdict].toLowerCase() };
    assertGolden(`badges/verdict-${verdict}.svg`, renderBadgeSvg(badge, 'flat'));
  });
}

test('a badge without promise or label has fewer parts', () => {
  assertGolden('badges/company.svg', renderBadgeSvg({ ...KEPT, label: 'Acme', promise: '', result: 'keeps 3 of 4 promises' }, 'flat'));
  assertGolden('badges/no-label.svg', renderBadgeSvg({ ...KEPT, label: '', promise: '' }, 'flat'));
});

test('a problem is a badge too', () => {
  const badge = describeProblemBadge('no such company', 'no such company: check the address.');
  assertGolden('badges/problem.svg', renderBadgeSvg(badge, 'flat'));
  assert.equal(toBadgeEndpoint(badge).isError, true);
});

test('what people write is shown as text and never becomes markup', () => {
  const hostile = `<script>alert("1")</script>&'\u0000\u001b\ud800`;
  const svg = renderBadgeSvg({ ...KEPT, label: hostile, title: hostile }, 'for-the-badge');
  assert.doesNotMatch(svg, /<script/i);
  assert.ok([...svg].every((character) => (character.codePointAt(0) ?? 0) >= 0x20));
  assert.ok(svg.isWellFormed());
  assertGolden('badges/escaped.svg', svg);
});

test('the endpoint form is what shields reads: label, promise and result, colours in hex', () => {
  assert.deepEqual(toBadgeEndpoint(KEPT), {
    schemaVersion: 1,
    label: 'X @acme: within 1 hour, 9 of 10 times',
    message: 'kept · 94\u00a0%',
    color: '#135c37',
    labelColor: '#33322e',
  });
});

test('white text on each colour of a badge has a contrast of 4.5:1 or better', () => {
  for (const [name, colour] of Object.entries(BADGE_COLOURS)) {
    assert.ok(1.05 / (luminance(colour) + 0.05) >= 4.5, `${name} is too light`);
  }
});

test('text is measured by its characters: wide ones, marks without width, and scripts in squares', () => {
  assert.equal(measureText('', 11), 0);
  assert.ok(measureText('WWW', 11) > 2 * measureText('iii', 11));
  assert.ok(measureText('Kept', 11, 'bold') > measureText('Kept', 11));
  assert.equal(measureText('e\u0301', 10), measureText('e', 10));
  assert.equal(measureText('漢字', 10), 20);
});

/** Relative luminance by WCAG 2.2. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const part = Number.parseInt(colour.slice(start, start + 2), 16) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import type { Page } from '@playwright/test';
import { expect, test } from './support/test.ts';

const SOURCE = stripTypeScriptTypes(readFileSync(new URL('../../src/client/morph.ts', import.meta.url), 'utf8'));

/** An empty document with `morphTo(html)`, which makes `<div id="live">` into what `html` is. */
async function openMorph(page: Page, html: string): Promise<(wanted: string) => Promise<void>> {
  await page.setContent(`<div id="live">${html}</div>`);
  const script = `${SOURCE}
    globalThis.morphTo = (html) => {
      const wanted = new DOMParser().parseFromString('<div id="live">' + html + '</div>', 'text/html').getElementById('live');
      morph(document.getElementById('live'), wanted);
    };`;
  await page.addScriptTag({ type: 'module', content: script });
  return (wanted) => page.evaluate(`morphTo(${JSON.stringify(wanted)})`);
}

const htmlOf = (page: Page): Promise<string> => page.locator('#live').innerHTML();

test('only what differs is written, so that focus and what the reader opened stay', async ({ page }) => {
  const before = '<p data-figure><b>90 %</b></p><a href="/a">Link</a><details><summary>More</summary>Old</details>';
  const morphTo = await openMorph(page, before);
  await page.getByText('More').click();
  await page.getByRole('link').focus();
  await morphTo('<p data-figure><b>91 %</b></p><a href="/b">Link</a><details><summary>More</summary>New</details>');
  await expect(page.getByRole('link')).toBeFocused();
  await expect(page.getByRole('link')).toHaveAttribute('href', '/b');
  await expect(page.locator('details')).toHaveAttribute('open');
  await expect(page.locator('details')).toContainText('New');
  await expect(page.locator('[data-figure]')).toHaveAttribute('data-changed');
});

test('what has an id is found again where something came before it or the order changed', async ({ page }) => {
  const morphTo = await openMorph(page, '<p id="one">One</p><p id="two">Two</p>');
  await page.evaluate(() => {
    for (const id of ['one', 'two']) Object.assign(document.getElementById(id) ?? {}, { known: id });
  });
  const wanted = '<h2>New</h2><p id="two">Two</p><p id="three">Three</p><p id="one">One, again</p>';
  await morphTo(wanted);
  expect(await htmlOf(page)).toBe(wanted);
  expect(
    await page.evaluate(() => ['one', 'two', 'three'].map((id) => Reflect.get(document.getElementById(id) ?? {}, 'known') ?? null)),
  ).toEqual(['one', 'two', null]);
});

test('what is gone is taken away, and kinds may change', async ({ page }) => {
  const morphTo = await openMorph(page, 'Text <b>bold</b> and <i>more</i><p>end</p>');
  for (const wanted of ['<p>end</p>', '<i>other</i> text', '', '<table><tbody><tr><td>1</td></tr></tbody></table>']) {
    await morphTo(wanted);
    expect(await htmlOf(page)).toBe(wanted);
  }
});

test('a drawn chart keeps its inside and gets its new figures', async ({ page }) => {
  const morphTo = await openMorph(page, '<div id="chart" data-chart="[1]"></div>');
  await page.evaluate(() => document.getElementById('chart')?.append(document.createElement('canvas')));
  await morphTo('<div id="chart" data-chart="[2]"></div>');
  expect(await htmlOf(page)).toBe('<div id="chart" data-chart="[2]"><canvas></canvas></div>');
});

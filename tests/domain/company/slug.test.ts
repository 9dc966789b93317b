import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { numberSlug, RESERVED_SLUGS, slugForm, suggestSlug } from '../../../src/domain/company/slug.ts';

const isSlug = (text: string): boolean => slugForm.safeParse(text).success;

test('a slug has 2 to 40 small letters, digits and single hyphens between them', () => {
  for (const slug of ['ab', 'acme-2', '7eleven', 'a'.repeat(40)]) assert.ok(isSlug(slug), slug);
  for (const slug of ['a', 'a'.repeat(41), '-acme', 'acme-', 'ac--me', 'ac_me', 'ac.me', 'café', 'a/b', '']) assert.ok(!isSlug(slug), slug);
});

test('a slug is kept in small letters', () => {
  assert.equal(slugForm.parse(' Acme '), 'acme');
});

test('no slug is the first part of an address of ours', () => {
  const pages = readdirSync('src/pages', { withFileTypes: true })
    .map((entry) => entry.name.replace(/\.(astro|ts)$/, '').split('.')[0] ?? '')
    .filter((name) => name !== 'index' && !name.startsWith('['));
  const handler = readFileSync('src/server/request-handler.ts', 'utf8');
  const table = /const ROUTES[^{]*\{([^}]*)\}/.exec(handler)?.[1] ?? '';
  const routes = [...table.matchAll(/^\s*'?([a-z0-9-]+)'?:/gm)].map((match) => match[1] ?? '');
  const files = readdirSync('public').map((name) => name.split('.')[0] ?? '');
  assert.ok(pages.length > 0 && routes.length > 0);
  for (const name of [...pages, ...routes, ...files]) assert.ok(RESERVED_SLUGS.has(name) || !isSlug(name), `${name} is not reserved`);
});

test('suggests a slug from a name', () => {
  assert.equal(suggestSlug('Café Müller & Co.'), 'cafe-muller-co');
  assert.equal(suggestSlug('Großmarkt'), 'grossmarkt');
  assert.equal(suggestSlug('App'), 'app-company');
  assert.equal(suggestSlug('日本'), '');
  assert.ok(isSlug(suggestSlug('A very long name of a company that goes on and on and on')));
});

test('numbers a slug within its length', () => {
  assert.equal(numberSlug('acme', 2), 'acme-2');
  assert.equal(numberSlug('a'.repeat(40), 2), `${'a'.repeat(38)}-2`);
});

import { globSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { APIResponse } from '@playwright/test';
import { expect, test } from './support/test.ts';
import type { World } from './support/world.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Queries without which a page has nothing to show. */
const QUERIES: Record<string, string> = { '/[company]/versions/compare': '?from=1&to=1' };
/** Pages that explain why another page is not shown. */
const EXPLANATIONS = ['/404', '/500', '/problem'];

/** The address of every page there is, as src/pages has them: `/[company]/versions`. */
const pages = globSync('src/pages/**/*.astro', { cwd: ROOT })
  .map((file) => file.replace(/^src\/pages/, '').replace(/(\/index)?\.astro$/, '') || '/')
  .filter((page) => !EXPLANATIONS.includes(page))
  .sort();
const isInside = (page: string): boolean => /^\/(app|account)(\/|$)/.test(page);

async function makeAddressOf(world: World): Promise<{ company: Awaited<ReturnType<World['makeCompany']>>; of: (page: string) => string }> {
  const company = await world.makeCompany();
  await world.publishAgreement(company);
  const of = (page: string) => `${page.replace('[company]', company.slug).replace('[number]', '1')}${QUERIES[page] ?? ''}`;
  return { company, of };
}

function expectSafe(response: APIResponse | { headers(): Record<string, string> }, page: string): void {
  const headers = response.headers();
  const policy = Object.fromEntries(
    (headers['content-security-policy'] ?? '').split(';').map((directive) => {
      const [name = '', ...sources] = directive.trim().split(/\s+/);
      return [name, sources];
    }),
  );
  expect.soft(policy['default-src'], page).toEqual(["'self'"]);
  for (const name of ['object-src', 'base-uri', 'frame-ancestors']) expect.soft(policy[name], `${page} ${name}`).toEqual(["'none'"]);
  for (const name of ['form-action', 'connect-src']) expect.soft(policy[name], `${page} ${name}`).toEqual(["'self'"]);
  for (const name of ['script-src', 'style-src']) {
    for (const source of policy[name] ?? []) expect.soft(source, `${page} ${name}`).toMatch(/^'(self|sha(256|384|512)-[A-Za-z0-9+/=]+)'$/);
    expect.soft(policy[name], `${page} ${name}`).toBeDefined();
  }
  expect.soft(headers, page).toMatchObject({
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    // The address of a shared report is what opens it.
    'referrer-policy': page.startsWith('/shared') ? 'no-referrer' : 'strict-origin-when-cross-origin',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': expect.stringContaining('camera=()'),
  });
}

test('every page is sent with a strict policy, which none of them breaks', async ({ page, world, context }) => {
  test.setTimeout(120_000);
  const { company, of } = await makeAddressOf(world);
  await world.signIn(context, company.owner);
  for (const kind of [...pages, '/no-such-page/at-all']) {
    const response = await page.goto(of(kind));
    expect(response?.status(), kind).toBeLessThan(500);
    if (response !== null) expectSafe(response, kind);
    expect.soft(response?.headers()['cache-control'], kind).toBe('private, no-store');
  }
});

test('pages inside send visitors to sign in and back', async ({ request, world }) => {
  const { of } = await makeAddressOf(world);
  for (const kind of pages.filter(isInside)) {
    const response = await request.get(of(kind), { maxRedirects: 0 });
    expect.soft(response.status(), kind).toBe(303);
    expect.soft(response.headers().location, kind).toMatch(/^\/sign-in(\?next=%2F(app|account).*)?$/);
  }
});

test('a form from another site is refused', async ({ request }) => {
  const form = { email: 'person@example.net', password: 'a password' };
  const foreign = await request.post('/sign-in', { form, headers: { Origin: 'https://elsewhere.example' } });
  expect(foreign.status()).toBe(403);
  const unknown = await request.post('/sign-in', { form, headers: { Origin: 'null' } });
  expect(unknown.status()).toBe(403);
});

test('a form that is too large is refused before it is read', async ({ page, request, baseURL }) => {
  await page.goto('/sign-in');
  const action = (await page.locator('form[method=post i]').first().getAttribute('action')) ?? '';
  const send = (megabytes: number) =>
    request.post(new URL(action, `${baseURL}/sign-in`).href, {
      headers: { Origin: baseURL ?? '' },
      multipart: { email: 'person@example.net', password: 'x'.repeat(megabytes * 1024 * 1024) },
    });
  expect((await send(2)).status()).toBe(413);
  expect((await send(12)).status()).toBe(413);
});

test('a method that no page answers is refused and named', async ({ request }) => {
  const response = await request.delete('/sign-in');
  expect(response.status()).toBe(405);
  expect(response.headers().allow).toBe('GET, HEAD, POST');
});

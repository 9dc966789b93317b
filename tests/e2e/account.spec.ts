import { GOOD_PASSWORD } from '../support/account.ts';
import { expect, test } from './support/test.ts';

const linkIn = (text: string): string => /https?:\/\/\S+/.exec(text)?.[0] ?? '';

test('a visitor signs up by the mail in the outbox and lands where they were going', async ({ page, world }) => {
  const email = `${world.newName('visitor')}@example.net`;
  await page.goto('/app/new');
  await page.getByRole('main').getByRole('link', { name: 'Sign up' }).click();
  await page.getByLabel('Mail address').fill(email);
  await page.getByRole('button', { name: 'Mail me the link' }).click();
  await expect(page.getByRole('status')).toContainText('no mail server');
  await expect(page.getByRole('main')).not.toContainText('token');

  await page.goto(linkIn((await world.lastMailTo(email)).text));
  await page.getByLabel('Your name').fill('New person');
  await page.getByLabel('Password').fill('password');
  await page.getByLabel('Password').evaluate((field: HTMLInputElement) => field.removeAttribute('minlength'));
  await page.getByRole('button', { name: 'Open the account' }).click();
  await expect(page.getByText('Use at least 12 characters.').first()).toBeVisible();
  await expect(page.getByLabel('Your name')).toHaveValue('New person');
  await expect(page.getByLabel('Password')).toHaveValue('');

  await page.getByLabel('Password').fill(GOOD_PASSWORD);
  await page.getByRole('button', { name: 'Open the account' }).click();
  await expect(page).toHaveURL('/app/new');
});

test('a known address is told nothing that an unknown one is not', async ({ page, world }) => {
  const known = await world.makePerson();
  const say = async (path: string, email: string) => {
    await page.goto(path);
    await page.getByLabel(/Mail address/).fill(email);
    await page.getByRole('button', { name: 'Mail me the link' }).click();
    await expect(page.getByRole('status')).toBeVisible();
    return (await page.getByRole('main').innerText()).replaceAll(email, 'ADDRESS');
  };
  for (const path of ['/sign-up', '/forgot-password']) {
    expect(await say(path, known.email)).toBe(await say(path, `${world.newName('nobody')}@example.net`));
  }
});

test('a wrong password keeps the address and says nothing about which was wrong', async ({ page, world }) => {
  const person = await world.makePerson();
  await page.goto('/sign-in?next=//evil.example/');
  await page.getByLabel('Mail address').fill(person.email);
  await page.getByLabel('Password').fill('something else entirely');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toContainText('The address or the password is wrong.');
  await expect(page.getByLabel('Mail address')).toHaveValue(person.email);
  await page.getByLabel('Password').fill(person.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  // Not to another site, whatever the address asked for.
  await expect(page).toHaveURL('/app');
});

test('signing in and out works without scripts', async ({ browser, baseURL, world }) => {
  const person = await world.makePerson();
  const context = await browser.newContext({ javaScriptEnabled: false, ...(baseURL === undefined ? {} : { baseURL }) });
  const page = await context.newPage();
  await page.goto('/account');
  await page.getByLabel('Mail address').fill(person.email);
  await page.getByLabel('Password').fill(person.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL('/account');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL('/');
  await page.goto('/account');
  await expect(page).toHaveURL('/sign-in?next=%2Faccount');
  await context.close();
});

test('a forgotten password is set anew by mail, once, and signs out everywhere', async ({ page, context, world }) => {
  const person = await world.makePerson();
  await world.signIn(context, person);
  await page.goto('/forgot-password');
  await page.getByLabel('Mail address of your account').fill(person.email);
  await page.getByRole('button', { name: 'Mail me the link' }).click();
  const link = linkIn((await world.lastMailTo(person.email)).text);
  await page.goto(link);
  await page.getByLabel('New password').fill('another lantern 1882 orchard');
  await page.getByRole('button', { name: 'Set the password' }).click();
  await expect(page.getByRole('status')).toContainText('Your password was changed');
  await expect(page.getByText('this browser')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Sign out of all others' })).toHaveCount(0);
  expect((await page.goto(link))?.status()).toBe(410);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This link no longer works.');
});

test('a person moves their account to another address by a link, and signs other browsers out', async ({ page, context, world }) => {
  const person = await world.makePerson();
  const address = `${world.newName('moved')}@example.net`;
  await world.signIn(context, person);
  await world.signIn(context, person);
  await page.goto('/account');
  await page.getByRole('button', { name: 'Sign out of all others' }).click();
  await expect(page.getByRole('status')).toContainText('All your other browsers were signed out.');

  await page.getByLabel('New mail address').fill(address);
  await page.getByLabel('Your password', { exact: true }).fill(person.password);
  await page.getByRole('button', { name: 'Mail me a link to confirm it' }).click();
  await expect(page.getByRole('status')).toContainText(address);
  await page.goto(linkIn((await world.lastMailTo(address)).text));
  await page.getByRole('button', { name: 'Use this address' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your account has its new address.');
  await page.goto('/account');
  await expect(page.getByText(`You sign in with ${address}.`)).toBeVisible();
});

test('an action that another site sends changes nothing', async ({ request }) => {
  const response = await request.post('/sign-up?_action=requestSignUp', {
    form: { email: 'somebody@example.net' },
    headers: { Origin: 'https://evil.example' },
  });
  expect(response.status()).toBe(403);
});

test('actions are reached by the forms of pages alone', async ({ request }) => {
  const response = await request.post('/_actions/requestSignUp', { form: { email: 'somebody@example.net' } });
  expect(response.status()).toBe(404);
});

test('what only its reader may see stays in no cache', async ({ request, page, context, world }) => {
  await world.signIn(context, await world.makePerson());
  expect((await page.goto('/account'))?.headers()['cache-control']).toBe('private, no-store');
  expect((await request.get('/sign-up?token=x')).headers()['cache-control']).toBe('private, no-store');
});

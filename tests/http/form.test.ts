import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError } from '../../src/commands/errors.ts';
import { formAddress, readAnswer, readText, submitForm } from '../../src/http/form.ts';
import { findMailPlace } from '../../src/http/mail-place.ts';
import { pathCompany } from '../../src/http/path-company.ts';
import { withNext } from '../../src/http/sign-in-address.ts';

function makeForm(fields: Record<string, string | File>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
}

test('a form that fails keeps what was typed, but no secret and no file', async () => {
  const form = makeForm({ name: 'Ada', password: 'x', currentPassword: 'y', token: 'z', logo: new File(['a'], 'a.png') });
  const answer = await submitForm(form, () => Promise.reject(new AppError('invalid-input', 'No.', 'Mend it.')));
  assert.deepEqual(answer, { ok: false, code: 'invalid-input', message: 'No.', hint: 'Mend it.', fields: [], values: { name: 'Ada' } });
});

test('what was not expected is not told to the form', async () => {
  await assert.rejects(
    submitForm(makeForm({}), () => Promise.reject(new TypeError('inside'))),
    TypeError,
  );
});

test('a page takes the status of its form’s failure', () => {
  const failure = { ok: false, code: 'already-exists', message: '', hint: '', fields: [], values: {} } as const;
  const page = { response: { status: 200 } };
  assert.equal(readAnswer(page, { data: failure, error: undefined }), failure);
  assert.equal(page.response.status, 409);
  assert.equal(readAnswer(page, undefined), undefined);
});

test('too much in a form is a failure of the form; anything else is thrown on', () => {
  const page = { response: { status: 200 } };
  const tooLarge = Object.assign(new Error(), { code: 'CONTENT_TOO_LARGE' });
  assert.deepEqual(readAnswer(page, { data: undefined, error: tooLarge })?.ok, false);
  assert.equal(page.response.status, 413);
  const other = Object.assign(new Error('inside'), { code: 'INTERNAL_SERVER_ERROR' });
  assert.throws(() => readAnswer(page, { data: undefined, error: other }), /inside/);
});

test('a form keeps what its page was asked with, but not what was done before', () => {
  const url = new URL('https://kept.example/reset-password?token=a%26b&done=x&_action=old');
  assert.equal(formAddress(url, { queryString: '?_action=resetPassword' }), '/reset-password?token=a%26b&_action=resetPassword');
});

test('a missing field and a file read as no text', () => {
  assert.equal(readText(makeForm({}), 'name'), '');
  assert.equal(readText(makeForm({ name: new File(['a'], 'a') }), 'name'), '');
});

test('where to go next is carried on only within this site', () => {
  assert.equal(withNext('/sign-up', '/invitation?token=a'), '/sign-up?next=%2Finvitation%3Ftoken%3Da');
  for (const next of [null, '//evil.example', 'https://evil.example', '/\\evil.example'])
    assert.equal(withNext('/sign-up', next), '/sign-up');
});

test('a page inside names its company', () => {
  const companyOf = (path: string) => pathCompany(new URL(path, 'https://kept.example'));
  assert.deepEqual(['/app/acme', '/app/acme/members?a=b', '/app', '/acme', '/app/'].map(companyOf), ['acme', 'acme', '', '', '']);
});

test('the folder of mails is named only to whoever sits at the machine', () => {
  const place = (address: string, outboxFolder: string | undefined) => findMailPlace({ outboxFolder }, { address });
  assert.deepEqual(place('127.0.0.1', '/data/outbox'), { kind: 'outbox', folder: '/data/outbox' });
  assert.deepEqual(place('::1', '/data/outbox'), { kind: 'outbox', folder: '/data/outbox' });
  assert.deepEqual(place('203.0.113.9', '/data/outbox'), { kind: 'outbox', folder: undefined });
  assert.deepEqual(place('127.0.0.1', undefined), { kind: 'mailbox' });
});

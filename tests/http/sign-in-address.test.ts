import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ownPath, signInAddress } from '../../src/http/sign-in-address.ts';

test('the way back is carried in full', () => {
  const address = signInAddress(new URL('http://localhost/app/acme/members?tab=a b'));
  assert.equal(ownPath(new URL(address, 'http://localhost').searchParams.get('next')), '/app/acme/members?tab=a%20b');
});

test('only paths of this site are gone to', () => {
  for (const next of [
    '//evil.example',
    '/\\evil.example',
    '\\/evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    '',
    ' /app',
    '/a\n/b',
    '/\t/evil.example',
    '/x\\..\\y',
  ]) {
    assert.equal(ownPath(next), '/app', JSON.stringify(next));
  }
  assert.equal(ownPath(null), '/app');
  assert.equal(ownPath('/invitation?token=abc'), '/invitation?token=abc');
});

test('a path that climbs out of itself stays on this site', () => {
  assert.equal(ownPath('/app/..//evil.example'), '/app');
});

test('a form that was sent without being signed in comes back to its page', () => {
  assert.equal(signInAddress(new URL('https://kept.example/account?a=b&_action=changeName')), '/sign-in?next=%2Faccount%3Fa%3Db');
  assert.equal(signInAddress(new URL('https://kept.example/account?_action=changeName')), '/sign-in?next=%2Faccount');
});

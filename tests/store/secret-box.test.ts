import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KEY_BYTES, NO_SECRETS, readSecretsKey, SecretBox } from '../../src/store/secret-box.ts';
import { countedBytes } from '../support/context.ts';

const place = { table: 'alert_destination', companyId: 7, id: 'one' };
const SECRET = 'https://chat.example/hook/ü/🙂';
const makeKey = () => countedBytes(KEY_BYTES);

test('what is sealed opens in its place, says nothing, and is another text each time', () => {
  const box = new SecretBox([makeKey()]);
  const [sealed, again] = [box.seal(SECRET, place, countedBytes), box.seal(SECRET, place, countedBytes)];
  assert.equal(box.open(sealed, place), SECRET);
  assert.notEqual(sealed, again);
  assert.match(sealed, /^[\w-]{12}\.[\w-]{16}\.[\w-]+$/);
  assert.ok(!sealed.includes('chat') && !Buffer.from(sealed.split('.')[2] ?? '', 'base64url').includes('chat'));
});

test('in another row, company or table it does not open, nor when a bit was changed or the tag cut', () => {
  const box = new SecretBox([makeKey()]);
  const sealed = box.seal(SECRET, place, countedBytes);
  for (const moved of [{ id: 'two' }, { companyId: 8 }, { table: 'other' }])
    assert.equal(box.open(sealed, { ...place, ...moved }), undefined);
  const [name, nonce, text = ''] = sealed.split('.');
  const bytes = Buffer.from(text, 'base64url');
  for (let at = 0; at < bytes.length; at++) {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 1;
    assert.equal(box.open([name, nonce, changed.toString('base64url')].join('.'), place), undefined);
  }
  for (const length of [0, 4, 15, bytes.length - 1]) {
    assert.equal(box.open([name, nonce, bytes.subarray(0, length).toString('base64url')].join('.'), place), undefined);
  }
  assert.equal(box.open('', place), undefined);
});

test('an older key still opens and seals no more; a lost one does not open', () => {
  const [old, young] = [makeKey(), makeKey()];
  const sealed = new SecretBox([old]).seal(SECRET, place, countedBytes);
  const rotated = new SecretBox([young, old]);
  assert.equal(rotated.open(sealed, place), SECRET);
  const anew = rotated.seal(SECRET, place, countedBytes);
  assert.equal(new SecretBox([young]).open(anew, place), SECRET);
  assert.equal(new SecretBox([young]).open(sealed, place), undefined);
  assert.equal(new SecretBox([old]).open(anew, place), undefined);
});

test('without a key nothing is sealed', () => {
  assert.equal(NO_SECRETS.keyName, undefined);
  assert.throws(() => NO_SECRETS.seal(SECRET, place, countedBytes), /no key/);
  assert.throws(() => new SecretBox([Buffer.alloc(16)]), /32 bytes/);
});

test('a key is base64 of 32 bytes', () => {
  const key = makeKey();
  assert.deepEqual(readSecretsKey(`${key.toString('base64')}\n`), key);
  for (const text of ['', 'secret', key.subarray(1).toString('base64')]) assert.equal(readSecretsKey(text), undefined);
});

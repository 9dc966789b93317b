import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findPasswordProblem } from '../../../src/domain/account/password-policy.ts';

const owner = { email: 'maria.example@shop.example', name: 'Maria Example' };

test('accepts long passwords of any kind of characters', () => {
  for (const password of ['lantern orchard', '729461850362', 'ναι και όχι σήμερα', '日本語のとても長い合言葉です', '!"#$%&/()=?*+']) {
    assert.equal(findPasswordProblem(password, owner), undefined, password);
  }
});

test('counts characters, from 12 to 256', () => {
  assert.match(findPasswordProblem('orchard tea', owner) ?? '', /at least 12/);
  assert.equal(findPasswordProblem('orchard teas', owner), undefined);
  assert.equal(findPasswordProblem('abcdefgh'.concat('kjhu72'.repeat(41), 'zz'), owner), undefined);
  assert.match(findPasswordProblem('kjhu72'.repeat(43), owner) ?? '', /at most 256/);
});

test('refuses what is tried first', () => {
  for (const password of [
    'password1234',
    'Password1234!',
    '123456789012',
    'qwertyuiop12',
    'aaaaaaaaaaaaaaa',
    'abababababab',
    'letmeinletmein',
    'iloveyou123456',
  ]) {
    assert.notEqual(findPasswordProblem(password, owner), undefined, password);
  }
});

test('refuses the name and the address of its owner', () => {
  for (const password of ['maria.example@shop.example', 'Maria Example1', 'mariaexample2026', 'shop.example maria']) {
    assert.notEqual(findPasswordProblem(password, owner), undefined, password);
  }
});

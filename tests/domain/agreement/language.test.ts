import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatLanguages, nameLanguage, parseLanguages } from '../../../src/domain/agreement/language.ts';

test('languages are read by name or tag, and written by name', () => {
  assert.deepEqual(parseLanguages('English, GERMAN; fr\npt-BR, DE, , Elvish?'), ['en', 'de', 'fr', 'pt-BR', 'Elvish?']);
  assert.equal(formatLanguages(['en', 'de', 'pt-BR', 'qqq']), 'English, German, pt-BR, qqq');
  assert.equal(nameLanguage('pt-BR'), 'Brazilian Portuguese');
  assert.equal(nameLanguage('not a tag'), 'not a tag');
});

test('what is written is read back as the same tags', () => {
  const tags = ['en', 'de', 'gsw', 'zh-Hant', 'nb', 'no', 'he', 'iw', 'xx'];
  assert.deepEqual(parseLanguages(formatLanguages(tags)), tags);
});

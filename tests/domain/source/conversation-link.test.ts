import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { conversationLinkForm, fillConversationLink } from '../../../src/domain/source/conversation-link.ts';

const isAccepted = (template: string) => conversationLinkForm.safeParse(template).success;

describe('the address of a conversation', () => {
  test('is a full address with a place for the id', () => {
    for (const template of [
      '',
      'https://desk.example/tickets/{conversation}',
      '  http://localhost:8080/?id={conversation}&tab=1 ',
      'https://desk.example/#/{conversation}',
    ])
      assert.ok(isAccepted(template), template);
  });

  test('is refused where it could lead elsewhere', () => {
    for (const template of [
      'https://desk.example/tickets/',
      'javascript:alert({conversation})',
      'data:text/html,{conversation}',
      '//desk.example/{conversation}',
      'https:desk.example/{conversation}',
      'https://{conversation}/',
      'https://desk.example:{conversation}/',
      'https://{conversation}.desk.example/',
      'https://desk.example@{conversation}/',
      'https://user:word@desk.example/{conversation}',
      'https://{conversation}@desk.example/',
      `https://desk.example/{conversation}${'x'.repeat(500)}`,
    ])
      assert.ok(!isAccepted(template), template);
  });

  test('holds the id as one part, whatever is in it', () => {
    const fill = (id: string) => fillConversationLink('https://desk.example/t/{conversation}?c={conversation}', id);
    assert.equal(fill('12'), 'https://desk.example/t/12?c=12');
    assert.equal(fill('a/../b?c#d&e=$&'), 'https://desk.example/t/a%2F..%2Fb%3Fc%23d%26e%3D%24%26?c=a%2F..%2Fb%3Fc%23d%26e%3D%24%26');
    assert.equal(fill('"><script>'), 'https://desk.example/t/%22%3E%3Cscript%3E?c=%22%3E%3Cscript%3E');
    assert.equal(fill('ü 🙂'), 'https://desk.example/t/%C3%BC%20%F0%9F%99%82?c=%C3%BC%20%F0%9F%99%82');
    assert.equal(fill('\ud800'), 'https://desk.example/t/%EF%BF%BD?c=%EF%BF%BD');
  });

  test('is none without a template, and for ids that an address takes for its folders', () => {
    assert.equal(fillConversationLink(null, '12'), undefined);
    assert.equal(fillConversationLink('https://desk.example/{conversation}', '..'), undefined);
    assert.equal(fillConversationLink('javascript:{conversation}', '1'), undefined);
  });
});

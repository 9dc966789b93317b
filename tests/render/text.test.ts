import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { renderMarkdown } from '../../src/render/text.ts';

test('lists, emphasis and links become HTML; links lead out without lending our name', () => {
  assert.equal(
    renderMarkdown('- **Kind** words\n- [appeal](https://example.org/a?b=1&c=2 "here")'),
    '<ul>\n<li><strong>Kind</strong> words</li>\n<li><a rel="nofollow noopener" href="https://example.org/a?b=1&amp;c=2" title="here">appeal</a></li>\n</ul>',
  );
  assert.match(
    renderMarkdown('<https://example.org> and <care@example.org>'),
    /rel="nofollow noopener" href="https:.*rel="nofollow noopener" href="mailto:/,
  );
});

test('raw HTML stays text', () => {
  assert.equal(renderMarkdown('<script>alert(1)</script>'), '&lt;script&gt;alert(1)&lt;/script&gt;');
  assert.equal(renderMarkdown('a <b onclick="x">b</b>'), '<p>a &lt;b onclick=&quot;x&quot;&gt;b&lt;/b&gt;</p>');
});

test('a link that could do something loses its address, and its words stay', () => {
  for (const address of [
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    '&#106;avascript:alert(1)',
    '<java\tscript:x>',
  ]) {
    const html = renderMarkdown(`[words](${address})`);
    assert.doesNotMatch(html, /href="(?!https?:|mailto:)/i, address);
    assert.match(html, /words/);
  }
});

test('a picture becomes a link, because a page of ours loads nothing from elsewhere', () => {
  assert.equal(
    renderMarkdown('![a cat](https://example.org/cat.png)'),
    '<p><a rel="nofollow noopener" href="https://example.org/cat.png">a cat</a></p>',
  );
});

/** What may stand in our pages: tags without attributes, and links to places that a click may lead to. */
const ALLOWED =
  /^<(?:\/?(?:p|ul|ol|li|em|strong|code|pre|blockquote|h[1-6])|br ?\/?|hr ?\/?|ol start="\d+"|code class="[^"<>]*"|\/a|a rel="nofollow noopener" href="[^"<>]*"(?: title="[^"<>]*")?)>$/;

test('whatever is typed, only harmless tags come out', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom(
      '[a](',
      ')',
      '![',
      '](',
      'javascript:',
      'https://e.org',
      '<a href="x" onclick=y>',
      '<img src=x>',
      '<!--',
      '"',
      '`',
      '\n\n',
      '- ',
      '# ',
      '```\n',
      '[b]: javascript:x "t"\n',
      '[b]',
      '&quot;',
      '&lt;script&gt;',
      ' "',
    ),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 25 }), (pieces) => {
      const html = renderMarkdown(pieces.join(''));
      for (const [tag] of html.matchAll(/<[^>]*>/g)) assert.match(tag, ALLOWED);
      for (const [, address = ''] of html.matchAll(/href="([^"]*)"/g)) assert.match(address, /^(?!(?:javascript|data|vbscript):)/i);
    }),
    { numRuns: 1000 },
  );
});

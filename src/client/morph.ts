/**
 * Makes `from` like `to` and touches only what differs, so that focus, scroll position and opened details stay. Children with an id are
 * found again by it. What a script has drawn (`data-chart`) keeps its inside; only its attributes change.
 */
export function morph(from: Element, to: Element): void {
  copyAttributes(from, to);
  if (from.hasAttribute('data-chart')) return;
  let next = from.firstChild;
  for (const wanted of [...to.childNodes]) {
    const kept = findMatch(from, next, wanted);
    if (kept === undefined) {
      from.insertBefore(wanted, next);
      continue;
    }
    if (kept === next) next = next.nextSibling;
    else from.insertBefore(kept, next);
    morphNode(kept, wanted);
  }
  while (next !== null) {
    const gone = next;
    next = next.nextSibling;
    gone.remove();
  }
}

function morphNode(kept: ChildNode, wanted: ChildNode): void {
  if (kept instanceof Element && wanted instanceof Element) morph(kept, wanted);
  else if (kept.nodeValue !== wanted.nodeValue) {
    kept.nodeValue = wanted.nodeValue;
    kept.parentElement?.closest('[data-figure]')?.setAttribute('data-changed', '');
  }
}

/** The child of `from` that becomes `wanted`: the one with its id, else the next one if it is of the same kind. */
function findMatch(from: Element, next: ChildNode | null, wanted: ChildNode): ChildNode | undefined {
  const id = idOf(wanted);
  if (id !== '') return [...from.children].find((child) => child.id === id && child.nodeName === wanted.nodeName);
  return next !== null && next.nodeName === wanted.nodeName && idOf(next) === '' ? next : undefined;
}

const idOf = (node: ChildNode): string => (node instanceof Element ? node.id : '');

/** What the reader has opened stays open. */
const isReaders = (name: string, element: Element): boolean => name === 'open' && element instanceof HTMLDetailsElement;

function copyAttributes(from: Element, to: Element): void {
  for (const { name } of [...from.attributes]) {
    if (!to.hasAttribute(name) && !isReaders(name, from)) from.removeAttribute(name);
  }
  for (const { name, value } of to.attributes) {
    if (from.getAttribute(name) !== value && !isReaders(name, from)) from.setAttribute(name, value);
  }
}

import type { Agreement } from './agreement.ts';

/** Two edits of one draft put together. */
export interface MergedAgreement {
  readonly content: Agreement;
  /** Paths of what both changed in different ways; the content has `mine` there. */
  readonly conflicts: readonly string[];
}

/**
 * Puts together what two people made of `base`: each field that only one of them changed is as that one left it. Channels, calendars and
 * commitments are matched by their ids. What one removed and the other changed counts as a conflict.
 */
export function mergeAgreements(base: Agreement, theirs: Agreement, mine: Agreement): MergedAgreement {
  const conflicts: string[] = [];
  const content = mergeValues({ base, theirs, mine }, '', conflicts) as Agreement;
  return { content, conflicts };
}

interface Three {
  readonly base: unknown;
  readonly theirs: unknown;
  readonly mine: unknown;
}

function mergeValues({ base, theirs, mine }: Three, path: string, conflicts: string[]): unknown {
  if (isSame(base, theirs) || isSame(theirs, mine)) return mine;
  if (isSame(base, mine)) return theirs;
  if (isRecord(base) && isRecord(theirs) && isRecord(mine)) return mergeRecords({ base, theirs, mine }, path, conflicts);
  if (isItems(base) && isItems(theirs) && isItems(mine)) return mergeItems({ base, theirs, mine }, path, conflicts);
  conflicts.push(path);
  return mine;
}

function mergeRecords(three: { base: Fields; theirs: Fields; mine: Fields }, path: string, conflicts: string[]): Fields {
  const merged: Fields = {};
  for (const key of new Set([...Object.keys(three.mine), ...Object.keys(three.theirs)])) {
    const values = { base: three.base[key], theirs: three.theirs[key], mine: three.mine[key] };
    const value = mergeValues(values, path === '' ? key : `${path}.${key}`, conflicts);
    if (value !== undefined) merged[key] = value;
  }
  return merged;
}

/** Mine in their order, then what only they have; an item's path is its place in the result. */
function mergeItems(three: { base: Item[]; theirs: Item[]; mine: Item[] }, path: string, conflicts: string[]): Item[] {
  const ids = new Set([...three.mine, ...three.theirs].map(({ id }) => id));
  const find = (items: Item[], id: unknown) => items.find((item) => item.id === id);
  const merged: Item[] = [];
  for (const id of ids) {
    const values = { base: find(three.base, id), theirs: find(three.theirs, id), mine: find(three.mine, id) };
    const item = mergeValues(values, `${path}.${merged.length}`, conflicts);
    if (item !== undefined) merged.push(item as Item);
  }
  return merged;
}

type Fields = Record<string, unknown>;
type Item = Fields & { readonly id: string };

const isRecord = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);
const isItems = (value: unknown): value is Item[] =>
  Array.isArray(value) && value.every((item) => isRecord(item) && typeof item.id === 'string');

/** Whether both are the same when written down; the order of keys does not matter. */
function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, index) => isSame(item, b[index]));
  if (!isRecord(a) || !isRecord(b)) return false;
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) => isSame(a[key], b[key]));
}

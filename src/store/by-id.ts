/** Compares rows by id in code units: an order that every instance shares, whatever the database's collation. */
export function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

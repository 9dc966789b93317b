/** How values leave the database, the same for both drivers. */

const INT8 = 20;
export const BYTEA = 17;

/** @throws RangeError for a number that JavaScript cannot hold exactly. */
function parseInt8(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`int8 ${text} does not fit a JavaScript number`);
  return value;
}

/** PGlite's own parser of bytea is ten times slower. */
function parseBytea(text: string): Buffer {
  return Buffer.from(text.slice(2), 'hex');
}

/** Decoders by type, for PGlite. */
export const DECODERS: Record<number, (text: string) => unknown> = { [INT8]: parseInt8, [BYTEA]: parseBytea };

/** Decoders by type, for `pg`: it reads bytea well by itself. */
export const INT8_DECODER = [INT8, parseInt8] as const;

import { ArchiveError } from './archive-error.ts';

/**
 * A backup as lines of JSON: one that says what it is, then for each table one that names it and its columns, followed by a line for each
 * row, and at the end one with the counts and the SHA-256 of all bytes before it. Tables that others refer to come first.
 *
 *     {"kept":"backup","format":1,"migration":"20261124T1130_index_events_ahead","at":"2026-11-24T12:00:00.000Z"}
 *     {"table":"company","columns":["id","slug","author_key"]}
 *     [1, "acme", "\\x00ff"]
 *     {"end":{"counts":{"company":1},"sha256":"…"}}
 *
 * Whole numbers, truth values and text are themselves; a value of any other type is the text that PostgreSQL writes for it.
 */
export interface ArchiveHeader {
  /** The newest migration of the database it was made from. */
  readonly migration: string;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** Rows by table. */
export type ArchiveCounts = Readonly<Record<string, number>>;

export interface ArchiveEnd {
  readonly counts: ArchiveCounts;
  /** Hex, over every byte before the last line. */
  readonly sha256: string;
}

const FORMAT = 1;

export const toHeaderLine = ({ migration, at }: ArchiveHeader): string =>
  `${JSON.stringify({ kept: 'backup', format: FORMAT, migration, at })}\n`;

export const toTableLine = (table: string, columns: readonly string[]): string => `${JSON.stringify({ table, columns })}\n`;

export const toEndLine = (end: ArchiveEnd): string => `${JSON.stringify({ end })}\n`;

/** Whether a line is a row: a list. */
export const isRowLine = (line: string): boolean => line.startsWith('[');

/** @throws ArchiveError unless the line is a list of so many values. */
export function parseRow(line: string, length: number): (string | number | boolean | null)[] {
  const values = parseJson(line);
  if (!Array.isArray(values) || values.length !== length) throw damaged();
  return values;
}

/** @throws ArchiveError when the line does not begin a backup, or one that this version cannot read. */
export function parseHeader(line: string): ArchiveHeader {
  if (!line.startsWith('{"kept":"backup",')) throw notArchive();
  const { format, migration, at } = parseLine(line);
  if (format !== FORMAT) throw new ArchiveError('This backup was made by a newer version of Kept. Update Kept first, then restore it.');
  if (typeof migration !== 'string' || typeof at !== 'string') throw damaged();
  return { migration, at };
}

/** @throws ArchiveError when the line is neither a table nor the end. */
export function parseMark(line: string): { table: string; columns: string[] } | ArchiveEnd {
  const { table, columns, end } = parseLine(line);
  if (typeof table === 'string' && Array.isArray(columns)) return { table, columns: columns.map(String) };
  if (typeof end === 'object' && end !== null && 'counts' in end && 'sha256' in end) return end as ArchiveEnd;
  throw damaged();
}

export const notArchive = (): ArchiveError => new ArchiveError('This file is no backup of Kept. Nothing was restored.');

export const damaged = (): ArchiveError =>
  new ArchiveError('This backup is damaged: it was cut off or changed after it was made. Nothing was restored. Use another one.');

function parseLine(line: string): Record<string, unknown> {
  const value = parseJson(line);
  if (typeof value !== 'object' || value === null) throw damaged();
  return value as Record<string, unknown>;
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw damaged();
  }
}

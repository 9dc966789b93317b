import { createHash } from 'node:crypto';
import type { EventType } from '../../domain/conversation/event.ts';
import type { Instant } from '../../domain/instant.ts';
import type { ColumnField, ColumnMapping } from './columns.ts';
import { readEventType } from './event-words.ts';
import type { Delimiter } from './parse-lines.ts';
import type { CsvRow } from './read-rows.ts';
import { readTime, TIME_FORMAT_WORDS, type TimeFormat } from './time-format.ts';

/** How a file is to be read. */
export interface CsvForm {
  readonly delimiter: Delimiter;
  readonly hasHeading: boolean;
  readonly columns: ColumnMapping;
  readonly timeFormat: TimeFormat;
  /** IANA zone of times that name none. */
  readonly timeZone: string;
  /** Id of the channel of rows without one. */
  readonly channel: string | null;
  /** What rows without a type are. */
  readonly type: EventType | null;
}

export interface KnownChannel {
  readonly id: string;
  readonly kind: string;
  readonly handle: string;
}

/** An event of a row, in the form in which events are recorded; checked there. */
export interface CsvEvent {
  readonly id: string;
  readonly conversation: string;
  readonly channel: string;
  readonly type: EventType;
  readonly at: Instant;
  readonly author?: string;
  readonly audience?: string;
  readonly language?: string;
  readonly message?: string;
  readonly reason?: string;
  readonly topic?: string;
  readonly due?: Instant;
}

/** What is wrong with a cell. */
export interface CellProblem {
  readonly field: ColumnField;
  readonly message: string;
}

/** The events of a row, or the first thing that keeps it from being read. Ids that the file does not give follow from what the row says. */
export function toEvents(row: CsvRow, form: CsvForm, channels: readonly KnownChannel[]): { events: CsvEvent[] } | { problem: CellProblem } {
  const cell = (field: ColumnField): string => row.cells[form.columns[field] ?? -1]?.trim() ?? '';
  try {
    return { events: form.columns.at === undefined ? readCase(cell, form, channels) : [readEvent(cell, form, channels)] };
  } catch (error) {
    if (error instanceof BadCell) return { problem: { field: error.field, message: error.message } };
    throw error;
  }
}

class BadCell extends Error {
  readonly field: ColumnField;

  constructor(field: ColumnField, message: string) {
    super(message);
    this.field = field;
  }
}

type Cell = (field: ColumnField) => string;

function readEvent(cell: Cell, form: CsvForm, channels: readonly KnownChannel[]): CsvEvent {
  const type = readType(cell, form);
  const facts = {
    conversation: need(cell, 'conversation'),
    channel: readChannel(cell, form, channels),
    type,
    at: readAt(cell, 'at', form),
    ...readOptional(cell, ['author', 'audience', 'language', 'message', 'reason']),
    // A file repeats them in each row of a conversation; they are facts about what the customer wrote.
    ...(type === 'customer-message' ? readMatter(cell, form) : {}),
  };
  return { id: cell('id') || deriveId(facts), ...facts };
}

function readCase(cell: Cell, form: CsvForm, channels: readonly KnownChannel[]): CsvEvent[] {
  const channel = readChannel(cell, form, channels);
  const askedAt = readAt(cell, 'asked-at', form);
  const optional = { ...readOptional(cell, ['author', 'audience', 'language']), ...readMatter(cell, form) };
  const conversation = cell('conversation') || cell('id') || deriveId({ channel, askedAt, ...optional });
  const events: CsvEvent[] = [{ id: `${conversation}:asked`, conversation, channel, type: 'customer-message', at: askedAt, ...optional }];
  const add = (field: 'answered-at' | 'resolved-at', name: string, type: EventType): void => {
    if (cell(field) === '') return;
    const at = readAt(cell, field, form);
    if (at < askedAt) throw new BadCell(field, `“${cell(field)}” is before the customer asked.`);
    events.push({ id: `${conversation}:${name}`, conversation, channel, type, at });
  };
  add('answered-at', 'answered', 'agent-reply');
  add('resolved-at', 'resolved', 'resolved');
  return events;
}

function need(cell: Cell, field: ColumnField): string {
  const text = cell(field);
  if (text === '') throw new BadCell(field, 'This cell is empty.');
  return text;
}

function readAt(cell: Cell, field: ColumnField, { timeFormat, timeZone }: CsvForm): Instant {
  const text = need(cell, field);
  const at = readTime(text, timeFormat, timeZone);
  if (at === undefined) throw new BadCell(field, `“${text.slice(0, 60)}” is no time like ${TIME_FORMAT_WORDS[timeFormat]}.`);
  return at;
}

function readMatter(cell: Cell, form: CsvForm): { topic?: string; due?: Instant } {
  return { ...readOptional(cell, ['topic']), ...(cell('due') === '' ? {} : { due: readAt(cell, 'due', form) }) };
}

function readType(cell: Cell, form: CsvForm): EventType {
  const text = cell('type');
  if (text === '' && form.type !== null) return form.type;
  const type = readEventType(text);
  if (type === undefined) throw new BadCell('type', `“${text.slice(0, 60)}” is no type of event, such as customer-message or agent-reply.`);
  return type;
}

/** A channel's id, its kind where only one is of it, or its handle with or without @. What is unknown is refused when it is recorded. */
function readChannel(cell: Cell, form: CsvForm, channels: readonly KnownChannel[]): string {
  const text = cell('channel');
  if (text === '') {
    if (form.channel !== null) return form.channel;
    throw new BadCell('channel', 'This cell is empty.');
  }
  if (channels.some(({ id }) => id === text)) return text;
  const wanted = simplify(text);
  const found = [
    channels.find(({ handle }) => handle !== '' && simplify(handle) === wanted),
    findOnly(channels.filter(({ kind, id }) => simplify(kind) === wanted || simplify(id) === wanted)),
  ].find((channel) => channel !== undefined);
  if (found === undefined) throw new BadCell('channel', describeUnknown(text, channels));
  return found.id;
}

const simplify = (text: string): string =>
  text
    .toLowerCase()
    .replace(/^@/, '')
    .replaceAll(/[\s_]+/g, '-');
const findOnly = <T>(list: readonly T[]): T | undefined => (list.length === 1 ? list[0] : undefined);

function describeUnknown(text: string, channels: readonly KnownChannel[]): string {
  const known = channels.length === 0 ? 'It has none yet: write an agreement first.' : `It has ${channels.map(({ id }) => id).join(', ')}.`;
  return `The company has no channel “${text.slice(0, 60)}”. ${known}`;
}

function readOptional<Field extends ColumnField>(cell: Cell, fields: readonly Field[]): { [Name in Field]?: string } {
  const found: { [Name in Field]?: string } = {};
  for (const field of fields) {
    const text = cell(field);
    if (text !== '') found[field] = text;
  }
  return found;
}

const DERIVED_LENGTH = 22;

/** The same facts give the same id, so that the same file again changes nothing. */
function deriveId(facts: object): string {
  const digest = createHash('sha256').update(JSON.stringify(facts)).digest('base64url');
  return `row-${digest.slice(0, DERIVED_LENGTH)}`;
}

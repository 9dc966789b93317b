import type { Instant } from '../../domain/instant.ts';
import { FileProblem } from '../csv/file-problem.ts';
import { type ByteStream, type CsvRow, readRows } from '../csv/read-rows.ts';
import { readTime } from '../csv/time-format.ts';
import type { TwcsIndex } from './twcs-index.ts';

/** A row that says nothing that can be used, and why. */
export interface RowProblem {
  /** Row of the file, from 1, the heading included. */
  readonly row: number;
  /** Heading of the column, or null when the whole row is meant. */
  readonly column: string | null;
  readonly message: string;
}

export type TwcsForm = 'conversations' | 'reply-pairs';

/** Zone of times that name none: the form's own. */
const UTC = 'Etc/UTC';

const CONVERSATION_COLUMNS = ['tweet_id', 'author_id', 'inbound', 'created_at', 'in_response_to_tweet_id'];
const PAIR_COLUMNS = ['customer_tweet_id', 'created_at_customer', 'reply_tweet_id', 'agent_id', 'created_at_reply'];

/** Which of the two forms a heading is of; undefined for any other. */
export function recogniseTwcs(heading: readonly string[]): TwcsForm | undefined {
  if (CONVERSATION_COLUMNS.every((name) => heading.includes(name))) return 'conversations';
  return PAIR_COLUMNS.every((name) => heading.includes(name)) ? 'reply-pairs' : undefined;
}

/**
 * Reads a file of tweets or of reply pairs into the index. In place of `text` a file may have `mentions`, the handles that the text
 * mentions; `response_tweet_id` and `customer_id` may be missing.
 * @param onProblem is told of each row that is left out.
 * @returns which form it has, and how many rows below the heading were read.
 * @throws FileProblem for any other form.
 */
export async function readTwcs(
  bytes: ByteStream,
  index: TwcsIndex,
  onProblem: (problem: RowProblem) => void,
): Promise<{ form: TwcsForm; rows: number }> {
  let form: TwcsForm | undefined;
  let columns = new Map<string, number>();
  let rows = 0;
  for await (const row of readRows(bytes, ',')) {
    if (form === undefined) {
      form = recogniseTwcs(row.cells);
      if (form === undefined) throw notTwcs();
      columns = new Map(row.cells.map((name, position) => [name, position]));
      continue;
    }
    rows += 1;
    try {
      if (form === 'conversations') addTweet(index, toCells(row, columns));
      else addPair(index, toCells(row, columns));
    } catch (error) {
      if (!(error instanceof CellProblem)) throw error;
      onProblem({ row: row.number, column: error.column, message: error.message });
    }
  }
  if (form === undefined) throw notTwcs();
  return { form, rows };
}

function notTwcs(): FileProblem {
  return new FileProblem(
    'The file has not the columns of the twcs form.',
    `Its first row must name ${CONVERSATION_COLUMNS.join(', ')}, or ${PAIR_COLUMNS.join(', ')}.`,
  );
}

class CellProblem extends Error {
  readonly column: string;

  constructor(column: string, message: string) {
    super(message);
    this.column = column;
  }
}

type Cells = (column: string) => string;

function toCells(row: CsvRow, columns: ReadonlyMap<string, number>): Cells {
  return (column) => row.cells[columns.get(column) ?? -1]?.trim() ?? '';
}

function addTweet(index: TwcsIndex, cell: Cells): void {
  const id = readId(cell, 'tweet_id');
  const inbound = cell('inbound').toLowerCase();
  if (inbound !== 'true' && inbound !== 'false')
    throw new CellProblem('inbound', 'Write True for a customer’s tweet, False for the company’s.');
  const isInbound = inbound === 'true';
  const author = cell('author_id');
  if (author === '' && !isInbound) throw new CellProblem('author_id', 'The account that wrote is missing.');
  index.addTweet({
    id,
    author,
    isInbound,
    at: readAt(cell, 'created_at'),
    parentId: toId(cell('in_response_to_tweet_id')) || null,
    responseIds: cell('response_tweet_id')
      .split(',')
      .map(toId)
      .filter((text) => text !== ''),
    mentions: isInbound
      ? [
          ...listMentions(cell('text')),
          ...cell('mentions')
            .split(' ')
            .filter((text) => text !== ''),
        ]
      : [],
  });
}

function addPair(index: TwcsIndex, cell: Cells): void {
  const account = cell('agent_id');
  if (account === '') throw new CellProblem('agent_id', 'The account that replied is missing.');
  index.addPair({
    customerTweetId: readId(cell, 'customer_tweet_id'),
    customer: cell('customer_id'),
    customerAt: readAt(cell, 'created_at_customer'),
    replyId: readId(cell, 'reply_tweet_id'),
    account,
    replyAt: readAt(cell, 'created_at_reply'),
  });
}

/** The handles that a text mentions, without @: letters, digits and underscores. */
export function listMentions(text: string): string[] {
  return Array.from(text.matchAll(/@(\w+)/g), ([, handle]) => handle ?? '');
}

/** An id as it is written, without the `.0` that some programs put behind numbers. */
const toId = (text: string): string => text.trim().replace(/\.0$/, '');

function readId(cell: Cells, column: string): string {
  const id = toId(cell(column));
  if (id === '') throw new CellProblem(column, 'The id is missing.');
  return id;
}

function readAt(cell: Cells, column: string): Instant {
  const text = cell(column);
  const at = readTime(text, 'mail', UTC) ?? readTime(text, 'iso', UTC) ?? readTime(text, 'local', UTC);
  if (at === undefined) throw new CellProblem(column, `“${text.slice(0, 60)}” is no time that can be read.`);
  return at;
}

import { createReadStream, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createGunzip, gzipSync } from 'node:zlib';
import { formatInstant } from '../../../src/domain/instant.ts';
import { readRows } from '../../../src/sources/csv/read-rows.ts';
import { readTime } from '../../../src/sources/csv/time-format.ts';
import { listMentions } from '../../../src/sources/twcs/read-twcs.ts';

/**
 * Makes the two files beside it from those of a folder: `node db/seeds/twcs/condense.ts DIR`. What remains are facts: ids, times, who
 * replied to what, and which companies a text mentions. Customers and texts are left out.
 */

type Cells = Record<string, string>;

async function readAll(file: string): Promise<Cells[]> {
  const bytes = createReadStream(file);
  const rows: (readonly string[])[] = [];
  for await (const { cells } of readRows(file.endsWith('.gz') ? bytes.pipe(createGunzip()) : bytes, ',')) rows.push(cells);
  const heading = rows.shift() ?? [];
  return rows.map((cells) => Object.fromEntries(heading.map((name, index) => [name, cells[index] ?? ''])));
}

function toTime(text = ''): string {
  const at = readTime(text, 'mail', 'Etc/UTC') ?? readTime(text, 'iso', 'Etc/UTC');
  return at === undefined ? '' : formatInstant(at);
}

const quote = (text: string): string => (text.includes(',') ? `"${text}"` : text);

function write(name: string, heading: string[], rows: string[][]): void {
  const lines = [heading, ...rows].map((cells) => cells.map(quote).join(','));
  writeFileSync(join(dirname(fileURLToPath(import.meta.url)), name), gzipSync(`${lines.join('\n')}\n`, { level: 9 }));
}

const folder = process.argv[2] ?? '.';
const tweets = await readAll(join(folder, 'twcs-first-5000.csv'));
const pairs = await readAll(join(folder, 'twcs-reply-pairs.csv.gz'));
const writers = [...tweets.filter(({ inbound }) => inbound === 'False').map((row) => row.author_id), ...pairs.map((row) => row.agent_id)];
const accounts = new Set(writers.map((name = '') => name.toLowerCase()));

write(
  'tweets.csv.gz',
  ['tweet_id', 'author_id', 'inbound', 'created_at', 'response_tweet_id', 'in_response_to_tweet_id', 'mentions'],
  tweets.map((row) => [
    row.tweet_id ?? '',
    row.inbound === 'False' ? (row.author_id ?? '') : '',
    row.inbound ?? '',
    toTime(row.created_at),
    row.response_tweet_id ?? '',
    (row.in_response_to_tweet_id ?? '').replace(/\.0$/, ''),
    row.inbound === 'True' ? [...new Set(listMentions(row.text ?? ''))].filter((name) => accounts.has(name.toLowerCase())).join(' ') : '',
  ]),
);
write(
  'reply-pairs.csv.gz',
  ['customer_tweet_id', 'created_at_customer', 'reply_tweet_id', 'agent_id', 'created_at_reply'],
  pairs.map((row) => [
    row.customer_tweet_id ?? '',
    toTime(row.created_at_customer),
    row.reply_tweet_id ?? '',
    row.agent_id ?? '',
    toTime(row.created_at_reply),
  ]),
);

import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { isTimeZone } from '../domain/calendar/calendar.ts';
import type { EventType } from '../domain/conversation/event.ts';
import { COLUMN_FIELDS, type ColumnField } from '../sources/csv/columns.ts';
import { readEventType } from '../sources/csv/event-words.ts';
import { DELIMITERS, type Delimiter } from '../sources/csv/parse-lines.ts';
import { TIME_FORMAT_WORDS, TIME_FORMATS, type TimeFormat } from '../sources/csv/time-format.ts';
import { OptionProblem } from './option-problem.ts';

/** What `npm run import` was asked to do. What is undefined is found out from the file. */
export interface ImportOptions {
  readonly company: string;
  readonly file: string;
  readonly source: string;
  readonly isTwcs: boolean;
  /** The second file of the twcs form. */
  readonly pairsFile: string | undefined;
  readonly columns: ReadonlyMap<ColumnField, string> | undefined;
  readonly delimiter: Delimiter | undefined;
  readonly timeFormat: TimeFormat | undefined;
  readonly timeZone: string | undefined;
  readonly channel: string | null;
  readonly type: EventType | null;
  readonly isDryRun: boolean;
}

export const IMPORT_HELP = `npm run import -- --company SLUG --file FILE [options]

Records the messages of a CSV file (UTF-8, also as .gz) for a company. What is recorded already changes nothing, so the same file can be
imported again, and an import that was cut off is simply begun again.

  --company SLUG      the company, by its address: acme for /acme
  --file FILE         the file
  --source NAME       name of the source; files about the same conversations need the same (default: name of the file)
  --dry-run           check the file and record nothing
  --columns LIST      which column holds what, by heading or number from 1: id=ticket,asked-at=created,answered-at=3
                      One row for each event:  id, conversation, channel, type, at, author, audience, language, message, reason
                      One row for each case:   id, channel, asked-at, answered-at, resolved-at, author, audience, language
                      (default: found by the headings)
  --channel ID        the channel of rows that name none
  --type TYPE         what rows that name no type are, such as customer-message
  --time-format NAME  how times are written (default: found from the first rows):
${TIME_FORMATS.map((format) => `                        ${format.padEnd(20)}${TIME_FORMAT_WORDS[format]}`).join('\n')}
  --zone ZONE         zone of times without an offset, such as Europe/Berlin (default: the company's)
  --delimiter CHAR    , ; | or tab (default: found)
  --preset twcs       a file of “Customer Support on Twitter”: each channel of kind x is filled from the account that is its handle
  --pairs FILE        with the preset: a second file, of reply pairs or of tweets

The data are those that npm start uses: DATA_DIR or DATABASE_URL. On the embedded database stop Kept first, or import in the browser.`;

const OPTIONS = {
  company: { type: 'string' },
  file: { type: 'string' },
  source: { type: 'string' },
  preset: { type: 'string' },
  pairs: { type: 'string' },
  columns: { type: 'string' },
  delimiter: { type: 'string' },
  'time-format': { type: 'string' },
  zone: { type: 'string' },
  channel: { type: 'string' },
  type: { type: 'string' },
  'dry-run': { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

/**
 * Reads the options of the command line; undefined when help was asked for.
 * @throws OptionProblem naming the first that cannot be used.
 */
export function readImportOptions(args: string[]): ImportOptions | undefined {
  const values = parse(args);
  if (values.help || args.length === 0) return undefined;
  if (values.company === undefined) throw new OptionProblem('Say which company: --company SLUG');
  if (values.file === undefined) throw new OptionProblem('Say which file: --file FILE');
  if (values.preset !== undefined && values.preset !== 'twcs') throw new OptionProblem('There is one preset: --preset twcs');
  return {
    company: values.company,
    file: values.file,
    source: values.source ?? basename(values.file).slice(0, 80),
    isTwcs: values.preset === 'twcs',
    pairsFile: values.pairs,
    columns: values.columns === undefined ? undefined : readColumns(values.columns),
    delimiter: values.delimiter === undefined ? undefined : readDelimiter(values.delimiter),
    timeFormat: values['time-format'] === undefined ? undefined : readFormat(values['time-format']),
    timeZone: values.zone === undefined ? undefined : readZone(values.zone),
    channel: values.channel ?? null,
    type: values.type === undefined ? null : readType(values.type),
    isDryRun: values['dry-run'],
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS }).values;
  } catch (error) {
    throw new OptionProblem(error instanceof Error ? error.message : String(error));
  }
}

function readColumns(text: string): Map<ColumnField, string> {
  const entries = text.split(',').map((part): [ColumnField, string] => {
    const [field = '', ...column] = part.split('=');
    const known = COLUMN_FIELDS.find((name) => name === field.trim());
    if (known === undefined || column.length === 0) {
      throw new OptionProblem(`--columns: “${part}” must be FIELD=COLUMN, where FIELD is one of ${COLUMN_FIELDS.join(', ')}`);
    }
    return [known, column.join('=').trim()];
  });
  return new Map(entries);
}

function readDelimiter(text: string): Delimiter {
  const delimiter = DELIMITERS.find((known) => known === (text === 'tab' || text === '\\t' ? '\t' : text));
  if (delimiter === undefined) throw new OptionProblem('--delimiter must be , ; | or tab');
  return delimiter;
}

function readFormat(text: string): TimeFormat {
  const format = TIME_FORMATS.find((known) => known === text);
  if (format === undefined) throw new OptionProblem(`--time-format must be one of ${TIME_FORMATS.join(', ')}`);
  return format;
}

function readZone(text: string): string {
  if (!isTimeZone(text)) throw new OptionProblem(`--zone: “${text}” is no time zone. Write one such as Europe/Berlin.`);
  return text;
}

function readType(text: string): EventType {
  const type = readEventType(text);
  if (type === undefined) throw new OptionProblem(`--type: “${text}” is no type of event, such as customer-message or agent-reply`);
  return type;
}

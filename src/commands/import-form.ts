import { z } from 'zod';
import { isTimeZone } from '../domain/calendar/calendar.ts';
import { EVENT_TYPES } from '../domain/conversation/event.ts';
import { COLUMN_FIELDS, type ColumnField } from '../sources/csv/columns.ts';
import { FileProblem } from '../sources/csv/file-problem.ts';
import { DELIMITERS } from '../sources/csv/parse-lines.ts';
import { TIME_FORMATS } from '../sources/csv/time-format.ts';
import { AppError } from './errors.ts';

const columnNumber = z.int().min(0).max(1_000).optional();

/** How a file is to be read, as a person chooses it: `CsvForm` of the reader. */
export const csvForm = z.strictObject({
  delimiter: z.enum(DELIMITERS),
  hasHeading: z.boolean(),
  columns: z.strictObject(
    Object.fromEntries(COLUMN_FIELDS.map((field) => [field, columnNumber])) as Record<ColumnField, typeof columnNumber>,
  ),
  timeFormat: z.enum(TIME_FORMATS, 'Choose how times are written.'),
  timeZone: z.string().refine(isTimeZone, 'Choose a time zone such as Europe/Berlin.'),
  channel: z.string().max(40).nullable(),
  type: z.enum(EVENT_TYPES, 'Choose what rows without a type are.').nullable(),
});

export const importHeadings = z.array(z.string());

/** Runs what reads a file, and tells what is wrong with the file as a problem of the input. */
export async function explainFile<Output>(read: () => Promise<Output>): Promise<Output> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof FileProblem) throw new AppError('invalid-input', error.message, error.hint);
    throw error;
  }
}

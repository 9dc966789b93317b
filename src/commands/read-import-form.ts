import { COLUMN_FIELDS, type ColumnField, FIELD_WORDS } from '../sources/csv/columns.ts';
import { inspectFile } from '../sources/csv/inspect-file.ts';
import { TIME_FORMAT_WORDS, TIME_FORMATS } from '../sources/csv/time-format.ts';
import type { CsvForm } from '../sources/csv/to-events.ts';
import { csvForm, explainFile } from './import-form.ts';

/** Choices of the page of an import, with their words. */
export const FIELD_CHOICES = COLUMN_FIELDS.map((value) => ({ value, label: FIELD_WORDS[value] }));
export const TIME_CHOICES = TIME_FORMATS.map((value) => ({ value, label: TIME_FORMAT_WORDS[value] }));

/** What a person chose on the page of an import, put upon how the file was to be read before. Checked by the command that gets it. */
export function changeForm(before: unknown, read: (name: string) => string, columnCount: number): CsvForm {
  const columns: { [Field in ColumnField]?: number } = {};
  for (let column = 0; column < columnCount; column++) {
    const field = COLUMN_FIELDS.find((name) => name === read(`column-${column}`));
    if (field !== undefined) columns[field] ??= column;
  }
  const given = {
    columns,
    timeFormat: read('timeFormat'),
    timeZone: read('timeZone'),
    channel: read('channel') || null,
    type: read('type') || null,
  };
  return { ...csvForm.parse(before), ...given } as CsvForm;
}

/** How a kept form reads its file. */
export const readForm = (form: unknown): CsvForm => csvForm.parse(form);

/** The first rows of a file below its heading. @throws AppError `invalid-input` when it cannot be read. */
export async function readSample(bytes: AsyncIterable<Uint8Array>, most: number): Promise<(readonly string[])[]> {
  const { sample } = await explainFile(() => inspectFile(bytes));
  return sample.slice(0, most).map(({ cells }) => cells);
}

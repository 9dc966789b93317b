import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { proposeColumns } from '../../../src/sources/csv/columns.ts';
import { readRows } from '../../../src/sources/csv/read-rows.ts';
import { type CsvEvent, type CsvForm, toEvents } from '../../../src/sources/csv/to-events.ts';
import { UnreadableFile } from '../read-cases.ts';

/** A service request of the city: its events as our import reads them, and what the city itself says of it. */
export interface CityRequest {
  readonly id: string;
  readonly channel: string;
  /** `ONTIME`, `OVERDUE`, or nothing. */
  readonly flag: string;
  readonly events: readonly CsvEvent[];
}

/** The zone of the city's clock times. */
export const CITY_ZONE = 'America/New_York';

/** An id for a channel's name: `Citizens Connect App` is `citizens-connect-app`. */
export const toChannelId = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');

/**
 * The requests of a file of the city, read by their headings as any file of cases is.
 * @throws UnreadableFile when it has other columns, or a row cannot be read.
 */
export async function* readRequests(file: string): AsyncGenerator<CityRequest> {
  const bytes = createReadStream(file);
  let form: CsvForm | undefined;
  let flagColumn = -1;
  for await (const row of readRows(file.endsWith('.gz') ? bytes.pipe(createGunzip()) : bytes, ',')) {
    if (form === undefined) {
      form = {
        delimiter: ',',
        hasHeading: true,
        timeFormat: 'local',
        timeZone: CITY_ZONE,
        channel: null,
        type: null,
        columns: proposeColumns(row.cells),
      };
      flagColumn = row.cells.indexOf('ontime');
      if (form.columns.due === undefined || flagColumn < 0) throw new UnreadableFile(`${file}: has no columns target_dt and ontime.`);
      continue;
    }
    const name = row.cells[form.columns.channel ?? -1] ?? '';
    const read = toEvents(row, form, [{ id: toChannelId(name), kind: 'other', handle: name }]);
    if ('problem' in read) throw new UnreadableFile(`${file}, row ${row.number}, ${read.problem.field}: ${read.problem.message}`);
    const [{ conversation: id }] = read.events as [CsvEvent];
    yield { id, channel: name, flag: row.cells[flagColumn] ?? '', events: read.events };
  }
}

import { CALENDAR_FIELDS, CHANNEL_FIELDS, COMMITMENT_FIELDS, type DraftFields, TEXT_FIELDS } from './draft-fields.ts';

/** More items of a list than an agreement may have, so that the one too many is named and nothing is silently dropped. */
const MOST_ITEMS = 250;

/**
 * Finds a draft's fields among those that a browser sent. Never fails: what is missing is empty, what is unknown is left out. An item of a
 * list is there when its `id` is; items keep their order and close ranks.
 */
export function readDraftFields(values: ReadonlyMap<string, string>): DraftFields {
  return {
    channels: readItems(values, 'channels', CHANNEL_FIELDS),
    calendars: readItems(values, 'calendars', CALENDAR_FIELDS),
    commitments: readItems(values, 'commitments', COMMITMENT_FIELDS),
    texts: readFields(values, '', TEXT_FIELDS),
  };
}

/** The lines of a form's texts end with CR LF wherever they were typed; ours end with LF. */
const read = (values: ReadonlyMap<string, string>, name: string): string => (values.get(name) ?? '').replaceAll('\r\n', '\n');

function readFields<Name extends string>(values: ReadonlyMap<string, string>, at: string, names: readonly Name[]): Record<Name, string> {
  return Object.fromEntries(names.map((name) => [name, read(values, `${at}${name}`)])) as Record<Name, string>;
}

function readItems<Name extends string>(values: ReadonlyMap<string, string>, list: string, names: readonly Name[]): Record<Name, string>[] {
  const pattern = new RegExp(`^${list}\\.(\\d{1,4})\\.id$`);
  const indices = [...values.keys()].flatMap((name) => pattern.exec(name)?.[1] ?? []).slice(0, MOST_ITEMS);
  return indices.sort((a, b) => Number(a) - Number(b)).map((index) => readFields(values, `${list}.${index}.`, names));
}

/** Every name that a draft's fields have in a form, with its text. */
export function listDraftFields(fields: DraftFields): Map<string, string> {
  const values = new Map<string, string>();
  for (const list of ['channels', 'calendars', 'commitments'] as const) {
    fields[list].forEach((item, index) => {
      for (const [name, text] of Object.entries(item)) values.set(`${list}.${index}.${name}`, text);
    });
  }
  for (const [name, text] of Object.entries(fields.texts)) values.set(name, text);
  return values;
}

import { authorise } from '../commands/company-command.ts';
import type { Context } from '../commands/context.ts';
import { type ErrorCode, type FieldProblem, isAppError } from '../commands/errors.ts';
import { type HolidayProposal, proposeHolidays } from '../commands/propose-holidays.ts';
import { saveDraft } from '../commands/save-draft.ts';
import { type Agreement, agreementForm } from '../domain/agreement/agreement.ts';
import type { AgreementChange } from '../domain/agreement/agreement-change.ts';
import { compareAgreements } from '../domain/agreement/compare-agreements.ts';
import { type DraftFields, toDraftFields } from '../domain/agreement/form/draft-fields.ts';
import {
  addCalendar,
  addChannel,
  addCommitment,
  addHolidays,
  removeCalendar,
  removeChannel,
  removeCommitment,
} from '../domain/agreement/form/edit-draft-fields.ts';
import { parseDraftFields } from '../domain/agreement/form/parse-draft-fields.ts';
import { readDraftFields } from '../domain/agreement/form/read-draft-fields.ts';
import { mergeAgreements } from '../domain/agreement/merge-agreements.ts';
import { readText } from '../http/form.ts';
import { findDraft } from '../views/find-draft.ts';

/** What the draft's form answers: saved, or shown again with all that was typed. */
export type DraftEdit =
  | { readonly kind: 'saved'; readonly then: 'edit' | 'preview' | 'publish'; readonly isMerged: boolean }
  | {
      readonly kind: 'shown';
      readonly fields: DraftFields;
      readonly revision: number;
      readonly base: Agreement | undefined;
      /** The part that the edit was about, such as `channels.2`. */
      readonly at: string | undefined;
      readonly proposal: (HolidayProposal & { readonly calendar: number }) | undefined;
      readonly refusal: Refusal | undefined;
    };

export interface Refusal {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint: string;
  readonly fields: readonly FieldProblem[];
  /** What saving again would change in the draft that somebody else has saved meanwhile. */
  readonly changes: readonly AgreementChange[];
}

type Shown = Extract<DraftEdit, { kind: 'shown' }>;

/** Does what one of the form's buttons says. Only `save`, `preview` and `publish` save; the rest shows the form with the change in it. */
export async function editDraft(ctx: Context, slug: string, form: FormData): Promise<DraftEdit> {
  const { verb, index } = readEdit(form);
  const typed = readTyped(form);
  if (verb === 'look') return typed;
  if (verb === 'propose-holidays') return propose(ctx, slug, typed, index);
  const fields = addTickedHolidays(typed.fields, form);
  const edit = EDITS[verb];
  if (edit !== undefined)
    return { ...typed, ...edit(fields, index, { kind: readText(form, 'newKind'), timeZone: readText(form, 'timeZone') }) };
  return save(ctx, slug, { ...typed, fields }, verb === 'preview' || verb === 'publish' ? verb : 'edit');
}

function readEdit(form: FormData): { verb: string; index: number } {
  const [verb = '', index = '0'] = readText(form, 'edit').split('.');
  return { verb, index: Number(index) };
}

function readTyped(form: FormData): Shown {
  const values = new Map([...form].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : [])));
  return {
    kind: 'shown',
    fields: readDraftFields(values),
    revision: Number(readText(form, 'revision')),
    base: readBase(readText(form, 'base')),
    at: undefined,
    proposal: undefined,
    refusal: undefined,
  };
}

/** What the edit began from, as the page wrote it into the form; anything else is none. */
function readBase(text: string): Agreement | undefined {
  try {
    return agreementForm.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

type Edit = (fields: DraftFields, index: number, given: { kind: string; timeZone: string }) => Pick<Shown, 'fields' | 'at'>;

const EDITS: Readonly<Record<string, Edit | undefined>> = {
  'add-channel': (fields, _, { kind, timeZone }) => ({
    fields: addChannel(fields, kind, timeZone),
    at: `channels.${fields.channels.length}`,
  }),
  'remove-channel': (fields, index) => ({ fields: removeChannel(fields, index), at: undefined }),
  'add-promise': (fields, index) => ({ fields: addCommitment(fields, index), at: `commitments.${fields.commitments.length}` }),
  'remove-promise': (fields, index) => ({ fields: removeCommitment(fields, index), at: `commitments.${index}` }),
  'add-hours': (fields, _, { timeZone }) => ({ fields: addCalendar(fields, timeZone), at: `calendars.${fields.calendars.length}` }),
  'remove-hours': (fields, index) => ({ fields: removeCalendar(fields, index), at: undefined }),
  'add-holidays': (fields, index) => ({ fields, at: `calendars.${index}` }),
};

/** Holidays that were proposed and that a person left ticked: their boxes are named for the calendar. */
function addTickedHolidays(fields: DraftFields, form: FormData): DraftFields {
  const linesOf = (index: number) => form.getAll(`calendars.${index}.ticked`).filter((line) => typeof line === 'string');
  return fields.calendars.reduce((all, _, index) => addHolidays(all, index, linesOf(index)), fields);
}

async function propose(ctx: Context, slug: string, typed: Shown, index: number): Promise<DraftEdit> {
  const calendar = typed.fields.calendars[index];
  if (calendar === undefined) return typed;
  const at = `calendars.${index}`;
  try {
    const { country, region } = calendar;
    return { ...typed, at, proposal: { ...(await proposeHolidays(ctx, slug, { country, region })), calendar: index } };
  } catch (error) {
    const refusal = toRefusal(error);
    return { ...typed, at, refusal: { ...refusal, fields: refusal.fields.map((field) => ({ ...field, field: `${at}.${field.field}` })) } };
  }
}

async function save(ctx: Context, slug: string, typed: Shown, then: 'edit' | 'preview' | 'publish'): Promise<DraftEdit> {
  const reading = parseDraftFields(typed.fields);
  if (!reading.ok) return { ...typed, refusal: refuseUnreadable(reading.problems) };
  try {
    const { isMerged } = await saveDraft(ctx, slug, { revision: typed.revision, content: reading.content, base: typed.base });
    return { kind: 'saved', then, isMerged };
  } catch (error) {
    const refusal = toRefusal(error);
    return refusal.code === 'changed-meanwhile' ? showConflict(ctx, slug, typed, reading.content, refusal) : { ...typed, refusal };
  }
}

/** The form with both edits in it, this one where they differ, ready to be saved over what the other has saved. */
async function showConflict(ctx: Context, slug: string, typed: Shown, mine: Agreement, refusal: Refusal): Promise<DraftEdit> {
  const company = await authorise(ctx, slug, 'editor');
  const theirs = await findDraft(ctx.db, company.id, ctx.now);
  if (theirs === undefined) return { ...typed, refusal };
  const { content } = typed.base === undefined ? { content: mine } : mergeAgreements(typed.base, theirs.content, mine);
  const changes = compareAgreements(theirs.content, content);
  return { ...typed, fields: toDraftFields(content), revision: theirs.revision, base: theirs.content, refusal: { ...refusal, changes } };
}

function refuseUnreadable(problems: readonly FieldProblem[]): Refusal {
  const message =
    problems.length === 1
      ? 'One field needs attention; nothing was saved.'
      : `${problems.length} fields need attention; nothing was saved.`;
  return {
    code: 'invalid-input',
    message,
    hint: 'Everything you typed is still here. Correct what is named and save again.',
    fields: problems,
    changes: [],
  };
}

/** @throws what is not expected. */
function toRefusal(error: unknown): Refusal {
  if (!isAppError(error)) throw error;
  return { code: error.code, message: error.message, hint: error.hint, fields: error.fields, changes: [] };
}

/**
 * What the columns of a file can hold. A file has either one row for each event (`at`) or one for each case (`asked-at`), with the times
 * at which it was asked, answered and resolved.
 */
export const COLUMN_FIELDS = [
  'id',
  'conversation',
  'channel',
  'type',
  'at',
  'asked-at',
  'answered-at',
  'resolved-at',
  'due',
  'topic',
  'author',
  'audience',
  'language',
  'message',
  'reason',
] as const;
export type ColumnField = (typeof COLUMN_FIELDS)[number];

/** Which column, counted from 0, holds which field. */
export type ColumnMapping = { readonly [Field in ColumnField]?: number | undefined };

/** What a field is called on screen. */
export const FIELD_WORDS: Readonly<Record<ColumnField, string>> = {
  id: 'Id of the event or case',
  conversation: 'Conversation',
  channel: 'Channel',
  type: 'What happened (type)',
  at: 'When it happened',
  'asked-at': 'When the customer asked',
  'answered-at': 'When it was answered',
  'resolved-at': 'When it was resolved',
  due: 'By when it was promised',
  topic: 'What it is about (topic)',
  author: 'Who wrote',
  audience: 'Size of the author’s audience',
  language: 'Language',
  message: 'Message that an exclusion means',
  reason: 'Reason of an exclusion',
};

/** Headings by which a field is recognised, in small letters with single spaces. The first that a file has is taken. */
const HEADINGS: Readonly<Record<ColumnField, readonly string[]>> = {
  id: ['id', 'event id', 'message id', 'ticket id', 'case id', 'case enquiry id', 'number', 'uuid', 'ticket'],
  conversation: ['conversation', 'conversation id', 'thread', 'thread id', 'ticket id', 'ticket', 'case id', 'case'],
  channel: ['channel', 'channel id', 'source', 'via', 'channel name'],
  type: ['type', 'event', 'event type', 'kind', 'direction', 'inbound', 'sender type', 'author type'],
  at: ['at', 'time', 'timestamp', 'date', 'datetime', 'date time', 'occurred at', 'sent at', 'event time', 'when'],
  'asked-at': [
    'asked at',
    'created at',
    'opened at',
    'open dt',
    'opened',
    'created',
    'received at',
    'created date',
    'submitted at',
    'requested at',
  ],
  'answered-at': ['answered at', 'first response at', 'first reply at', 'first responded at', 'replied at', 'answered', 'first response'],
  'resolved-at': ['resolved at', 'solved at', 'closed at', 'closed dt', 'closed', 'resolved', 'closed date', 'completed at'],
  due: ['due', 'due at', 'due date', 'target dt', 'target date', 'deadline', 'sla target dt'],
  topic: ['topic', 'category', 'subject', 'label'],
  author: ['author', 'author id', 'customer', 'customer id', 'user id', 'requester', 'sender', 'from'],
  audience: ['audience', 'audience band', 'followers band'],
  language: ['language', 'lang', 'locale'],
  message: ['message'],
  reason: ['reason', 'exclusion reason'],
};

/** `Case_Enquiry-ID` is `case enquiry id`, `createdAt` is `created at`. */
const simplify = (heading: string): string =>
  heading
    .trim()
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim();

/** Proposes what each column holds, by its heading. A column is given to one field only. */
export function proposeColumns(heading: readonly string[]): ColumnMapping {
  const names = heading.map(simplify);
  const taken = new Set<number>();
  const mapping: { [Field in ColumnField]?: number } = {};
  const take = (field: ColumnField): void => {
    const column = HEADINGS[field].map((name) => names.indexOf(name)).find((index) => index >= 0 && !taken.has(index));
    if (column === undefined) return;
    mapping[field] = column;
    taken.add(column);
  };
  take('at');
  const isByEvent = mapping.at !== undefined || HEADINGS.type.some((name) => names.includes(name) && name !== 'type');
  if (isByEvent && mapping.at === undefined) {
    const created = HEADINGS['asked-at'].map((name) => names.indexOf(name)).find((index) => index >= 0);
    if (created !== undefined) {
      mapping.at = created;
      taken.add(created);
    }
  }
  const others = COLUMN_FIELDS.filter((field) => field !== 'at');
  const caseFields: readonly ColumnField[] = ['asked-at', 'answered-at', 'resolved-at'];
  const eventFields: readonly ColumnField[] = ['type', 'message', 'reason', 'conversation'];
  for (const field of others) if (!(isByEvent ? caseFields : eventFields).includes(field)) take(field);
  return mapping;
}

/** What is wrong with a mapping, in words; undefined when it can be used. */
export function findMappingProblem(mapping: ColumnMapping, given: { hasChannel: boolean; hasType: boolean }): string | undefined {
  if (mapping.at === undefined && mapping['asked-at'] === undefined)
    return 'Choose the column that says when it happened, or when the customer asked.';
  if (mapping.channel === undefined && !given.hasChannel) return 'Choose the column that names the channel, or one channel for all rows.';
  if (mapping.at !== undefined && mapping['asked-at'] !== undefined)
    return 'Choose either when it happened (one row for each event) or when the customer asked (one row for each case).';
  if (mapping.at !== undefined && mapping.type === undefined && !given.hasType)
    return 'Choose the column that says what happened, such as customer-message or agent-reply.';
  if (mapping.at !== undefined && mapping.conversation === undefined)
    return 'Choose the column that says to which conversation an event belongs.';
  return undefined;
}

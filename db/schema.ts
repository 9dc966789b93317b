import type { ColumnType, Generated, GeneratedAlways, Insertable, Selectable } from 'kysely';

/**
 * Table types for Kysely. Instants are whole seconds since 1970-01-01T00:00:00Z in `int8` columns
 * (rule 1 of the measurement rules), durations are whole seconds in `int4`/`int8` columns.
 * `store/database.ts` makes both drivers decode `int8` to a JavaScript number.
 */
export interface Schema {
  user_account: UserAccountTable;
  user_session: UserSessionTable;
  email_token: EmailTokenTable;
  rate_limit: RateLimitTable;
  company: CompanyTable;
  company_logo: CompanyLogoTable;
  member: MemberTable;
  invitation: InvitationTable;
  channel: ChannelTable;
  agreement_draft: AgreementDraftTable;
  agreement_version: AgreementVersionTable;
  source: SourceTable;
  channel_source: ChannelSourceTable;
  api_key: ApiKeyTable;
  event: EventTable;
  conversation: ConversationTable;
  obligation: ObligationTable;
  day_tally: DayTallyTable;
  day_mark: DayMarkTable;
  day_change: DayChangeTable;
  recorded_day: RecordedDayTable;
  import_run: ImportRunTable;
  saved_view: SavedViewTable;
  audit_entry: AuditEntryTable;
  alert_destination: AlertDestinationTable;
  alert_rule: AlertRuleTable;
  alert_scan: AlertScanTable;
  alert: AlertTable;
  alert_delivery: AlertDeliveryTable;
  alert_message: AlertMessageTable;
  published_month: PublishedMonthTable;
  statement_choice: StatementChoiceTable;
  signed_statement: SignedStatementTable;
  statement_key: StatementKeyTable;
  breach_cause: BreachCauseTable;
  cause_rule: CauseRuleTable;
  exclusion_decision: ExclusionDecisionTable;
  share_link: ShareLinkTable;
  explanation: ExplanationTable;
  company_group: CompanyGroupTable;
  group_company: GroupCompanyTable;
  group_member: GroupMemberTable;
  digest_choice: DigestChoiceTable;
  digest: DigestTable;
}

type Instant = number;
/** JSON written as text, read as a value. */
type Json<T> = ColumnType<T, string, string>;

export type Role = 'owner' | 'admin' | 'editor' | 'agent' | 'viewer';
export type Evidence = 'observed' | 'connected' | 'reported';

export interface UserAccountTable {
  id: string;
  /** Lower case, unique. */
  email: string;
  name: string;
  password_hash: string;
  created_at: Instant;
  /** When the owner of the address last proved to be that, by a mailed link. */
  email_verified_at: Instant | null;
}

export interface UserSessionTable {
  /** SHA-256 of the session id in hex: the id itself is never stored. */
  id_hash: string;
  user_id: string;
  created_at: Instant;
  last_seen_at: Instant;
  expires_at: Instant;
  user_agent: string;
  address: string;
}

export interface EmailTokenTable {
  token_hash: string;
  /** Null for `sign-up`: the user is made when the link is used. */
  user_id: string | null;
  purpose: 'sign-up' | 'reset-password' | 'change-email';
  /** Where the link was mailed to: the address of the account to be. */
  email: string;
  created_at: Instant;
  expires_at: Instant;
  used_at: Instant | null;
}

export interface RateLimitTable {
  /** What is limited, e.g. `sign-in:account:<hash>`. */
  key: string;
  window_started_at: Instant;
  used: number;
}

export interface CompanyTable {
  id: Generated<number>;
  slug: string;
  name: string;
  site: string;
  industry: string;
  /** ISO 3166-1 alpha-2. */
  country: string;
  /** IANA zone in which the company's days begin. */
  time_zone: string;
  /** Key of the HMAC that turns authors into hashes. Never leaves the store. */
  author_key: Buffer;
  /** Shown on every page of the company when not null, e.g. where demonstration data come from. */
  notice: string | null;
  created_at: Instant;
  /** How it kept its word when it was last counted, for the directory; null before that. */
  standing: ColumnType<unknown, string | undefined, string>;
  /** Promises kept of those judged, in thousandths; -1 without a verdict. */
  kept_part: Generated<number>;
  /** Decided messages behind the standing. */
  decided_messages: Generated<number>;
  counted_at: Generated<Instant>;
}

export interface CompanyLogoTable {
  company_id: number;
  content: Buffer;
  content_type: string;
  digest: string;
}

export interface MemberTable {
  company_id: number;
  user_id: string;
  role: Role;
  joined_at: Instant;
}

export interface InvitationTable {
  company_id: number;
  id: string;
  email: string;
  role: Role;
  token_hash: string;
  invited_by: string;
  created_at: Instant;
  expires_at: Instant;
  accepted_at: Instant | null;
  revoked_at: Instant | null;
}

/** A link that opens one report for who has it: read-only, for a time. */
export interface ShareLinkTable {
  company_id: number;
  id: string;
  token_hash: string;
  /** Who it is for, in the words of who made it; may be empty. */
  note: string;
  /** `Period.key`. */
  period: string;
  /** Empty: all channels. */
  channel_ids: Json<readonly string[]>;
  created_at: Instant;
  created_by: string | null;
  expires_at: Instant;
  revoked_at: Instant | null;
  last_opened_at: Instant | null;
}

/** Companies whose reports are seen side by side. */
export interface CompanyGroupTable {
  id: string;
  name: string;
  created_at: Instant;
  created_by: string | null;
}

/** A company that a group asked for; it is in the group once one of its owners agreed. */
export interface GroupCompanyTable {
  group_id: string;
  company_id: number;
  asked_at: Instant;
  asked_by: string | null;
  agreed_at: Instant | null;
  agreed_by: string | null;
}

export type GroupRole = 'manager' | 'reader';

/** Who sees a group; while `user_id` is null, who was invited to. */
export interface GroupMemberTable {
  group_id: string;
  id: string;
  role: GroupRole;
  /** That the invitation went to. */
  email: string;
  token_hash: string | null;
  invited_at: Instant;
  expires_at: Instant | null;
  user_id: string | null;
  joined_at: Instant | null;
}

/** Identity of a channel; what a version says about it stands in that version. */
export interface ChannelTable {
  company_id: number;
  id: string;
  kind: string;
  handle: string;
  created_at: Instant;
}

export interface AgreementDraftTable {
  company_id: number;
  content: Json<unknown>;
  /** Counts saves: an edit of an older revision is refused. */
  revision: number;
  updated_at: Instant;
  updated_by: string | null;
}

/** Immutable: a trigger refuses UPDATE and DELETE. */
export interface AgreementVersionTable {
  company_id: number;
  number: number;
  content: Json<unknown>;
  published_at: Instant;
  effective_at: Instant;
  published_by: string | null;
}

export interface SourceTable {
  company_id: number;
  id: number;
  /** `api`, `import`, or a connector's name. */
  kind: string;
  name: string;
  evidence: Evidence;
  created_at: Instant;
  /** Last sign of life: an event, a heartbeat or a successful read. */
  last_seen_at: Instant | null;
  /** Address of a conversation there, with `{conversation}` for its id; null when it has none. */
  conversation_link: Generated<string | null>;
}

/** Which sources feed a channel: a channel is stale when all of them are silent. */
export interface ChannelSourceTable {
  company_id: number;
  channel_id: string;
  source_id: number;
  last_event_at: Instant;
}

export interface ApiKeyTable {
  company_id: number;
  id: string;
  source_id: number;
  name: string;
  /** First characters of the key, to recognise it by. */
  prefix: string;
  secret_hash: string;
  created_at: Instant;
  created_by: string | null;
  last_used_at: Instant | null;
  revoked_at: Instant | null;
}

export interface EventTable {
  company_id: number;
  source_id: number;
  /** The source's own id: with company and source it makes recording idempotent. */
  id: string;
  conversation_id: string;
  channel_id: string;
  type: string;
  at: Instant;
  recorded_at: Instant;
  /** Keyed hash of the author, hex; never the author. */
  author_hash: string | null;
  /** Size band of the author's audience, e.g. `1k-10k`. */
  audience: string | null;
  language: string | null;
  /** For exclusions: the message meant, or null for the whole conversation. */
  message_id: string | null;
  /** For exclusions: why. */
  reason: string | null;
  /** Of a customer message: what the source says that it is about. */
  topic: string | null;
  /** Of a customer message: by when the source says that this very matter is promised. */
  due_at: Instant | null;
}

export interface ConversationTable {
  company_id: number;
  source_id: number;
  id: string;
  channel_id: string;
  first_event_at: Instant;
  last_event_at: Instant;
}

export interface ObligationTable {
  company_id: number;
  source_id: number;
  conversation_id: string;
  commitment_id: string;
  /** Counts the waits of a conversation under a commitment, from 0. */
  ordinal: number;
  channel_id: string;
  metric: string;
  version_number: number;
  /** The customer message that asked; null for a resolution asked for by reopening alone. */
  message_id: string | null;
  asked_at: Instant;
  due_at: Instant | null;
  /** Last instant at which it is still running unanswered; breached when now is later. */
  breach_at: Instant | null;
  answered_at: Instant | null;
  target_seconds: number;
  /** Wall seconds from asked to answered. */
  waited_seconds: number | null;
  /** Seconds on the commitment's clock: what the target is compared with. */
  staffed_seconds: number | null;
  excluded_at: Instant | null;
  exclusion_reason: string | null;
  late_exclusion: boolean;
  audience: string | null;
  language: string | null;
  /** What it was about; null where the source did not say. */
  topic: string | null;
}

/**
 * What the obligations of a commitment and a day of the company's zone come to; see `domain/tally/tally.ts`. Made from obligations alone and
 * made anew when marked. Days count from 1970-01-01. Packed little-endian: int32 seconds and counts, float64 instants, uint8 hours.
 */
export interface DayTallyTable {
  company_id: number;
  commitment_id: string;
  day: number;
  channel_id: string;
  metric: string;
  version_number: number;
  source_id: number;
  /** The sums of the two lists of hours, so that the database can add up days. */
  met: GeneratedAlways<number>;
  late: GeneratedAlways<number>;
  /** How many have no answer. */
  unanswered: GeneratedAlways<number>;
  /** When the last of those is breached; null where nobody waits, and the greatest safe number where one never is. */
  last_breach_at: GeneratedAlways<number | null>;
  met_by_hour: Buffer;
  late_by_hour: Buffer;
  waited: Buffer;
  staffed: Buffer;
  breach_at: Buffer;
  breach_hour: Buffer;
  exclusions: Json<unknown>;
  /** How many those are, and how many of them were late before they were excluded. */
  excluded: number;
  late_excluded: number;
  settled_at: Instant;
  /** Tells this tally from all that were ever made, also from the next one of the same day. */
  revision: Generated<string>;
}

/** What the database adds days up by. */
export type AddedUp = 'met' | 'late' | 'unanswered' | 'last_breach_at' | 'excluded' | 'late_excluded';

/** Days that follow each other, both ends inclusive, whose obligations have changed since they were last tallied. */
export interface DayMarkTable {
  company_id: number;
  id: Generated<number>;
  commitment_id: string;
  from_day: number;
  to_day: number;
}

/** What has changed in a day since it was tallied: a tally to be added (`sign` 1) or to be taken away (-1). */
export interface DayChangeTable extends Omit<DayTallyTable, AddedUp | 'revision'> {
  id: Generated<number>;
  sign: number;
}

/** How many events of a channel happened on a day, and how many of them were recorded long after. */
export interface RecordedDayTable {
  company_id: number;
  channel_id: string;
  day: number;
  events: number;
  recorded_long_after: number;
}

export interface ImportRunTable {
  company_id: number;
  id: string;
  /** Null until it is started. */
  source_id: number | null;
  file_name: string;
  /** `ready`, `running`, `done` or `failed`. */
  state: string;
  /** How the file is to be read. */
  form: Json<unknown>;
  /** Of the file's columns. */
  headings: Json<unknown>;
  byte_count: number;
  /** Where to go on. */
  bytes_read: number;
  rows_read: number;
  recorded: number;
  duplicates: number;
  rejected: number;
  /** The first problems, by row. */
  problems: Json<unknown>;
  started_at: Instant;
  finished_at: Instant | null;
  started_by: string | null;
}

/** A named filter of the queue. */
export interface SavedViewTable {
  company_id: number;
  id: string;
  /** Whose it is; null: the whole company's. */
  user_id: string | null;
  name: string;
  filter: Json<unknown>;
  created_at: Instant;
}

/** Append-only: a trigger refuses UPDATE and DELETE. */
export interface AuditEntryTable {
  company_id: number;
  id: Generated<number>;
  at: Instant;
  /** `user`, `api-key` or `system`. */
  actor_kind: string;
  actor_id: string | null;
  action: string;
  detail: Json<unknown>;
}

/** Where alerts go beside members' mail. */
export interface AlertDestinationTable {
  company_id: number;
  id: string;
  kind: string;
  name: string;
  /** Address, token or key: secrets, never shown again. Only where an older version stored them; the same sealed otherwise. */
  settings: ColumnType<unknown, string | null, string | null>;
  /** The settings, encrypted for this row by a key outside of the database. */
  sealed: string | null;
  created_at: Instant;
  created_by: string | null;
}

export interface AlertRuleTable {
  company_id: number;
  id: string;
  trigger: string;
  /** Null: every channel. */
  channel_id: string | null;
  /** Null: every commitment. */
  commitment_id: string | null;
  /** For the trigger `verdict`: how few breaches may be left. */
  breaches_left: number;
  /** `member:ID` and `destination:ID`. */
  targets: Json<string[]>;
  /** Minutes of the company's day; from later than until runs past midnight. */
  quiet_from: number | null;
  quiet_until: number | null;
  /** Seconds without acknowledgement. */
  escalate_after: number | null;
  /** Members, in order. */
  escalation: Json<string[]>;
  created_at: Instant;
  created_by: string | null;
}

/** When a company with rules was last looked at. */
export interface AlertScanTable {
  company_id: number;
  scanned_at: Instant;
  /** The same for what is looked at less often. */
  weighed_at: Instant;
}

/** Something that a rule has found, once. */
export interface AlertTable {
  company_id: number;
  id: Generated<number>;
  rule_id: string;
  /** What it is about: with the rule it makes raising idempotent. */
  subject: string;
  facts: Json<unknown>;
  /** The obligation it is about, where it is about one. */
  source_id: number | null;
  conversation_id: string | null;
  commitment_id: string | null;
  ordinal: number | null;
  raised_at: Instant;
  /** After it the rule cannot find the same again. */
  forget_at: Instant;
  /** When the next member is told, unless it is acknowledged; null: nobody any more. */
  escalate_at: Instant | null;
  escalation_step: number;
  /** When it was seen that the obligation no longer waits. */
  settled_at: Instant | null;
  acknowledged_at: Instant | null;
  /** Who acknowledged; null for who had the link. */
  acknowledged_by: string | null;
}

/** An alert on its way to a target: waiting until `due_at` and until it is in a message. */
export interface AlertDeliveryTable {
  company_id: number;
  alert_id: number;
  target: string;
  due_at: Instant;
  message_id: string | null;
}

export interface AlertMessageTable {
  company_id: number;
  /** Also the idempotency id that receivers get. */
  id: string;
  target: string;
  /** The target's name when the message was made. */
  recipient: string;
  is_test: boolean;
  /** `waiting`, `sent` or `failed`. */
  state: string;
  created_at: Instant;
  attempts: number;
  /** Until when whoever sends it has it alone. */
  claimed_until: Instant | null;
  sent_at: Instant | null;
  /** Why the last attempt failed, without secrets. */
  failure: string | null;
  /** Of the link that acknowledges. */
  token_hash: string;
}

/** Immutable: a trigger refuses UPDATE and DELETE. */
export interface PublishedMonthTable {
  company_id: number;
  /** YYYY-MM, in `time_zone`. */
  month: string;
  time_zone: string;
  rules_version: number;
  time_zone_data: string;
  published_at: Instant;
  /** Of months that were published before `promises` were kept; null since. */
  figures: Json<unknown> | null;
  /** What was promised and came of it, as a statement says it. */
  promises: Json<unknown> | null;
  /** Number and digest of the events behind it; null where nobody was to sign it when it was published. */
  inputs: Json<unknown> | null;
}

/** A public key that statements were signed with. Never removed: old statements are checked against it. */
export interface StatementKeyTable {
  /** SHA-256 of the public key (SPKI, DER) in hex. */
  id: string;
  /** A JSON Web Key. */
  public_key: Json<unknown>;
  first_used_at: Instant;
}

/** Whether a company publishes signed statements of its months; no row: it never chose to. */
export interface StatementChoiceTable {
  company_id: number;
  /** YYYY-MM: the first month that is stated. It stays when the choice is taken back and made again. */
  from_month: string;
  is_on: boolean;
  changed_at: Instant;
}

/** Immutable: a trigger refuses UPDATE and DELETE. */
export interface SignedStatementTable {
  company_id: number;
  /** YYYY-MM in the zone that the document names. */
  month: string;
  /** Canonical JSON (RFC 8785), as it was signed and published. */
  document: string;
  signed_at: Instant;
}

/** Why a promise was broken, as a member said of one wait. */
export interface BreachCauseTable {
  company_id: number;
  source_id: number;
  conversation_id: string;
  commitment_id: string;
  asked_at: Instant;
  /** The message that asked; empty for a resolution asked for by reopening alone. */
  message_id: string;
  cause: string;
  given_at: Instant;
  given_by: string | null;
}

/** Gives a cause to every breach that it matches, past and to come. */
export interface CauseRuleTable {
  company_id: number;
  id: string;
  cause: string;
  /** Null: every channel. */
  channel_id: string | null;
  /** Null: every commitment. */
  commitment_id: string | null;
  /** YYYY-MM-DD in the company's zone, inclusive; null: from the beginning. */
  first_date: string | null;
  /** Null: for good. */
  last_date: string | null;
  /** 0 is Monday; none: every day. */
  weekdays: Json<number[]>;
  /** Minutes of the company's day; from not before until runs past midnight. */
  from_minute: number | null;
  until_minute: number | null;
  created_at: Instant;
  created_by: string | null;
}

/** Who took a message out of the figures, or back in, inside Kept. The event that does it is `kept:exclusion:` and the id. */
export interface ExclusionDecisionTable {
  company_id: number;
  id: string;
  source_id: number;
  conversation_id: string;
  message_id: string;
  type: 'excluded' | 'exclusion-revoked';
  reason: string | null;
  /** What of the agreement it rests on. */
  clause: string | null;
  decided_at: Instant;
  decided_by: string | null;
}

/** Since when a member wants the digests of each kind; null: not. No row: neither. It goes with the membership. */
export interface DigestChoiceTable {
  company_id: number;
  user_id: string;
  weekly_since: Instant | null;
  monthly_since: Instant | null;
}

/** A digest for a member, asked for once for each period; those that members send themselves to look at (`is_test`) as often as they like. */
export interface DigestTable {
  company_id: number;
  /** Also part of the mail's Message-ID. */
  id: string;
  user_id: string;
  kind: 'weekly' | 'monthly';
  /** The period's key: `2026-11-16..2026-11-22`, `2026-10`. */
  period: string;
  is_test: boolean;
  /** `left-out`: nobody wanted it any more, or there was nothing to tell. */
  state: 'waiting' | 'sent' | 'left-out' | 'failed';
  created_at: Instant;
  attempts: number;
  /** Until when whoever sends it has it alone. */
  claimed_until: Instant | null;
  sent_at: Instant | null;
  /** Of the link that unsubscribes. */
  token_hash: string;
}

export type Row<T extends keyof Schema> = Selectable<Schema[T]>;
export type NewRow<T extends keyof Schema> = Insertable<Schema[T]>;

/** What a company says in public about a period. */
export interface ExplanationTable {
  company_id: number;
  id: string;
  /** Counted up by each change. */
  revision: number;
  /** Empty: every channel. */
  channel_ids: Json<string[]>;
  from_at: Instant;
  /** Exclusive. */
  until_at: Instant;
  /** Plain text; empty once withdrawn. */
  body: string;
  published_at: Instant;
  edited_at: Instant | null;
  withdrawn_at: Instant | null;
}

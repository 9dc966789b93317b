import { countOf } from '../count-text.ts';

/** What an entry of the audit log holds: the name of the command, and facts about what it did. */
export interface AuditFact {
  readonly action: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Names of things by their kind and id, as far as they are known: `nameOf('source', 3)` is "Help desk". */
export type NameOf = (kind: 'user' | 'source' | 'key' | 'invitation', id: unknown) => string | undefined;

type Words = (detail: Readonly<Record<string, unknown>>, nameOf: NameOf) => string;

const quoted = (text: unknown): string => `“${String(text)}”`;
const named = (name: string | undefined, otherwise: string): string => (name === undefined ? otherwise : quoted(name));
const count = (number: unknown, noun: string): string => countOf(Number(number), noun);
const countBreaches = (number: unknown): string => countOf(Number(number), 'breach', 'breaches');
const list = (items: unknown): string => (Array.isArray(items) ? items.join(', ') : '');

function nameDigests(weekly: boolean, monthly: boolean): string {
  if (weekly && monthly) return 'weekly and monthly';
  return weekly ? 'weekly' : monthly ? 'monthly' : 'none';
}

const WORDS: Readonly<Record<string, Words>> = {
  'accept-invitation': ({ role }) => `Joined as ${role}`,
  'acknowledge-alerts': ({ alertIds }) => `Acknowledged ${count(Array.isArray(alertIds) ? alertIds.length : 0, 'alert')}`,
  'acknowledge-by-link': ({ alertIds }) =>
    `Acknowledged ${count(Array.isArray(alertIds) ? alertIds.length : 0, 'alert')} by the link in a message`,
  'agree-to-group': ({ group }) => `Let the group ${quoted(group)} see the reports`,
  'begin-import': ({ byteCount }) => `Uploaded a file of ${count(byteCount, 'byte')} to import`,
  'change-company-address': ({ before, slug }) => `Changed the company’s address from ${quoted(before)} to ${quoted(slug)}`,
  'change-member-role': ({ userId, before, role }, nameOf) =>
    `Changed the role of ${named(nameOf('user', userId), 'somebody who is gone')} from ${before} to ${role}`,
  'check-import': () => 'Looked through a file before its import',
  'create-alert-destination': ({ kind, name }) => `Added ${quoted(name)} (${kind}) as a place for alerts`,
  'create-alert-rule': ({ trigger }) => `Added a rule for alerts: ${trigger}`,
  'create-api-key': ({ prefix, sourceId }, nameOf) =>
    `Made the API key ${prefix}… for the source ${named(nameOf('source', sourceId), String(sourceId))}`,
  'create-cause-rule': ({ cause }) => `Added a rule that gives breaches the cause ${cause}`,
  'create-company': ({ slug }) => `Created the company with the address ${quoted(slug)}`,
  'create-share-link': ({ period, channelIds, days, note }) =>
    `Made a link to the report of ${period}${list(channelIds) === '' ? '' : ` (${list(channelIds)})`}, open for ${count(days, 'day')}${note ? `, for ${quoted(note)}` : ''}`,
  'create-source': ({ name, kind }) => `Added the source ${quoted(name)} (${kind})`,
  'delete-queue-view': ({ name }) => `Deleted the saved view ${quoted(name)}`,
  'delete-group': ({ group }) => `Deleted the group ${quoted(group)}, which saw the reports`,
  'discard-draft': ({ revision }) => `Discarded the draft of the agreement at revision ${revision}`,
  'discard-import': () => 'Discarded an import',
  'edit-explanation': ({ before, text }) => describeEdit(before, text),
  'edit-alert-destination': ({ before, name, settings }) => {
    const renamed =
      before === name
        ? `Edited ${quoted(name)} as a place for alerts`
        : `Renamed ${quoted(before)} as a place for alerts to ${quoted(name)}`;
    return settings ? `${renamed}, with new secrets` : renamed;
  },
  'edit-alert-rule': ({ before, trigger }) =>
    before === trigger ? `Edited a rule for alerts: ${trigger}` : `Edited a rule for alerts, which looked for ${before}: ${trigger}`,
  'erase-customer': ({ events }) => `Erased a customer from ${count(events, 'event')}`,
  'exclude-messages': ({ messages, reason, clause }) =>
    `Left ${count(messages, 'message')} out of the figures: ${reason}${clause ? `, by ${quoted(clause)}` : ''}`,
  'find-customer': ({ events }) => `Looked up what is kept about a customer: ${count(events, 'event')}`,
  'invite-member': ({ invitationId, role }, nameOf) => `Invited ${nameOf('invitation', invitationId) ?? 'somebody'} as ${role}`,
  'join-group-member': ({ group }) => `Joined the group ${quoted(group)}, which sees the reports`,
  'leave-company': () => 'Left the company',
  'leave-group': ({ group }) => `Took the company out of the group ${quoted(group)}`,
  'open-import-source': ({ name }) => `Opened the source ${quoted(name)} for an import`,
  'propose-holidays': ({ country, region }) => `Looked up the public holidays of ${country}${region ? `, ${region}` : ''}`,
  'publish-agreement': ({ number, weakens }) => `Published version ${number} of the agreement${weakens ? ', which promises less' : ''}`,
  'publish-explanation': ({ text }) => `Published an explanation: ${quoted(text)}`,
  'recompute-company': ({ isDryRun }) => (isDryRun ? 'Compared all figures with the events' : 'Recomputed all figures from the events'),
  'remove-alert-destination': () => 'Removed a place for alerts',
  'remove-alert-rule': () => 'Removed a rule for alerts',
  'remove-cause-rule': ({ cause }) => `Removed a rule that gave breaches the cause ${cause}`,
  'remove-company-logo': () => 'Removed the logo',
  'remove-group-company': ({ group }) => `Took the company out of the group ${quoted(group)}, as who manages the group`,
  'remove-group-member': ({ group, userId }, nameOf) =>
    `Ended that ${named(nameOf('user', userId), 'somebody who is gone')} sees the reports through the group ${quoted(group)}`,
  'remove-member': ({ userId, role }, nameOf) => `Removed ${named(nameOf('user', userId), 'somebody who is gone')}, who was ${role}`,
  'rename-group': ({ before, group }) => `Renamed the group ${quoted(before)}, which sees the reports, to ${quoted(group)}`,
  'revoke-api-key': ({ keyId }, nameOf) => `Revoked the API key ${nameOf('key', keyId) ?? String(keyId)}`,
  'revoke-invitation': ({ invitationId }, nameOf) => `Took back the invitation of ${nameOf('invitation', invitationId) ?? 'somebody'}`,
  'revoke-share-link': ({ period }) => `Took back a link to the report of ${period}`,
  'save-draft': ({ revision, parts }) => `Saved the draft of the agreement, revision ${revision}: ${list(parts)}`,
  'save-queue-view': ({ name, isShared }) => `Saved the view ${quoted(name)}${isShared ? ' for everybody' : ''}`,
  'set-causes': ({ breaches, cause }) =>
    cause ? `Gave ${countBreaches(breaches)} the cause ${cause}` : `Took back the cause of ${countBreaches(breaches)}`,
  'send-my-digest': ({ kind }) => `Sent themselves the ${kind} digest`,
  'set-company-logo': () => 'Set the logo',
  'set-conversation-link': ({ sourceId, link }, nameOf) =>
    link
      ? `Set the address of conversations of ${named(nameOf('source', sourceId), String(sourceId))} to ${link}`
      : `Removed the address of conversations of ${named(nameOf('source', sourceId), String(sourceId))}`,
  'set-digest-choice': ({ weekly, monthly }) => `Chose the digests by mail: ${nameDigests(Boolean(weekly), Boolean(monthly))}`,
  'set-statement-choice': ({ isOn }) =>
    isOn ? 'Began to publish signed monthly statements' : 'Stopped publishing signed monthly statements',
  'start-draft': () => 'Began a draft of the agreement',
  'start-import': ({ sourceId }, nameOf) => `Started an import into ${named(nameOf('source', sourceId), String(sourceId))}`,
  'test-alert-target': () => 'Sent a test alert',
  'undo-exclusions': ({ messages }) => `Took ${count(messages, 'message')} back into the figures`,
  'unsubscribe-by-link': ({ userId }, nameOf) =>
    `Ended the digests by mail of ${named(nameOf('user', userId), 'somebody who is gone')} by the link in one`,
  'update-company-profile': ({ name }) => `Saved the company’s profile as ${quoted(name)}`,
  'withdraw-explanation': ({ text }) => `Withdrew the explanation ${quoted(text)}`,
};

function describeEdit(before: unknown, text: unknown): string {
  const former = typeof before === 'object' && before !== null && 'text' in before ? before.text : '';
  return former === text
    ? `Changed the days or channels of the explanation ${quoted(text)}`
    : `Changed the explanation ${quoted(former)} to ${quoted(text)}`;
}

/** Every action that has words of its own. */
export const AUDIT_ACTIONS: readonly string[] = Object.keys(WORDS).sort();

/** What was done, as a person would say it. An action that is no longer known is told by its name. */
export function describeAuditEntry({ action, detail }: AuditFact, nameOf: NameOf): string {
  return WORDS[action]?.(detail, nameOf) ?? nameAuditAction(action);
}

/** The name of an action in a list: "Publish agreement". */
export function nameAuditAction(action: string): string {
  const words = action.replaceAll('-', ' ').replace(/\bapi\b/, 'API');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

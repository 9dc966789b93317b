import { addGroupCompany } from '../../src/commands/add-group-company.ts';
import { beginImport } from '../../src/commands/begin-import.ts';
import type { Context } from '../../src/commands/context.ts';
import { createAlertDestination } from '../../src/commands/create-alert-destination.ts';
import { createAlertRule } from '../../src/commands/create-alert-rule.ts';
import { createApiKey } from '../../src/commands/create-api-key.ts';
import { createCauseRule } from '../../src/commands/create-cause-rule.ts';
import { createGroup } from '../../src/commands/create-group.ts';
import { createShareLink } from '../../src/commands/create-share-link.ts';
import { createSource } from '../../src/commands/create-source.ts';
import { excludeMessages } from '../../src/commands/exclude-messages.ts';
import { inviteMember } from '../../src/commands/invite-member.ts';
import { publishExplanation } from '../../src/commands/publish-explanation.ts';
import { raiseAlerts } from '../../src/commands/raise-alerts.ts';
import { recordEvents } from '../../src/commands/record-events.ts';
import { saveDraft } from '../../src/commands/save-draft.ts';
import { saveQueueView } from '../../src/commands/save-queue-view.ts';
import { startDraft } from '../../src/commands/start-draft.ts';
import { formatBreachKey } from '../../src/domain/breach/breach-key.ts';
import { DAY_SECONDS, HOUR_SECONDS } from '../../src/domain/instant.ts';
import { listAlertRules } from '../../src/store/alert-rule.ts';
import type { Company } from '../../src/store/company.ts';
import type { Database } from '../../src/store/database.ts';
import { newEmail } from './account.ts';
import { makeAgreement } from './agreement.ts';
import { countedBytes, makeCompany, makeContext, makeMember, TEST_NOW } from './context.ts';
import { makeSource, publishVersion, sampleAgreement } from './measured-company.ts';

/** Where a command is tried: a company that nobody else uses. */
export interface CommandPlace {
  readonly db: Database;
  readonly company: Company;
  /** What an owner of the company would act with, to bring about what the command needs. */
  readonly owner: Context;
}

export interface CommandInput {
  /** Brings about what the command needs in the company, and returns an input with which an owner succeeds. */
  prepare(place: CommandPlace): Promise<object>;
  /** The input names things of the company by their id: the command is also tried with the ids of another company's things. */
  readonly namesThings?: true;
}

/** For every command on a company, by its name, an input that is accepted. `tests/architecture/command-roles.test.ts` tries each as everybody. */
export const COMMAND_INPUTS: Readonly<Record<string, CommandInput>> = {
  'acknowledge-alerts': { prepare: makeAlert, namesThings: true },
  'agree-to-group': { prepare: async (place) => ({ groupId: await makeAskingGroup(place) }), namesThings: true },
  'begin-import': { prepare: async () => newUpload() },
  'change-company-address': { prepare: async () => ({ slug: `moved-${countedBytes(6).toString('hex')}` }) },
  'change-member-role': { prepare: async (place) => ({ userId: await makeAgent(place), role: 'viewer' }), namesThings: true },
  'check-import': { prepare: async (place) => ({ ...(await makeWaitingImport(place)), open: openFile }), namesThings: true },
  'create-api-key': { prepare: async (place) => ({ sourceId: await makeApiSource(place), name: 'Help desk' }) },
  'create-alert-destination': { prepare: async () => ({ kind: 'slack', name: 'Chat', settings: { url: 'https://chat.example/hook' } }) },
  'create-alert-rule': { prepare: async (place) => ({ trigger: 'used-75', targets: [`member:${await makeAgent(place)}`] }) },
  'create-cause-rule': { prepare: async () => ({ cause: 'outage', channelId: 'x', weekdays: ['0'], from: '09:00', until: '12:00' }) },
  'create-share-link': { prepare: async () => newShareLink() },
  'create-source': { prepare: async () => ({ name: 'Help desk' }) },
  'delete-queue-view': { prepare: makeSavedView, namesThings: true },
  'discard-import': { prepare: async (place) => ({ importId: (await makeWaitingImport(place)).importId }), namesThings: true },
  'discard-draft': { prepare: async (place) => ({ revision: await makeDraft(place) }) },
  'edit-explanation': {
    prepare: async (place) => ({ ...(await makeExplanation(place)), ...newExplanation(), text: 'Flood', revision: 1 }),
    namesThings: true,
  },
  'edit-alert-destination': {
    prepare: async (place) => ({ destinationId: await makeDestination(place), name: 'Night chat' }),
    namesThings: true,
  },
  'edit-alert-rule': { prepare: makeRuleToEdit, namesThings: true },
  'erase-customer': { prepare: makeCustomer },
  'exclude-messages': { prepare: async (place) => ({ ...(await makeBreach(place)), reason: 'spam' }), namesThings: true },
  'find-customer': { prepare: async () => ({ author: '@somebody' }) },
  'invite-member': { prepare: async () => ({ email: newEmail(), role: 'viewer' }) },
  'leave-company': { prepare: async () => ({}) },
  'leave-group': { prepare: async (place) => ({ groupId: await makeAskingGroup(place) }), namesThings: true },
  'open-import-source': { prepare: async () => ({ name: 'Old cases' }) },
  'propose-holidays': { prepare: async () => ({ country: 'DE' }) },
  'publish-agreement': { prepare: async (place) => ({ revision: await makeDraft(place) }) },
  'publish-explanation': { prepare: async () => newExplanation() },
  'recompute-company': { prepare: async () => ({}) },
  'remove-alert-destination': { prepare: async (place) => ({ destinationId: await makeDestination(place) }), namesThings: true },
  'remove-alert-rule': { prepare: makeAlertRule, namesThings: true },
  'remove-cause-rule': { prepare: ({ owner, company }) => createCauseRule(owner, company.slug, { cause: 'tool' }), namesThings: true },
  'remove-company-logo': { prepare: async () => ({}) },
  'remove-member': { prepare: async (place) => ({ userId: await makeAgent(place) }), namesThings: true },
  'revoke-api-key': { prepare: makeKeyOfCompany, namesThings: true },
  'revoke-invitation': { prepare: makeInvitation, namesThings: true },
  'revoke-share-link': { prepare: makeShareLink, namesThings: true },
  'save-queue-view': { prepare: async () => newView() },
  'save-draft': { prepare: async (place) => ({ revision: await makeDraft(place), content: { remedy: 'We refund the fee.' } }) },
  'set-causes': { prepare: async (place) => ({ ...(await makeBreach(place)), cause: 'staffing' }), namesThings: true },
  'set-company-logo': { prepare: async () => ({ logo: PICTURE }) },
  'set-conversation-link': {
    prepare: async (place) => ({ sourceId: await makeApiSource(place), link: 'https://desk.example/tickets/{conversation}' }),
  },
  'send-my-digest': { prepare: async () => ({ kind: 'weekly' }) },
  'set-digest-choice': { prepare: async () => ({ weekly: true, monthly: true }) },
  'set-statement-choice': { prepare: async () => ({ isOn: true }) },
  'start-import': { prepare: async (place) => ({ ...(await makeWaitingImport(place)), source: 'Old cases' }), namesThings: true },
  'start-draft': { prepare: async () => ({ from: 'empty' }) },
  'test-alert-target': { prepare: async (place) => ({ target: `destination:${await makeDestination(place)}` }), namesThings: true },
  'undo-exclusions': { prepare: makeExcluded, namesThings: true },
  'update-company-profile': {
    prepare: async () => ({ name: 'New name', site: '', industry: 'retail', country: 'DE', timeZone: 'Europe/Paris' }),
  },
  'withdraw-explanation': { prepare: makeExplanation, namesThings: true },
};

const newExplanation = () => ({ text: 'Storm, no power', firstDate: '2026-02-27' });

function makeExplanation({ owner, company }: CommandPlace) {
  return publishExplanation(owner, company.slug, newExplanation());
}

const openFile = () => [Buffer.from('id,created at,channel\n1,2026-02-01T09:00:00Z,x\n')];

const newUpload = () => ({ importId: countedBytes(9).toString('hex'), fileName: 'cases.csv', byteCount: 50, open: openFile });

async function makeWaitingImport({ owner, company }: CommandPlace) {
  const { importId } = await beginImport(owner, company.slug, newUpload());
  const form = {
    delimiter: ',',
    hasHeading: true,
    columns: { id: 0, 'asked-at': 1, channel: 2 },
    timeFormat: 'iso',
    timeZone: 'Etc/UTC',
    channel: null,
    type: null,
  };
  return { importId, form };
}

async function makeDestination({ owner, company }: CommandPlace): Promise<string> {
  const given = { kind: 'slack', name: `Chat ${countedBytes(6).toString('hex')}`, settings: { url: 'https://chat.example/hook' } } as const;
  return (await createAlertDestination(owner, company.slug, given)).destinationId;
}

async function makeAlertRule({ owner, company }: CommandPlace): Promise<{ ruleId: string }> {
  const targets = [`destination:${await makeDestination({ owner, company, db: owner.db })}`];
  return createAlertRule(owner, company.slug, { trigger: 'silent', targets });
}

async function makeRuleToEdit(place: CommandPlace): Promise<object> {
  return { ...(await makeAlertRule(place)), trigger: 'breached', targets: [`member:${await makeAgent(place)}`] };
}

/** An alert that the company's rule has found. */
async function makeAlert(place: CommandPlace): Promise<object> {
  const { ruleId } = await makeAlertRule(place);
  const { db, company } = place;
  const facts = { kind: 'silent', source: 'Help desk', lastSignAt: TEST_NOW - 3 * DAY_SECONDS } as const;
  const due = { ruleId, subject: 'help desk', facts, obligation: null, forgetAt: TEST_NOW + DAY_SECONDS };
  await raiseAlerts(makeContext(db, { actor: { kind: 'system' } }), company, await listAlertRules(db, company.id), [due]);
  const { id } = await db.selectFrom('alert').select('id').where('company_id', '=', company.id).executeTakeFirstOrThrow();
  return { alertIds: [id] };
}

/** The head of a PNG of 64 × 64 pixels, by which its kind and size are told. */
const PICTURE = Buffer.from('89504e470d0a1a0a0000000d49484452000000400000004008060000', 'hex');

const makeAgent = async ({ db, company }: CommandPlace): Promise<string> => (await makeMember(db, company.id, 'agent')).id;

/** Somebody of whom an event is recorded; another company has recorded nothing of them. */
async function makeCustomer({ db, company }: CommandPlace): Promise<object> {
  const { companyId, sourceId } = await makeSource(db, company.id);
  const author = `@${countedBytes(6).toString('hex')}`;
  await publishVersion(db, company.id, { number: 1, effectiveAt: TEST_NOW - DAY_SECONDS, content: sampleAgreement() });
  const event = { id: 'e1', conversation: 'c1', channel: 'x', type: 'customer-message', at: TEST_NOW, author };
  await recordEvents(makeContext(db, { actor: { kind: 'system' } }), { companyId, sourceId }, [event]);
  return { author };
}

/** A message that nobody answered in time, by the key of its wait. */
async function makeBreach({ db, company }: CommandPlace): Promise<{ breaches: string[] }> {
  const { companyId, sourceId } = await makeSource(db, company.id);
  const askedAt = TEST_NOW - 2 * HOUR_SECONDS;
  await publishVersion(db, company.id, { number: 1, effectiveAt: TEST_NOW - DAY_SECONDS, content: sampleAgreement() });
  const event = { id: 'late', conversation: 'c1', channel: 'x', type: 'customer-message', at: askedAt };
  await recordEvents(makeContext(db, { actor: { kind: 'system' } }), { companyId, sourceId }, [event]);
  return { breaches: [formatBreachKey({ askedAt, sourceId, conversationId: 'c1', commitmentId: 'x-first', messageId: 'late' })] };
}

async function makeExcluded(place: CommandPlace): Promise<object> {
  const chosen = await makeBreach(place);
  await excludeMessages(place.owner, place.company.slug, { ...chosen, reason: 'test' });
  return chosen;
}

async function makeDraft({ owner, company }: CommandPlace): Promise<number> {
  const { revision } = await startDraft(owner, company.slug, { from: 'empty' });
  return (await saveDraft(owner, company.slug, { revision, content: makeAgreement() })).revision;
}

async function makeApiSource({ owner, company }: CommandPlace): Promise<number> {
  const { sourceId } = await createSource(owner, company.slug, { name: `Source ${countedBytes(6).toString('hex')}` });
  return sourceId;
}

const newView = () => ({ name: 'Breached on X', isShared: true, filter: { channel: 'x', due: 'breached' as const } });

async function makeSavedView({ owner, company }: CommandPlace): Promise<object> {
  return saveQueueView(owner, company.slug, newView());
}

async function makeKeyOfCompany(place: CommandPlace): Promise<object> {
  const sourceId = await makeApiSource(place);
  const { keyId } = await createApiKey(place.owner, place.company.slug, { sourceId, name: 'Help desk' });
  return { keyId };
}

async function makeInvitation({ owner, company }: CommandPlace): Promise<object> {
  const { invitationId } = await inviteMember(owner, company.slug, { email: newEmail(), role: 'viewer' });
  return { invitationId };
}

const newShareLink = () => ({ period: '2026-02', channelIds: [], days: 7, note: 'Board' });

async function makeShareLink({ owner, company }: CommandPlace): Promise<object> {
  const { linkId } = await createShareLink(owner, company.slug, newShareLink());
  return { linkId };
}

/** A group of somebody else's that asked for the company. */
async function makeAskingGroup({ db, company }: CommandPlace): Promise<string> {
  const other = makeContext(db, { actor: (await makeCompany(db)).owner.actor });
  const { groupId } = await createGroup(other, { name: 'Holding' });
  await addGroupCompany(other, groupId, { slug: company.slug });
  return groupId;
}

import assert from 'node:assert/strict';
import { beginImport } from '../../src/commands/begin-import.ts';
import type { Context } from '../../src/commands/context.ts';
import { createCauseRule } from '../../src/commands/create-cause-rule.ts';
import { createShareLink } from '../../src/commands/create-share-link.ts';
import { excludeMessages } from '../../src/commands/exclude-messages.ts';
import { inviteMember } from '../../src/commands/invite-member.ts';
import { publishExplanation } from '../../src/commands/publish-explanation.ts';
import { recordEvents } from '../../src/commands/record-events.ts';
import { saveQueueView } from '../../src/commands/save-queue-view.ts';
import { sendMyDigest } from '../../src/commands/send-my-digest.ts';
import { setCauses } from '../../src/commands/set-causes.ts';
import { setCompanyLogo } from '../../src/commands/set-company-logo.ts';
import { setDigestChoice } from '../../src/commands/set-digest-choice.ts';
import { setStatementChoice } from '../../src/commands/set-statement-choice.ts';
import { startDraft } from '../../src/commands/start-draft.ts';
import { startImport } from '../../src/commands/start-import.ts';
import { formatBreachKey } from '../../src/domain/breach/breach-key.ts';
import { publishMonths } from '../../src/server/publish-months.ts';
import type { Database } from '../../src/store/database.ts';
import { insertSignedStatement } from '../../src/store/statement.ts';
import { noteStatementKey } from '../../src/store/statement-key.ts';
import { readCompanyFigures } from '../../src/views/company-figures.ts';
import { newEmail } from './account.ts';
import { makeKey } from './api-key.ts';
import { COMMAND_INPUTS } from './command-inputs.ts';
import { countedBytes, makeContext, makeMember, TEST_NOW } from './context.ts';
import { makeMeasuredCompany } from './measured-company.ts';

const DAY = 86_400;

/** Text that a form of writing rows down might spoil. */
const AWKWARD = 'Tab\tline\nreturn\r"quotes" \\N \\x00 {"a":[1]} ü 漢 🙂 \u2028 end';

/** A company with something in every table that a backup holds, some days of messages judged and tallied, and others still to be tallied. */
export async function makeCompanyInEveryTable(db: Database): Promise<Awaited<ReturnType<typeof makeMeasuredCompany>>> {
  const company = await makeMeasuredCompany(db);
  const owner = makeContext(db, { actor: company.owner.actor });
  await makeMember(db, company.id, 'agent');
  await makeKey(db, company);
  await inviteMember(owner, company.slug, { email: newEmail(), role: 'viewer' });
  await setCompanyLogo(owner, company.slug, (await COMMAND_INPUTS['set-company-logo']?.prepare({ db, company, owner })) as never);
  await saveQueueView(owner, company.slug, { name: 'Mine', filter: { due: '1h' } });
  await startDraft(owner, company.slug, { from: 'empty' });
  await startImport(owner, company.slug, (await COMMAND_INPUTS['start-import']?.prepare({ db, company, owner })) as never);
  await beginImport(owner, company.slug, (await COMMAND_INPUTS['begin-import']?.prepare({ db, company, owner })) as never);
  for (const name of ['create-cause-rule', 'set-causes', 'exclude-messages']) await COMMAND_INPUTS[name]?.prepare({ db, company, owner });
  await createShareLink(owner, company.slug, { period: '2026-02', channelIds: [], days: 90, note: AWKWARD.slice(0, 40) });
  await publishExplanation(owner, company.slug, { text: AWKWARD, firstDate: '2026-02-27' });
  await COMMAND_INPUTS['agree-to-group']?.prepare({ db, company, owner });
  await setStatementChoice(owner, company.slug, { isOn: true });
  const statementKey = { kty: 'OKP', crv: 'Ed25519', x: 'x', kid: countedBytes(32).toString('hex'), alg: 'EdDSA', use: 'sig' } as const;
  await noteStatementKey(db, statementKey, TEST_NOW);
  await insertSignedStatement(db, company.id, { month: '2026-01', document: '{}', signedAt: TEST_NOW });
  await setDigestChoice(owner, company.slug, { weekly: true, monthly: false });
  await sendMyDigest(owner, company.slug, { kind: 'monthly' });
  await COMMAND_INPUTS['acknowledge-alerts']?.prepare({ db, company, owner });
  await db.updateTable('company').set({ notice: AWKWARD }).where('id', '=', company.id).execute();
  const system = makeContext(db, { actor: { kind: 'system' } });
  const record = async (events: object[]) => {
    const { items } = await recordEvents(system, company.scope, events);
    assert.deepEqual(
      items.filter(({ status }) => status !== 'recorded'),
      [],
    );
  };
  await record(makeEvents('early', 300));
  await explainOne(owner, company);
  await readCompanyFigures(db, company, '90d', TEST_NOW);
  await record(makeEvents('late', 100));
  await publishMonths(db, '2026a', TEST_NOW + 40 * DAY);
  return company;
}

/** A breach with a cause, left out, and a rule. */
async function explainOne(owner: Context, { slug, scope }: Awaited<ReturnType<typeof makeMeasuredCompany>>): Promise<void> {
  const { sourceId } = scope;
  const key = { askedAt: TEST_NOW - DAY, sourceId, conversationId: 'early-0', commitmentId: 'x-first', messageId: 'early-0-q' };
  const breaches = [formatBreachKey(key)];
  await setCauses(owner, slug, { breaches, cause: 'outage' });
  await excludeMessages(owner, slug, { breaches, reason: 'spam', clause: AWKWARD });
  await createCauseRule(owner, slug, { cause: 'staffing', firstDate: '2026-02-01' });
}

/** Questions of which most are answered, and some left out. */
function makeEvents(name: string, count: number): object[] {
  return Array.from({ length: count }, (_, index) => {
    const at = TEST_NOW - (1 + ((index * 7) % 60)) * DAY - (index % 24) * 3_600;
    const shared = { conversation: `${name}-${index}`, channel: index % 2 === 0 ? 'x' : 'mail' };
    const question = { id: `${name}-${index}-q`, ...shared, type: 'customer-message', at, author: `@${index % 20}`, audience: '<100' };
    if (index % 9 === 0) return [question];
    return [
      question,
      { id: `${name}-${index}-a`, ...shared, type: 'agent-reply', at: at + index * 40, author: countedBytes(4).toString('hex') },
    ];
  }).flat();
}

import assert from 'node:assert/strict';
import { createHash, createPublicKey } from 'node:crypto';
import { mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { recordEvents } from '../../src/commands/record-events.ts';
import { setStatementChoice } from '../../src/commands/set-statement-choice.ts';
import { signedStatementForm } from '../../src/domain/statement/statement.ts';
import { publishMonths } from '../../src/server/publish-months.ts';
import { type Signing, signDueStatements } from '../../src/server/sign-statements.ts';
import { findStatementKey } from '../../src/server/statement-key.ts';
import { writeCanonical } from '../../src/server/statement-signature.ts';
import { readPublicKey, verifyStatement } from '../../src/server/verify-statement.ts';
import { findStatement, findStatementList, listStatementKeys } from '../../src/views/find-statements.ts';
import { findPublishedMonth } from '../../src/views/published-months.ts';
import { makeContext, TEST_NOW } from '../support/context.ts';
import { onEachDatabase } from '../support/database.ts';
import { makeMeasuredCompany } from '../support/measured-company.ts';

const HOUR = 3_600;
const DAY = 86_400;
/** 2026-04-01T00:00 in Berlin, where summer time has begun. */
const MARCH_ENDS = 1_774_994_400;
const SIGNED_AT = MARCH_ENDS + 7 * DAY;

const newFolder = () => mkdtempSync(join(tmpdir(), 'kept-key-'));
const keyIn = (dataDir: string) => findStatementKey({ dataDir, databaseUrl: undefined, statementKey: undefined });

onEachDatabase('server/sign-statements', (open) => {
  const begin = async () => {
    const { db } = await open();
    const company = await makeMeasuredCompany(db);
    const owner = makeContext(db, { actor: company.owner.actor, now: MARCH_ENDS + DAY });
    const system = makeContext(db, { actor: { kind: 'system' }, now: MARCH_ENDS + DAY });
    const ask = async (id: string, at: number, answeredAfter: number | null) => {
      const shared = { conversation: id, channel: 'x', author: `@${id}` };
      const question = { id: `${id}-q`, ...shared, type: 'customer-message', at };
      const answers = answeredAfter === null ? [] : [{ id: `${id}-a`, ...shared, type: 'agent-reply', at: at + answeredAfter }];
      const { items } = await recordEvents(system, company.scope, [question, ...answers]);
      assert.ok(items.every(({ status }) => status === 'recorded'));
    };
    const key = keyIn(newFolder());
    assert.ok(key);
    const signing: Signing = { db, issuer: 'https://kept.example', timeZoneData: '2026a', key: () => key };
    const months = async () => (await findStatementList(db, company.slug))?.months.map(({ month }) => month);
    return { db, company, owner, ask, key, signing, months };
  };

  test('a month is signed once, seven days after its end, with its figures and a digest of its events, and never changes', async () => {
    const { db, company, owner, ask, key, signing, months } = await begin();
    await ask('a', TEST_NOW, 60);
    await ask('b', TEST_NOW, 2 * HOUR);
    await ask('c', MARCH_ENDS - 1, 60);
    await ask('d', MARCH_ENDS + 10, 60);
    await setStatementChoice(owner, company.slug, { isOn: true });
    await signDueStatements(signing, SIGNED_AT - 1);
    assert.deepEqual(await months(), []);
    await signDueStatements(signing, SIGNED_AT);
    const found = await findStatement(db, company.slug, '2026-03');
    assert.ok(found);
    const { statement } = found.signed;
    assert.deepEqual([statement.month, statement.toAt, statement.computedAt], ['2026-03', MARCH_ENDS - 1, SIGNED_AT]);
    const first = statement.promises.find(({ commitmentId }) => commitmentId === 'x-first');
    assert.deepEqual([first?.met, first?.breached, first?.shareBasisPoints, first?.verdict], [2, 1, 6666, 'too-few']);
    const { rows, digest } = await digestByHand(db, company.id, ['a', 'b', 'c']);
    assert.deepEqual(statement.inputs, { events: rows, digest });
    assert.equal(verifyStatement(found.document, createPublicKey(key.privateKey), 'the test').isGood, true);

    await ask('late', TEST_NOW, 60);
    await signDueStatements(signing, SIGNED_AT + DAY);
    assert.equal((await findStatement(db, company.slug, '2026-03'))?.document, found.document);
    await assert.rejects(db.updateTable('signed_statement').set({ document: '{}' }).where('company_id', '=', company.id).execute());
  });

  test('only who chose it is stated, and no month is left out when the choice is taken back for a while', async () => {
    const { company, owner, ask, signing, months } = await begin();
    await ask('a', TEST_NOW, 60);
    await signDueStatements(signing, SIGNED_AT);
    assert.deepEqual(await months(), []);
    await setStatementChoice(owner, company.slug, { isOn: true });
    await setStatementChoice(owner, company.slug, { isOn: false });
    await signDueStatements(signing, SIGNED_AT);
    assert.deepEqual(await months(), []);
    await setStatementChoice({ ...owner, now: MARCH_ENDS + 90 * DAY }, company.slug, { isOn: true });
    await signDueStatements(signing, MARCH_ENDS + 70 * DAY);
    assert.deepEqual(await months(), ['2026-05', '2026-04', '2026-03']);
  });

  test('a statement says what the published month says, whatever was recorded since', async () => {
    const { db, company, owner, ask, signing } = await begin();
    await ask('a', TEST_NOW, 60);
    await ask('b', TEST_NOW, 2 * HOUR);
    await publishMonths(db, '2025c', SIGNED_AT);
    await ask('late', TEST_NOW, 60);
    await setStatementChoice(owner, company.slug, { isOn: true });
    await signDueStatements(signing, SIGNED_AT + DAY);
    const published = await findPublishedMonth(db, company.id, '2026-03');
    const statement = (await findStatement(db, company.slug, '2026-03'))?.signed.statement;
    assert.deepEqual(statement?.promises, published?.promises);
    const first = statement?.promises.find(({ commitmentId }) => commitmentId === 'x-first');
    assert.deepEqual([first?.met, first?.breached], [1, 1]);
    assert.deepEqual([statement?.computedAt, statement?.timeZoneData], [SIGNED_AT, '2025c']);
  });

  test('the digest is that of the events when the month was published', async () => {
    const { db, company, owner, ask, signing } = await begin();
    await ask('a', TEST_NOW, 60);
    await setStatementChoice(owner, company.slug, { isOn: true });
    await publishMonths(db, '2026a', SIGNED_AT);
    const { rows, digest } = await digestByHand(db, company.id, ['a']);
    await ask('late', TEST_NOW, 60);
    await signDueStatements(signing, SIGNED_AT + DAY);
    assert.deepEqual((await findStatement(db, company.slug, '2026-03'))?.signed.statement.inputs, { events: rows, digest });
  });

  test('a month that was published with counts alone is stated as it stands, and stays published as it was', async () => {
    const { db, company, owner, ask, signing } = await begin();
    await ask('a', TEST_NOW, 60);
    const former = { month: '2026-03', time_zone: 'Europe/Berlin', rules_version: 1, time_zone_data: '2025c', published_at: SIGNED_AT };
    await db
      .insertInto('published_month')
      .values({ company_id: company.id, ...former, figures: '[]', promises: null, inputs: null })
      .execute();
    await setStatementChoice(owner, company.slug, { isOn: true });
    await signDueStatements(signing, SIGNED_AT + DAY);
    const statement = (await findStatement(db, company.slug, '2026-03'))?.signed.statement;
    assert.deepEqual([statement?.computedAt, statement?.timeZoneData], [SIGNED_AT + DAY, '2026a']);
    assert.equal(statement?.promises.find(({ commitmentId }) => commitmentId === 'x-first')?.met, 1);
    assert.deepEqual((await findPublishedMonth(db, company.id, '2026-03'))?.figures, []);
  });

  test('the key of a statement stays published when another takes its place, and is found by its id', async () => {
    const { db, company, owner, ask, key, signing } = await begin();
    await ask('a', TEST_NOW, 60);
    await setStatementChoice(owner, company.slug, { isOn: true });
    await signDueStatements(signing, SIGNED_AT);
    const second = keyIn(newFolder());
    assert.ok(second);
    await signDueStatements({ ...signing, key: () => second }, SIGNED_AT + 30 * DAY);
    const keys = (await listStatementKeys(db)).filter(({ kid }) => [key, second].some(({ published }) => published.kid === kid));
    assert.deepEqual(
      keys.map(({ kid }) => kid),
      [second.published.kid, key.published.kid],
    );
    const set = JSON.stringify({ keys });
    for (const [month, signer] of [
      ['2026-03', key],
      ['2026-04', second],
    ] as const) {
      const found = await findStatement(db, company.slug, month);
      assert.ok(found);
      const chosen = readPublicKey(set, found.signed.signature.keyId);
      assert.equal(found.signed.signature.keyId, signer.published.kid);
      assert.equal(verifyStatement(found.document, chosen, 'the test').isGood, true);
    }
    assert.throws(() => readPublicKey('{"keys":[]}'), /no key/);
  });

  test('without a key nothing is signed', async () => {
    const { company, owner, signing, months } = await begin();
    await setStatementChoice(owner, company.slug, { isOn: true });
    await signDueStatements({ ...signing, key: () => undefined }, SIGNED_AT);
    assert.deepEqual(await months(), []);
  });

  test('a statement that was changed, or is held against another key, is told', async () => {
    const { db, company, owner, ask, key, signing } = await begin();
    await ask('a', TEST_NOW, 60);
    await ask('b', TEST_NOW, 2 * HOUR);
    await setStatementChoice(owner, company.slug, { isOn: true });
    await signDueStatements(signing, SIGNED_AT);
    const { document } = (await findStatement(db, company.slug, '2026-03')) ?? { document: '' };
    const publicKey = readPublicKey(JSON.stringify(key.published));
    const check = (text: string, by = publicKey) => verifyStatement(text, by, 'the test');
    assert.equal(check(JSON.stringify(JSON.parse(document), undefined, 2)).isGood, true);
    const better = signedStatementForm.parse(JSON.parse(document));
    const [promise] = better.statement.promises.filter(({ breached }) => breached > 0);
    assert.ok(promise);
    promise.breached -= 1;
    assert.match(
      check(JSON.stringify(better)).lines.join('\n'),
      /BAD {3}signature: the statement is not what was signed\n.*BAD {3}figures: .* the share/,
    );
    const other = keyIn(newFolder());
    assert.ok(other);
    assert.match(check(document, createPublicKey(other.privateKey)).lines.join('\n'), /BAD {3}signature: it names the key/);
    assert.equal(check('no').isGood, false);
    assert.equal(check('{}').isGood, false);
  });

  async function digestByHand(db: Awaited<ReturnType<typeof open>>['db'], companyId: number, conversations: string[]) {
    const rows = await db
      .selectFrom('event')
      .selectAll()
      .where('company_id', '=', companyId)
      .where('conversation_id', 'in', conversations)
      .execute();
    const lines = rows
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .map((row) => {
        const { source_id, id, conversation_id, channel_id, type, at, recorded_at, audience, language, message_id, reason, topic, due_at } =
          row;
        const values = [
          source_id,
          id,
          conversation_id,
          channel_id,
          type,
          at,
          recorded_at,
          audience,
          language,
          message_id,
          reason,
          topic,
          due_at,
        ];
        return `${JSON.stringify(values)}\n`;
      });
    return { rows: rows.length, digest: `sha256:${createHash('sha256').update(lines.join('')).digest('hex')}` };
  }
});

test('the key is made once, and only its owner can read it', () => {
  const folder = newFolder();
  const first = keyIn(folder);
  assert.deepEqual(keyIn(folder)?.published, first?.published);
  assert.equal(statSync(join(folder, 'statement-key.pem')).mode & 0o777, 0o600);
  assert.equal(first?.published.crv, 'Ed25519');
});

test('on a PostgreSQL that others may share the key must be given', () => {
  const given = { dataDir: newFolder(), databaseUrl: 'postgres://x/y' };
  assert.equal(findStatementKey({ ...given, statementKey: undefined }), undefined);
  const pem = keyIn(newFolder())?.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  assert.ok(findStatementKey({ ...given, statementKey: pem }));
});

test('canonical JSON is that of RFC 8785', () => {
  assert.equal(writeCanonical({ b: [1, 2.5, null], a: '€\n', '\u00e9': true }), '{"a":"€\\n","b":[1,2.5,null],"é":true}');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import type { RawEvent } from '../../src/commands/event-input.ts';
import { recordEvents } from '../../src/commands/record-events.ts';
import { rejudgeConversations } from '../../src/commands/rejudge-conversations.ts';
import { revokeApiKey } from '../../src/commands/revoke-api-key.ts';
import type { Database } from '../../src/store/database.ts';
import type { SourceScope } from '../../src/store/event.ts';
import { makeKey } from '../support/api-key.ts';
import { makeContext, makeMember, makeUser, TEST_NOW } from '../support/context.ts';
import { onEachDatabase } from '../support/database.ts';
import { makeMeasuredCompany, makeSource, publishVersion, sampleAgreement } from '../support/measured-company.ts';
import { readRecorded, rejudgeFromEvents } from '../support/recorded.ts';

const HOUR = 3_600;
const DAY = 86_400;
const ASKED = TEST_NOW - 10 * DAY;

const message = (id: string, given: Partial<RawEvent> = {}): RawEvent => ({
  id,
  conversation: 'c1',
  channel: 'x',
  type: 'customer-message',
  at: ASKED,
  ...given,
});
const reply = (id: string, at: number, given: Partial<RawEvent> = {}): RawEvent => message(id, { type: 'agent-reply', at, ...given });

const makeKeyActor = async (db: Database, company: { slug: string; scope: SourceScope }) => {
  const { keyId } = await makeKey(db, company);
  return { kind: 'api-key', keyId, ...company.scope } as const;
};

onEachDatabase('commands/record-events', (open) => {
  const prepare = async (sourceKind = 'api') => {
    const { db } = await open();
    const company = await makeMeasuredCompany(db, { sourceKind });
    const { scope } = company;
    // Nobody calls for a source of files.
    const actor = sourceKind === 'api' ? await makeKeyActor(db, company) : { kind: 'system' as const };
    const ctx = makeContext(db, { actor });
    return { db, company, scope, ctx, record: (items: unknown[]) => recordEvents(ctx, scope, items) };
  };

  test('a question and its answer become obligations', async () => {
    const { db, scope, record } = await prepare();
    const result = await record([message('m1', { audience: '1k-10k', language: 'en' }), reply('r1', ASKED + 600)]);

    assert.deepEqual(result, {
      recorded: 2,
      duplicates: 0,
      rejected: 0,
      items: [
        { index: 0, id: 'm1', status: 'recorded' },
        { index: 1, id: 'r1', status: 'recorded' },
      ],
    });
    const { conversations, obligations } = await readRecorded(db, scope);
    assert.deepEqual(conversations, [{ id: 'c1', channel_id: 'x', first_event_at: ASKED, last_event_at: ASKED + 600 }]);
    assert.deepEqual(
      obligations.map((row) => [row.commitment_id, row.message_id, row.waited_seconds, row.audience, row.language, row.breach_at]),
      [
        ['x-first', 'm1', 600, '1k-10k', 'en', ASKED + HOUR],
        ['x-solved', 'm1', null, '1k-10k', 'en', ASKED + DAY],
      ],
    );
  });

  test('a batch that is to follow another one is written after it, and not at all when that fails', async () => {
    const { db, scope, ctx, record } = await prepare();
    const countEvents = async () => (await readRecorded(db, scope)).events;
    const before = Promise.withResolvers<void>();
    const following = recordEvents(ctx, scope, [message('m1')], { after: before.promise });
    await record([message('m2')]);
    assert.equal(await countEvents(), 1);
    before.resolve();
    assert.equal((await following).recorded, 1);

    const failed = recordEvents(ctx, scope, [message('m3')], { after: Promise.reject(new Error('no room')) });
    await assert.rejects(failed, /no room/);
    assert.equal(await countEvents(), 2);
  });

  test('an answer that comes in a later batch ends the wait', async () => {
    const { db, scope, record } = await prepare();
    await record([message('m1')]);
    assert.equal((await readRecorded(db, scope)).obligations[0]?.answered_at, null);
    await record([reply('r1', ASKED + 2 * HOUR), message('m2', { at: ASKED + 3 * HOUR })]);

    const { obligations } = await readRecorded(db, scope);
    assert.deepEqual(
      obligations.map((row) => [row.commitment_id, row.ordinal, row.answered_at]),
      [
        ['x-first', 0, ASKED + 2 * HOUR],
        ['x-next', 0, null],
        ['x-solved', 0, null],
      ],
    );
    assert.deepEqual(obligations, await rejudgeFromEvents(db, scope));
  });

  test('an earlier message that arrives late moves the wait and leaves no obligation behind', async () => {
    const { db, scope, record } = await prepare();
    await record([message('m1'), reply('r1', ASKED + 60), message('m2', { at: ASKED + 120 })]);
    await record([reply('r0', ASKED - 60), message('m0', { at: ASKED - 120 })]);
    await record([message('x2', { type: 'excluded', message: 'm2', reason: 'spam', at: ASKED + 130 })]);

    const { obligations } = await readRecorded(db, scope);
    assert.deepEqual(obligations, await rejudgeFromEvents(db, scope));
    assert.equal(obligations.find(({ message_id }) => message_id === 'm2')?.exclusion_reason, 'spam');
  });

  test('the same batch twice changes nothing', async () => {
    const { db, scope, record } = await prepare();
    const batch = [message('m1', { author: 'ann' }), reply('r1', ASKED + 600), message('m1', { author: 'ann' })];
    assert.deepEqual(
      (await record(batch)).items.map(({ status }) => status),
      ['recorded', 'recorded', 'duplicate'],
    );
    const before = await readRecorded(db, scope);
    const again = await record(batch);

    assert.deepEqual([again.recorded, again.duplicates, again.rejected], [0, 3, 0]);
    assert.deepEqual(await readRecorded(db, scope), before);
  });

  test('an id with another content stays what it was, and the answer says so', async () => {
    const { db, scope, record } = await prepare();
    const first = await record([message('m1'), message('m1', { at: ASKED + 1 })]);
    assert.equal(first.items[1]?.code, 'differs-from-recorded');
    const second = await record([message('m1', { conversation: 'c2' })]);
    assert.deepEqual([second.items[0]?.status, second.items[0]?.code], ['duplicate', 'differs-from-recorded']);

    const { conversations, events } = await readRecorded(db, scope);
    assert.deepEqual([conversations.map(({ id }) => id), events], [['c1'], 1]);
  });

  test('good events are kept when others are bad, and each bad one says why', async () => {
    const { db, scope, record } = await prepare();
    const result = await record([
      message('good'),
      message('far', { at: TEST_NOW + 301 }),
      message('near', { at: TEST_NOW + 300, conversation: 'c2' }),
      message('lost', { channel: 'fax' }),
      message('moved', { channel: 'mail' }),
      message('', {}),
      { ...message('odd'), text: 'never stored' },
      message('when', { at: 'yesterday' }),
      message('why', { type: 'excluded' }),
      message('unseen', { type: 'excluded', reason: 'not-observable' }),
      message('millis', { at: 1_772_442_000_000 }),
      'not an event',
      null,
      message('nul\u0000'),
      message('\ud800'),
    ]);

    assert.deepEqual(
      result.items.map(({ id, status, code }) => [id, status, code]),
      [
        ['good', 'recorded', undefined],
        ['far', 'rejected', 'instant-in-future'],
        ['near', 'recorded', undefined],
        ['lost', 'rejected', 'unknown-channel'],
        ['moved', 'rejected', 'conversation-on-other-channel'],
        ['', 'rejected', 'invalid-input'],
        ['odd', 'rejected', 'invalid-input'],
        ['when', 'rejected', 'invalid-input'],
        ['why', 'rejected', 'invalid-input'],
        ['unseen', 'rejected', 'invalid-input'],
        ['millis', 'rejected', 'instant-in-future'],
        [null, 'rejected', 'invalid-input'],
        [null, 'rejected', 'invalid-input'],
        ['nul\u0000', 'rejected', 'invalid-input'],
        ['\ud800', 'rejected', 'invalid-input'],
      ],
    );
    assert.ok(result.items.every(({ status, message, hint }) => status !== 'rejected' || (message && hint)));
    assert.match(result.items[10]?.hint ?? '', /milliseconds/);
    assert.equal((await readRecorded(db, scope)).events, 2);
  });

  test('an exclusion is refused more than 30 days after the message arrived', async () => {
    const { db, scope, record } = await prepare();
    const old = TEST_NOW - 60 * DAY;
    const exclude = (id: string, at: number, named?: string) =>
      message(id, { type: 'excluded', reason: 'spam', at, ...(named === undefined ? {} : { message: named }) });
    await record([message('m1', { at: old })]);
    const result = await record([
      exclude('late', old + 30 * DAY + 1, 'm1'),
      exclude('late-all', old + 30 * DAY + 1),
      exclude('in-time', old + 30 * DAY, 'm1'),
    ]);

    assert.deepEqual(
      result.items.map(({ code }) => code),
      ['too-late-to-exclude', 'too-late-to-exclude', undefined],
    );
    assert.equal((await readRecorded(db, scope)).obligations[0]?.excluded_at, old + 30 * DAY);
  });

  test('topic and own time are facts of a customer’s message', async () => {
    const { db, scope, record } = await prepare();
    const given = [
      message('m1', { topic: 'billing', due: ASKED + 2 * HOUR }),
      reply('r1', ASKED + 60, { topic: 'billing' }),
      message('m2', { conversation: 'c2', due: ASKED + 100 * 365 * DAY }),
    ];
    const { items } = await record(given);

    assert.deepEqual(
      items.map(({ status, code }) => [status, code]),
      [
        ['recorded', undefined],
        ['rejected', 'invalid-input'],
        ['rejected', 'invalid-input'],
      ],
    );
    const stored = await db.selectFrom('event').select(['topic', 'due_at']).where('company_id', '=', scope.companyId).execute();
    assert.deepEqual(stored, [{ topic: 'billing', due_at: ASKED + 2 * HOUR }]);
    assert.deepEqual(new Set((await readRecorded(db, scope)).obligations.map(({ topic }) => topic)), new Set(['billing']));
  });

  test('authors are kept only as hashes with the company’s key', async () => {
    const { db, scope, record } = await prepare();
    const other = await prepare();
    await record([message('m1', { author: 'ann@example.com' }), message('m2', { author: 'ann@example.com' })]);
    await other.record([message('m1', { author: 'ann@example.com' })]);
    const hashes = async (companyId: number) => {
      const rows = await db.selectFrom('event').select('author_hash').where('company_id', '=', companyId).execute();
      return rows.map(({ author_hash }) => author_hash ?? '');
    };
    const [a, b] = await hashes(scope.companyId);
    assert.match(a ?? '', /^[0-9a-f]{64}$/);
    assert.equal(a, b);
    assert.notEqual(a, (await hashes(other.scope.companyId))[0]);
  });

  test('only the source’s own key, an admin or the system may record', async () => {
    const { db, company, scope, ctx } = await prepare();
    const stranger = await makeMeasuredCompany(db);
    const second = await makeSource(db, company.id);
    const attempt = (actor: typeof ctx.actor) => recordEvents(makeContext(db, { actor }), scope, [message('m1')]);

    await assert.rejects(attempt({ kind: 'anonymous' }), { code: 'not-signed-in' });
    await assert.rejects(attempt({ kind: 'api-key', keyId: 'k', ...stranger.scope }), { code: 'wrong-company' });
    await assert.rejects(attempt({ kind: 'api-key', keyId: 'k', ...second }), { code: 'wrong-company' });
    await assert.rejects(attempt((await makeUser(db)).actor), { code: 'not-found' });
    await assert.rejects(attempt((await makeMember(db, company.id, 'editor')).actor), { code: 'not-allowed' });
    await attempt((await makeMember(db, company.id, 'admin')).actor);
  });

  test('a key that was revoked after it was let in records nothing', async () => {
    const { db, company, record } = await prepare();
    const { keyId, ...actor } = await makeKeyActor(db, company);
    await revokeApiKey(makeContext(db, { actor: { kind: 'system' } }), company.slug, { keyId });
    for (const id of [keyId, 'no-such-key']) {
      const attempt = recordEvents(makeContext(db, { actor: { ...actor, keyId: id } }), company.scope, [message('m1')]);
      await assert.rejects(attempt, { code: 'revoked-api-key' });
    }
    assert.equal((await record([message('m1')])).recorded, 1);
  });

  test('an empty batch is a sign of life; an import’s newest event is its sign of life', async () => {
    const { db, scope, ctx, record } = await prepare();
    const lastSeen = async ({ companyId, sourceId }: typeof scope) =>
      (
        await db
          .selectFrom('source')
          .select('last_seen_at')
          .where('company_id', '=', companyId)
          .where('id', '=', sourceId)
          .executeTakeFirstOrThrow()
      ).last_seen_at;
    await record([]);
    assert.equal(await lastSeen(scope), TEST_NOW);
    ctx.now += 10;
    await record([message('m1')]);
    assert.equal(await lastSeen(scope), TEST_NOW + 10);

    const imported = await prepare('import');
    await imported.record([message('m1'), reply('r1', ASKED + 5)]);
    await imported.record([]);
    assert.equal(await lastSeen(imported.scope), ASKED + 5);
  });

  test('two batches at once on the same conversations lose nothing', async () => {
    const { db, scope, record } = await prepare();
    const conversations = Array.from({ length: 12 }, (_, i) => `c${i}`);
    const batches = Array.from({ length: 8 }, (_, i) =>
      (i % 2 === 0 ? conversations : conversations.toReversed()).map((conversation) =>
        i % 2 === 0
          ? message(`m${i}-${conversation}`, { conversation, at: ASKED + i * 1000 })
          : reply(`r${i}-${conversation}`, ASKED + i * 1000, { conversation }),
      ),
    );
    const results = await Promise.all(batches.map(record));

    assert.ok(results.every(({ recorded }) => recorded === 12));
    const recorded = await readRecorded(db, scope);
    assert.equal(recorded.events, 96);
    assert.deepEqual(recorded.obligations, await rejudgeFromEvents(db, scope));
    assert.ok(recorded.conversations.every((row) => row.first_event_at === ASKED && row.last_event_at === ASKED + 7000));
  });

  test('the same events in several batches at once are recorded once', async () => {
    const { db, scope, record } = await prepare();
    const batch = Array.from({ length: 30 }, (_, i) => message(`m${i}`, { conversation: `c${i % 7}`, at: ASKED + i }));
    const results = await Promise.all([batch, batch.toReversed(), batch].map(record));

    assert.equal(
      results.reduce((sum, { recorded }) => sum + recorded, 0),
      30,
    );
    assert.equal((await readRecorded(db, scope)).events, 30);
  });

  test('an id that is recorded in another conversation stays there', async () => {
    const { db, scope, record } = await prepare();
    await record([message('m1')]);
    const result = await record([message('m1', { conversation: 'c2' }), message('m2', { conversation: 'c3' })]);

    assert.deepEqual(
      result.items.map(({ status, code }) => [status, code]),
      [
        ['duplicate', 'differs-from-recorded'],
        ['recorded', undefined],
      ],
    );
    const { conversations, obligations } = await readRecorded(db, scope);
    assert.deepEqual(conversations.map(({ id }) => id).sort(), ['c1', 'c3']);
    assert.deepEqual(obligations, await rejudgeFromEvents(db, scope));
  });

  test('batches at once whose conversations cross lose nothing and record each id once', async () => {
    const { db, scope, record } = await prepare();
    const batches = Array.from({ length: 6 }, (_, i) =>
      Array.from({ length: 20 }, (_, j) => message(`m${j}`, { conversation: `c${(i + j) % 5}`, at: ASKED + j })),
    );
    const results = await Promise.all(batches.map(record));

    assert.equal(
      results.reduce((sum, { recorded }) => sum + recorded, 0),
      20,
    );
    const recorded = await readRecorded(db, scope);
    assert.equal(recorded.events, 20);
    assert.deepEqual(recorded.obligations, await rejudgeFromEvents(db, scope));
  });

  test('a large batch keeps its order in the answer, whatever is wrong with parts of it', async () => {
    const { db, scope, record } = await prepare();
    const items = Array.from({ length: 900 }, (_, i) => {
      if (i % 100 === 7) return { nonsense: i };
      return message(`m${i === 500 ? 499 : i}`, { conversation: `c${(i === 500 ? 499 : i) % 90}`, at: ASKED + (i === 500 ? 499 : i) });
    });
    const result = await record(items);

    assert.deepEqual([result.recorded, result.duplicates, result.rejected], [890, 1, 9]);
    assert.deepEqual(
      result.items.map(({ index }) => index),
      items.map((_, i) => i),
    );
    assert.equal(result.items[500]?.status, 'duplicate');
    const { events, obligations } = await readRecorded(db, scope);
    assert.equal(events, 890);
    assert.deepEqual(obligations, await rejudgeFromEvents(db, scope));
  });

  test('one id in two conversations of a large batch is recorded once', async () => {
    const { db, scope, record } = await prepare();
    const result = await record(
      Array.from({ length: 600 }, (_, i) => message(i === 599 ? 'm0' : `m${i}`, { conversation: `c${i}`, at: ASKED + i })),
    );

    assert.deepEqual([result.recorded, result.duplicates, result.rejected], [599, 1, 0]);
    const codes = [result.items[0]?.code, result.items[599]?.code];
    assert.deepEqual(codes.filter((code) => code === 'differs-from-recorded').length, 1);
    const { events, obligations } = await readRecorded(db, scope);
    assert.equal(events, 599);
    assert.deepEqual(obligations, await rejudgeFromEvents(db, scope));
  });

  test('a version that takes effect before recorded messages judges them', async () => {
    const { db, company, scope, record } = await prepare();
    await record([message('m1'), message('m2', { conversation: 'c2', at: ASKED - DAY })]);
    const content = sampleAgreement({ commitments: sampleAgreement().commitments.map((c) => ({ ...c, targetSeconds: 60 })) });
    await publishVersion(db, company.id, { number: 2, effectiveAt: ASKED, content });
    await db.transaction().execute((trx) => rejudgeConversations(trx, company.id, ASKED));

    const { obligations } = await readRecorded(db, scope);
    assert.deepEqual(
      obligations.map((row) => [row.conversation_id, row.commitment_id, row.version_number, row.target_seconds]),
      [
        ['c1', 'x-first', 2, 60],
        ['c1', 'x-solved', 2, 60],
        ['c2', 'x-first', 1, HOUR],
        ['c2', 'x-solved', 1, DAY],
      ],
    );
    await record([reply('r1', ASKED + 61)]);
    assert.deepEqual((await readRecorded(db, scope)).obligations, await rejudgeFromEvents(db, scope));
  });

  test('a batch too large is refused as a whole', async () => {
    const { record } = await prepare();
    await assert.rejects(record(Array.from({ length: 5001 }, (_, i) => message(`m${i}`))), { code: 'too-large' });
  });

  test('a batch that breaks in the middle leaves nothing', async () => {
    const { db, scope, record } = await prepare();
    await sql`alter table obligation add constraint no_solved check (company_id <> ${sql.lit(scope.companyId)} or commitment_id <> 'x-solved')`.execute(
      db,
    );
    await assert.rejects(record([message('m1')]));
    assert.deepEqual(await readRecorded(db, scope), { events: 0, conversations: [], obligations: [] });
    await sql`alter table obligation drop constraint no_solved`.execute(db);
    assert.equal((await record([message('m1')])).recorded, 1);
  });
});

import assert from 'node:assert/strict';
import { after, suite, test } from 'node:test';
import { AppError, isAppError } from '../../src/commands/errors.ts';
import { toError, toFailure } from '../../src/server/recording/messages.ts';
import type { SentEvents } from '../../src/server/recording/record-body.ts';
import { recordElsewhere } from '../../src/server/recording/record-elsewhere.ts';
import { RecordingThread } from '../../src/server/recording/recording-thread.ts';
import { createRecording, RecordingThreads } from '../../src/server/recording/recording-threads.ts';
import { isConnectionError } from '../../src/store/connection-error.ts';
import { type OpenDatabase, openDatabase } from '../../src/store/database.ts';
import { makeContext, TEST_NOW } from '../support/context.ts';
import { makeMeasuredCompany } from '../support/measured-company.ts';
import { createPostgresDatabase } from '../support/test-databases.ts';

const message = (id: string) => ({ id, conversation: id, channel: 'x', type: 'customer-message', at: TEST_NOW - 3_600 });

suite('server/recording', () => {
  const endings: (() => Promise<void>)[] = [];
  after(async () => {
    for (const end of endings.reverse()) await end();
  });

  let opened: Promise<{ url: string; database: OpenDatabase }> | undefined;
  const open = () => {
    opened ??= (async () => {
      const { url, drop } = await createPostgresDatabase();
      const database = await openDatabase({ databaseUrl: url, dataDir: '' });
      endings.push(drop, () => database.close());
      return { url, database };
    })();
    return opened;
  };
  const prepare = async () => {
    const { url, database } = await open();
    const { scope } = await makeMeasuredCompany(database.db);
    const threads = new RecordingThreads({ databaseUrl: url, dataDir: '' }, 2);
    endings.push(() => threads.close());
    const toBody = (body: string): SentEvents => ({
      actor: { kind: 'system' },
      scope,
      now: TEST_NOW,
      contentType: 'application/json',
      bytes: Buffer.from(body),
    });
    /** In a thread, as soon as there is one. */
    const recordInThread = async (body: string) => {
      for (;;) {
        const answer = threads.tryRecord(toBody(body));
        if (answer !== undefined) return JSON.parse(new TextDecoder().decode(await answer));
        await new Promise(setImmediate);
      }
    };
    return { url, database, scope, threads, toBody, recordInThread };
  };

  test('a thread records what it is sent and answers as if it were recorded here', async () => {
    const { database, scope, recordInThread, toBody, threads } = await prepare();
    const body = JSON.stringify([message('a'), message('b'), { id: 'bad' }]);
    const inThread = await recordInThread(body);
    assert.deepEqual([inThread.recorded, inThread.duplicates, inThread.rejected], [2, 0, 1]);
    assert.equal(inThread.items[2].code, 'invalid-input');

    const again = await createRecording(database.db, undefined)(toBody(body));
    const { recorded, duplicates, items } = JSON.parse(new TextDecoder().decode(again));
    assert.deepEqual([recorded, duplicates, items[2]], [0, 2, inThread.items[2]]);
    const rows = await database.db.selectFrom('event').select('id').where('company_id', '=', scope.companyId).orderBy('id').execute();
    assert.deepEqual(rows, [{ id: 'a' }, { id: 'b' }]);
    assert.ok(threads.tryRecord(toBody('[]')) !== undefined);
  });

  test('before a thread is there the body is recorded here', async () => {
    const { database, threads, toBody } = await prepare();
    const answer = await createRecording(database.db, threads)(toBody(JSON.stringify([message('first')])));
    assert.equal(JSON.parse(new TextDecoder().decode(answer)).recorded, 1);
  });

  test('bodies sent at once are all recorded, each once', async () => {
    const { database, scope, recordInThread } = await prepare();
    const bodies = Array.from({ length: 20 }, (_, i) => JSON.stringify(Array.from({ length: 60 }, (_, k) => message(`m${(i + k) % 40}`))));
    const answers = await Promise.all(bodies.map(recordInThread));
    assert.equal(
      answers.reduce((sum, { recorded }) => sum + recorded, 0),
      40,
    );
    const events = await database.db.selectFrom('event').select('id').where('company_id', '=', scope.companyId).execute();
    assert.equal(events.length, 40);
  });

  test('what is expected to go wrong says the same as it would here', async () => {
    const { recordInThread } = await prepare();
    const isNotJson = (error: unknown) =>
      isAppError(error) && error.code === 'not-json' && error.hint.includes('nothing of it was recorded');
    await assert.rejects(recordInThread('[{'), isNotJson);
    await assert.rejects(recordInThread(JSON.stringify({ ...message('late'), at: TEST_NOW + 900 })), (error) => {
      return isAppError(error) && error.code === 'instant-in-future';
    });
  });

  test('a file’s events are recorded where bodies are', async () => {
    const { database, scope, threads } = await prepare();
    const record = recordElsewhere(createRecording(database.db, threads));
    const ctx = makeContext(database.db, { actor: { kind: 'system' } });
    const result = await record(ctx, scope, [message('x'), { ...message('y'), author: undefined }]);
    assert.deepEqual([result.recorded, result.items.map(({ id }) => id)], [2, ['x', 'y']]);
  });

  test('a database that cannot be reached is told as such', async () => {
    const { toBody } = await prepare();
    const thread = await RecordingThread.open({ databaseUrl: 'postgres://127.0.0.1:9/none', dataDir: '' });
    await assert.rejects(thread.record(toBody(JSON.stringify([message('z')])), true), isConnectionError);
    await thread.close();
  });

  test('a thread that breaks leaves nobody waiting', async () => {
    const { toBody } = await prepare();
    const file = new URL('../support/ending-thread.ts', import.meta.url);
    const thread = await RecordingThread.open({ dataDir: '' }, file);
    await assert.rejects(thread.record(toBody('[]'), true), (error) => isAppError(error) && error.code === 'unavailable');
    await thread.ended;
  });

  test('an error is the same after it has gone from one thread to another', () => {
    const sent = structuredClone(toFailure(new AppError('busy', 'Busy.', 'Wait.', { retryAfterSeconds: 2, fields: [] })));
    const { code, message, hint, retryAfterSeconds } = toError(sent) as AppError;
    assert.deepEqual([code, message, hint, retryAfterSeconds], ['busy', 'Busy.', 'Wait.', 2]);
    const other = toError(structuredClone(toFailure(Object.assign(new Error('No.'), { code: '57P01', detail: 'secret' }))));
    assert.deepEqual([other.message, 'code' in other && other.code, 'detail' in other], ['No.', '57P01', false]);
    assert.ok(isConnectionError(other));
  });
});

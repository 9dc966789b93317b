import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sql } from 'kysely';
import { recordEvents } from '../../../src/commands/record-events.ts';
import { ArchiveError } from '../../../src/store/archive/archive-error.ts';
import { listArchiveTables } from '../../../src/store/archive/archive-tables.ts';
import { restoreArchive } from '../../../src/store/archive/restore-archive.ts';
import { writeArchive } from '../../../src/store/archive/write-archive.ts';
import { type Database, type OpenDatabase, openDatabase, openMemoryDatabase } from '../../../src/store/database.ts';
import { findNewestMigration, migrateTo, migrateToLatest } from '../../../src/store/migrate.ts';
import { readCompanyFigures } from '../../../src/views/company-figures.ts';
import { makeCompanyInEveryTable } from '../../support/company-in-every-table.ts';
import { makeCompany, makeContext, TEST_NOW } from '../../support/context.ts';
import { onEachDatabase, openPgliteCopy, openPostgresCopy } from '../../support/database.ts';
import { makeMeasuredCompany } from '../../support/measured-company.ts';
import { readRecorded } from '../../support/recorded.ts';
import { createEmptyPostgresDatabase } from '../../support/test-databases.ts';

const AT = '2026-03-02T09:00:00.000Z';

/** Databases that hold nothing: one has its tables already, the other has not. */
const EMPTY: Record<string, () => Promise<OpenDatabase>> = {
  'a migrated PGlite': openPgliteCopy,
  'a new PGlite': openMemoryDatabase,
  'a migrated PostgreSQL': openPostgresCopy,
  'a new PostgreSQL': openNewPostgres,
};

onEachDatabase('a backup', (open) => {
  const makeAll = async () => {
    const { db } = await open();
    const company = await makeCompanyInEveryTable(db);
    return { db, company, lines: await writeLines(db), tables: await readTables(db) };
  };
  let made: ReturnType<typeof makeAll> | undefined;
  const make = () => {
    made ??= makeAll();
    return made;
  };

  for (const [name, openEmpty] of Object.entries(EMPTY)) {
    test(`comes back whole on ${name}: every row of every table, and every figure`, async () => {
      const { db, lines, company, tables } = await make();
      const target = await openEmpty();
      try {
        const counts = await restoreArchive(target.db, toBytes(lines), TEST_NOW);
        assert.deepEqual(
          Object.entries(counts).filter(([, count]) => count === 0),
          [],
          'the company is in every table',
        );
        for (const [name, rows] of Object.entries(await readTables(target.db))) {
          if (name === 'import_run') assert.deepEqual(rows.map(withoutState), tables[name]?.map(withoutState), name);
          else assert.deepEqual(rows, tables[name], name);
        }
        assert.deepEqual(await readRecorded(target.db, company.scope), await readRecorded(db, company.scope));
        const figures = (from: Database) => readCompanyFigures(from, company, '90d', TEST_NOW);
        assert.deepEqual(await figures(target.db), await figures(db));
      } finally {
        await target.close();
      }
    });
  }

  test('ends imports that were under way or waited, since their files are elsewhere', async () => {
    const { lines } = await make();
    const target = await openPgliteCopy();
    await restoreArchive(target.db, toBytes(lines), TEST_NOW);
    const runs = await target.db.selectFrom('import_run').select(['state', 'finished_at', 'problems']).execute();
    assert.deepEqual(
      runs.map(({ state, finished_at }) => [state, finished_at]),
      [
        ['failed', TEST_NOW],
        ['failed', TEST_NOW],
      ],
    );
    for (const { problems } of runs) assert.match(JSON.stringify(problems), /not part of the backup.*Import it again/);
    await target.close();
  });

  test('lets the database count on: new companies, audit entries and marks get numbers of their own', async () => {
    const { lines, company } = await make();
    const target = await openPgliteCopy();
    await restoreArchive(target.db, toBytes(lines), TEST_NOW);
    assert.ok((await makeCompany(target.db)).id > company.id);
    const event = { id: 'new', conversation: 'new', channel: 'x', type: 'customer-message', at: TEST_NOW };
    const { items } = await recordEvents(makeContext(target.db, { actor: { kind: 'system' } }), company.scope, [event]);
    assert.equal(items[0]?.status, 'recorded');
    await target.close();
  });

  test('holds nothing of who is signed in or has a link in a mail', async () => {
    const { db, lines } = await make();
    await db.insertInto('rate_limit').values({ key: 'sign-in', window_started_at: TEST_NOW, used: 1 }).execute();
    const named = lines.flatMap((line) => (line.startsWith('{"table":') ? [JSON.parse(line).table as string] : []));
    for (const table of ['user_session', 'email_token', 'rate_limit', 'kysely_migration', 'event_0'])
      assert.ok(!named.includes(table), table);
    assert.ok(named.indexOf('company') < named.indexOf('channel') && named.indexOf('channel') < named.indexOf('channel_source'));
  });

  test('is refused where there is something, which stays as it is', async () => {
    const { db, lines } = await make();
    const target = await openPgliteCopy();
    await makeCompany(target.db, { slug: 'already-here' });
    const before = await readTables(target.db);
    await assert.rejects(restoreArchive(target.db, toBytes(lines), TEST_NOW), (error) => {
      assert.ok(error instanceof ArchiveError);
      assert.match(error.message, /in use.*DATA_DIR.*DATABASE_URL.*db:reset/s);
      return true;
    });
    assert.deepEqual(await readTables(target.db), before);
    const all = await readTables(db);
    await assert.rejects(restoreArchive(db, toBytes(lines), TEST_NOW), ArchiveError);
    assert.deepEqual(await readTables(db), all);
    await target.close();
  });

  test('is refused when it was cut off or changed, and nothing of it stays', async () => {
    const { lines } = await make();
    const target = await openPgliteCopy();
    const rowAt = lines.findIndex((line) => line.startsWith('['));
    const damage: Record<string, string[]> = {
      nothing: [],
      'the head alone': lines.slice(0, 1),
      'no end': lines.slice(0, -1),
      'half a line at the end': [...lines.slice(0, -1), lines.at(-1)?.slice(0, 20) ?? ''],
      'a row less': lines.toSpliced(rowAt, 1),
      'a row twice, right counts': withCounts(lines.toSpliced(rowAt, 0, lines[rowAt] ?? '')),
      'a letter changed': lines.map((line) => line.replace('"Europe/Berlin"', '"Europe/Paris"')),
      'something after the end': [...lines, '{}\n'],
      'no JSON': lines.toSpliced(rowAt, 1, '[1,\n'),
      'a column less': lines.map((line) => line.replace('"slug",', '')),
      'another table': lines.map((line) => line.replace('{"table":"event"', '{"table":"evnt"')),
    };
    for (const [name, damaged] of Object.entries(damage)) {
      await assert.rejects(restoreArchive(target.db, toBytes(damaged), TEST_NOW), { name: 'ArchiveError', message: /damaged/ }, name);
    }
    for (const [table, rows] of Object.entries(await readTables(target.db))) assert.deepEqual(rows, [], table);
    await restoreArchive(target.db, toBytes(lines), TEST_NOW);
    await target.close();
  });

  test('is refused by name when it is none, or from a newer version', async () => {
    const { lines } = await make();
    const target = await openPgliteCopy();
    const head = lines[0] ?? '';
    const restore = (first: string) => restoreArchive(target.db, toBytes([first, ...lines.slice(1)]), TEST_NOW);
    await assert.rejects(restore('{"hello":"world"}\n'), { message: /no backup of Kept/ });
    await assert.rejects(restore(head.replace('"format":1', '"format":2')), { message: /newer version.*Update Kept/ });
    await assert.rejects(restore(head.replace(/"migration":"[^"]*"/, '"migration":"20991231T0000_fly"')), {
      message: /newer version.*Update/,
    });
    await target.close();
  });
});

describe('a backup of an older version', () => {
  for (const [name, openEmpty] of Object.entries(EMPTY)) {
    test(`is brought to the newest form on ${name}`, async () => {
      const old = await openMemoryDatabase();
      await migrateTo(old.db, '20261124T0944_keep_imports_going');
      await sql`insert into company (slug, name, site, industry, country, time_zone, author_key, created_at)
        values ('old', 'Old', '', 'retail', 'DE', 'Europe/Berlin', '\\x00ff', 1)`.execute(old.db);
      await sql`insert into event (company_id, source_id, id, conversation_id, channel_id, type, at, recorded_at)
        values (1, 1, 'e', 'c', 'x', 'customer-message', 5, 6)`.execute(old.db);
      const hours = Buffer.alloc(96);
      const exclusions = JSON.stringify([
        { reason: 'spam', late: false, count: 3 },
        { reason: 'abuse', late: true, count: 2 },
      ]);
      await sql`insert into day_tally (company_id, commitment_id, day, channel_id, metric, version_number, source_id,
          met_by_hour, late_by_hour, waited, staffed, breach_at, breach_hour, exclusions, settled_at)
        values (1, 'x-first', 1, 'x', 'first-response', 1, 1, ${hours}, ${hours}, '', '', '', '', ${exclusions}, 6),
          (1, 'x-first', 2, 'x', 'first-response', 1, 1, ${hours}, ${hours}, '', '', '', '', '[]', 6)`.execute(old.db);
      const lines = await writeLines(old.db);
      await old.close();

      const target = await openEmpty();
      try {
        await restoreArchive(target.db, toBytes(lines), TEST_NOW);
        assert.deepEqual(await migrateToLatest(target.db), []);
        const company = await target.db.selectFrom('company').select(['id', 'slug', 'author_key', 'kept_part']).executeTakeFirst();
        assert.deepEqual(company, { id: 1, slug: 'old', author_key: Buffer.from([0, 255]), kept_part: -1 });
        const { rows } = await sql`select tableoid::regclass::text like 'event\\_%' as "isInPart", at from event`.execute(target.db);
        assert.deepEqual(rows, [{ isInPart: true, at: 5 }]);
        const tallies = await target.db.selectFrom('day_tally').select(['excluded', 'late_excluded']).orderBy('day').execute();
        assert.deepEqual(tallies, [
          { excluded: 5, late_excluded: 2 },
          { excluded: 0, late_excluded: 0 },
        ]);
      } finally {
        await target.close();
      }
    });
  }
});

test('there is nothing to back up where Kept never was', async () => {
  const empty = await openMemoryDatabase();
  assert.equal(await findNewestMigration(empty.db), undefined);
  await assert.rejects(writeLines(empty.db), { name: 'ArchiveError', message: /nothing to back up/ });
  await empty.close();
});

test('on PostgreSQL a backup is of one moment, whatever is recorded while it is written', async () => {
  const source = await openPostgresCopy();
  const company = await makeMeasuredCompany(source.db);
  const record = async (id: string) => {
    const event = { id, conversation: id, channel: 'x', type: 'customer-message', at: TEST_NOW - 60 };
    await recordEvents(makeContext(source.db, { actor: { kind: 'system' } }), company.scope, [event]);
  };
  await record('before');
  let pieces = 0;
  const lines = await writeLines(source.db, () => record(`meanwhile-${++pieces}`));
  assert.ok(pieces > 5);
  const target = await openPgliteCopy();
  await restoreArchive(target.db, toBytes(lines), TEST_NOW);
  const events = await target.db.selectFrom('event').select('id').execute();
  assert.deepEqual(events, [{ id: 'before' }]);
  assert.equal((await readRecorded(target.db, company.scope)).obligations.length, 2);
  await target.close();
  await source.close();
});

async function openNewPostgres(): Promise<OpenDatabase> {
  const { url, drop } = await createEmptyPostgresDatabase();
  const database = await openDatabase({ databaseUrl: url, dataDir: '' });
  return { ...database, close: () => database.close().then(drop) };
}

/** @param onPiece is waited for before each piece of the backup is taken. */
async function writeLines(db: Database, onPiece = async () => {}): Promise<string[]> {
  let text = '';
  await writeArchive(db, AT, async (piece) => {
    await onPiece();
    text += piece;
  });
  return text.split(/(?<=\n)/);
}

/** In pieces that end anywhere, also within a character. */
async function* toBytes(lines: readonly string[]): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(lines.join(''));
  for (let start = 0; start < bytes.length; start += 997) yield bytes.subarray(start, start + 997);
}

/** With the counts of what is in it, and the checksum of what was in it. */
function withCounts(lines: readonly string[]): string[] {
  const { end } = JSON.parse(lines.at(-1) ?? '') as { end: { counts: Record<string, number>; sha256: string } };
  const [table = ''] = Object.keys(end.counts);
  const counts = { ...end.counts, [table]: (end.counts[table] ?? 0) + 1 };
  return [...lines.slice(0, -1), `${JSON.stringify({ end: { ...end, counts } })}\n`];
}

/** Every row of every table, as text that does not depend on the driver, in an order that does not depend on the database. */
async function readTables(db: Database): Promise<Record<string, string[]>> {
  const tables: Record<string, string[]> = {};
  for (const { name } of await listArchiveTables(db)) {
    const { rows } = await sql<{ row: string }>`select to_jsonb(kept)::text as row from ${sql.table(name)} as kept`.execute(db);
    tables[name] = rows.map(({ row }) => row).sort();
  }
  return tables;
}

/** What restoring changes in an import. */
function withoutState(row: string): string {
  const { state: _, finished_at: __, problems: ___, ...rest } = JSON.parse(row);
  return JSON.stringify(rest);
}

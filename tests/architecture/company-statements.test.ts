import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { sql } from 'kysely';
import { acknowledgeByLink } from '../../src/commands/acknowledge-by-link.ts';
import { createAlertRule } from '../../src/commands/create-alert-rule.ts';
import { recordEvents } from '../../src/commands/record-events.ts';
import { runImport } from '../../src/commands/run-import.ts';
import { sealStoredSecrets } from '../../src/commands/seal-stored-secrets.ts';
import { sendAlert } from '../../src/commands/send-alert.ts';
import { sendDigest } from '../../src/commands/send-digest.ts';
import { setDigestChoice } from '../../src/commands/set-digest-choice.ts';
import { setStatementChoice } from '../../src/commands/set-statement-choice.ts';
import { unsubscribeByLink } from '../../src/commands/unsubscribe-by-link.ts';
import { TRIGGERS } from '../../src/domain/alert/alert-rule.ts';
import { readBreachFilter } from '../../src/domain/breach/breach-filter.ts';
import { findStanding } from '../../src/domain/company/standing.ts';
import { DAY_SECONDS } from '../../src/domain/instant.ts';
import { defaultPeriod } from '../../src/domain/report/period.ts';
import { lookAt } from '../../src/server/keep-alerts.ts';
import { requestAllDigests } from '../../src/server/keep-digests.ts';
import { publishMonths } from '../../src/server/publish-months.ts';
import { signDueStatements } from '../../src/server/sign-statements.ts';
import { findStatementKey } from '../../src/server/statement-key.ts';
import { forgetAlertsBefore } from '../../src/store/alert.ts';
import { claimAlertScans } from '../../src/store/alert-rule.ts';
import { forgetAuthorsBefore } from '../../src/store/author.ts';
import { findCompanyLogo } from '../../src/store/company-logo.ts';
import { findCompanyToCount, listCompaniesToCount, saveStanding } from '../../src/store/company-standing.ts';
import type { Database } from '../../src/store/database.ts';
import { forgetDigestsBefore } from '../../src/store/digest.ts';
import { listRunningImports } from '../../src/store/import-run.ts';
import { readAlerts } from '../../src/views/alerts/read-alerts.ts';
import { readBreaches } from '../../src/views/breaches/read-breaches.ts';
import { readCauseRules } from '../../src/views/breaches/read-cause-rules.ts';
import { readCommitmentCharts } from '../../src/views/commitment-charts.ts';
import { findCompanyReport } from '../../src/views/find-company-report.ts';
import { findEmbeddable } from '../../src/views/find-embeddable.ts';
import { findPublication } from '../../src/views/find-publication.ts';
import { findStatement, findStatementChoice, findStatementList } from '../../src/views/find-statements.ts';
import { findVersionComparison } from '../../src/views/find-version-comparison.ts';
import { getCompanySettings } from '../../src/views/get-company-settings.ts';
import { listCompanies } from '../../src/views/list-companies.ts';
import { listMembers } from '../../src/views/list-members.ts';
import { listMyCompanies } from '../../src/views/list-my-companies.ts';
import { readAgreementProgress } from '../../src/views/read-agreement-progress.ts';
import { readComingInstants } from '../../src/views/read-coming-instants.ts';
import { readCompanyOverview } from '../../src/views/read-company-overview.ts';
import { readDraftEditor } from '../../src/views/read-draft-editor.ts';
import { findImport, listChannelIds, readImports } from '../../src/views/read-imports.ts';
import { listMyDigests, readMyDigests } from '../../src/views/read-my-digests.ts';
import { findPromisedChannel, readSources } from '../../src/views/read-sources.ts';
import { readPeriodReport } from '../../src/views/report/read-period-report.ts';
import { makeKey } from '../support/api-key.ts';
import { COMMAND_INPUTS } from '../support/command-inputs.ts';
import { countedBytes, makeCompany, makeContext, makeMember, TEST_NOW } from '../support/context.ts';
import { openPostgresCopy } from '../support/database.ts';
import { makeMeasuredCompany } from '../support/measured-company.ts';
import { serveApp } from '../support/served-app.ts';
import { logStatements } from '../support/statement-log.ts';
import { findCompanyCommands } from './company-commands.ts';
import { KEPT_WHOLE } from './kept-whole.ts';

/**
 * Statements that ask about all companies at once, or about one that is not known yet. A database of several machines asks each machine, and
 * adds up (docs/scale.md). None of them is part of recording an event or of reading a report.
 */
const OF_ALL_COMPANIES: readonly { readonly of: string; readonly is: RegExp }[] = [
  {
    of: 'the directory, which finds companies by a handle too',
    is: /from "company" .* from channel where lower\(channel\.handle\)/,
  },
  { of: 'the companies that somebody belongs to', is: /from "member" inner join "company" .* where "member"\."user_id" = \$1/ },
  { of: 'forgetting authors at night', is: /^update "event" set "author_hash" = \$1 where "recorded_at" < \$2/ },
  { of: 'companies whose alerts are to be looked at', is: /^\s*update alert_scan set scanned_at/ },
  { of: 'forgetting alerts at night', is: /^delete from "alert(_message)?" where "(forget_at|created_at)" < \$1/ },
  { of: 'secrets that another key sealed, at start', is: /from alert_destination\s+where sealed is null or/ },
  { of: 'companies that publish statements', is: /from "statement_choice" inner join "company" .* where "statement_choice"."is_on" = \$1/ },
  { of: 'zones in which somebody wants digests', is: /^select distinct "company"."time_zone" .* from "digest_choice"/ },
  { of: 'members to whom a digest is due', is: /from "digest_choice" inner join "company" .* where "company"."time_zone" = \$1/ },
  { of: 'forgetting digests at night', is: /^delete from "digest" where "created_at" < \$1/ },
  { of: 'imports that go on after a restart', is: /from "import_run" where "state" = \$1$/ },
];

test('every statement on a company’s rows names the company, so that one machine answers it', async (context) => {
  const database = await openPostgresCopy();
  context.after(() => database.close());
  const spread = await listSpreadTables(database.db);
  assert.ok(spread.length >= 14, spread.join());
  const { db, statements } = logStatements(database.db);
  await askEverything(db, { ...database, db, read: (view) => view(db) });
  const touched = new Set<string>();
  const others: string[] = [];
  for (const statement of statements) {
    const named = listNamed(statement, spread);
    for (const table of named) touched.add(table);
    if (named.length > 0 && !namesCompany(statement, named.length) && !OF_ALL_COMPANIES.some(({ is }) => is.test(statement)))
      others.push(statement);
  }
  assert.deepEqual(others, []);
  assert.deepEqual(
    spread.filter((table) => !touched.has(table)),
    [],
    'a table that no statement here has touched: ask for it in askEverything',
  );
  for (const { of, is } of OF_ALL_COMPANIES)
    assert.ok(
      [...statements].some((statement) => is.test(statement)),
      `nothing asks for ${of} any more`,
    );
});

/** Tables whose rows belong to a company and lie where it lies. */
async function listSpreadTables(db: Database): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_class join pg_attribute on attrelid = pg_class.oid and attname = 'company_id'
    where relkind in ('r', 'p') and not relispartition and relnamespace = 'public'::regnamespace`.execute(db);
  return rows.map(({ name }) => name).filter((name) => !KEPT_WHOLE.includes(name));
}

/** The spread tables that a statement reads or writes, each as often as it does. */
function listNamed(statement: string, spread: readonly string[]): string[] {
  const places = statement.matchAll(/\b(?:from|join|into|update|using|copy) "?([a-z_]+)"?/gi);
  return [...places].map(([, name = '']) => name).filter((name) => spread.includes(name));
}

/** Whether as many company ids are compared or written as tables are named. */
function namesCompany(statement: string, tables: number): boolean {
  const compared = [...statement.matchAll(/\bcompany_id"? (?:=|in \()/gi)].length;
  const written = [...statement.matchAll(/\b(?:insert into|copy) "?[a-z_]+"? \(([^)]*)\)/gi)].filter(([, columns]) =>
    /\bcompany_id\b/.test(columns ?? ''),
  );
  return compared + written.length >= tables;
}

async function askEverything(db: Database, database: Parameters<typeof serveApp>[0]): Promise<void> {
  await actAsOwner(db);
  const company = await makeMeasuredCompany(db);
  const system = makeContext(db, { actor: { kind: 'system' } });
  for (const batch of [makeEvents(0), makeEvents(0), makeEvents(3)]) await recordEvents(system, company.scope, batch);
  await readEverything(db, company);
  await publishMonths(db, '2026a', TEST_NOW + 40 * 86_400);
  const { key } = await makeKey(db, company);
  const served = await serveApp(database);
  const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' };
  const answer = await fetch(`${served.url}/api/v1/events`, { method: 'POST', headers, body: JSON.stringify(makeEvents(6)) });
  assert.equal(answer.status, 200);
  for (const path of [
    `badge/${company.slug}.svg`,
    `logo/${company.slug}`,
    `api/v1/companies/${company.slug}/agreement`,
    `api/v1/companies/${company.slug}/months`,
  ])
    await fetch(`${served.url}/${path}`);
  await served.close();
}

/** Every command on a company, and the import that one of them starts. */
async function actAsOwner(db: Database): Promise<void> {
  for (const { command } of await findCompanyCommands()) {
    const company = await makeCompany(db);
    const owner = makeContext(db, { actor: (await makeMember(db, company.id, 'owner')).actor });
    const input = await COMMAND_INPUTS[command.commandName]?.prepare({ db, company, owner });
    await command(owner, company.slug, input ?? {});
    for (const job of owner.jobs)
      if (job.name === 'run-import') await runImport(makeContext(db, { actor: { kind: 'system' } }), job.payload, NO_FILES).catch(() => {});
  }
}

const NO_FILES = {
  save: async () => {},
  open: async function* () {
    yield Buffer.from('');
  },
  remove: async () => {},
};

const makeEvents = (from: number) =>
  [0, 1, 2].map((i) => ({
    id: `e${from + i}`,
    conversation: `c${(from + i) % 3}`,
    channel: 'x',
    type: i === 2 ? 'agent-reply' : 'customer-message',
    author: `@${countedBytes(3).toString('hex')}`,
    at: TEST_NOW - 3_600 + from + i,
  }));

/** A month is signed and read, and the choice that led to it. */
async function askStatements(db: Database, { id, slug, owner }: Awaited<ReturnType<typeof makeMeasuredCompany>>): Promise<void> {
  await setStatementChoice(makeContext(db, { actor: owner.actor }), slug, { isOn: true });
  const dataDir = mkdtempSync(join(tmpdir(), 'kept-key-'));
  const key = findStatementKey({ dataDir, databaseUrl: undefined, statementKey: undefined });
  const signing = { db, issuer: 'https://kept.example', timeZoneData: '2026a', key: () => key };
  await signDueStatements(signing, TEST_NOW + 40 * DAY_SECONDS);
  const [newest] = (await findStatementList(db, slug))?.months ?? [];
  assert.ok(newest !== undefined && (await findStatement(db, slug, newest.month)) !== undefined);
  await findStatementChoice(db, id);
}

/** A digest is chosen, asked for, sent, looked at and unsubscribed from. */
async function askDigests(db: Database, { id, slug, owner }: Awaited<ReturnType<typeof makeMeasuredCompany>>): Promise<void> {
  await setDigestChoice(makeContext(db, { actor: owner.actor }), slug, { weekly: true, monthly: true });
  const system = makeContext(db, { actor: { kind: 'system' }, now: TEST_NOW + 40 * DAY_SECONDS });
  await requestAllDigests(system);
  const job = system.jobs.find(({ name, payload }) => name === 'send-digest' && payload.companyId === id);
  assert.ok(job?.name === 'send-digest');
  const outlets = { write: async () => ({ subject: 'Kept', text: 'Kept' }), sendMail: async () => {} };
  await sendDigest(system, job.payload, outlets);
  await sendDigest(system, job.payload, outlets);
  await unsubscribeByLink(system, { company: slug, digest: job.payload.digestId, token: job.payload.token });
  await readMyDigests(db, id, owner.id);
  await listMyDigests(db, owner.id);
  await forgetDigestsBefore(db, 0);
}

/** Every kind of rule, once. */
async function askAlerts(db: Database, company: Pick<Awaited<ReturnType<typeof makeMeasuredCompany>>, 'id' | 'slug' | 'owner'>) {
  const owner = makeContext(db, { actor: company.owner.actor });
  const targets = [`member:${company.owner.id}`];
  for (const trigger of TRIGGERS) {
    await createAlertRule(owner, company.slug, { trigger, targets, escalateAfterMinutes: 1, escalation: [company.owner.id] });
  }
  const system = makeContext(db, { actor: { kind: 'system' }, now: TEST_NOW + 3 * 3_600 });
  await lookAt(system, { companyId: company.id, isToWeigh: true });
  await lookAt({ ...system, now: system.now + 61 }, { companyId: company.id, isToWeigh: true });
  const courier = { deliver: async () => {} };
  const [job] = system.jobs;
  assert.ok(job?.name === 'send-alert');
  await sendAlert(system, job.payload, courier);
  await sendAlert(system, job.payload, courier);
  await acknowledgeByLink(owner, { company: company.slug, message: job.payload.messageId, token: job.payload.token });
  await readAlerts(db, { id: company.id, timeZone: 'Europe/Berlin' }, TEST_NOW, owner.secrets);
  await sealStoredSecrets(owner);
}

async function readEverything(db: Database, company: Awaited<ReturnType<typeof makeMeasuredCompany>>): Promise<void> {
  const { id, slug, owner } = company;
  const report = await findCompanyReport(db, slug, '30d', TEST_NOW);
  const figures = report?.figures;
  const chosen = figures?.commitments[0];
  assert.ok(report && figures && chosen);
  await readCommitmentCharts(db, report.company, figures, chosen);
  await readComingInstants(db, id, TEST_NOW);
  await findEmbeddable(db, slug, TEST_NOW);
  await findVersionComparison(db, slug, { from: undefined, to: undefined }, TEST_NOW);
  await findPublication(db, id, TEST_NOW);
  await getCompanySettings(db, id);
  await listCompanies(db, { text: '@acme', industry: '', country: '', after: null });
  await listMembers(db, id, TEST_NOW);
  if (owner.actor.kind === 'user') await listMyCompanies(db, owner.actor.userId);
  const filter = readBreachFilter(new URLSearchParams('cause=outage'));
  await readBreaches(db, report.company, defaultPeriod('Europe/Berlin', TEST_NOW), { filter, after: null }, TEST_NOW);
  await readCauseRules(db, id, TEST_NOW);
  await readPeriodReport(db, report.company, defaultPeriod('Europe/Berlin', TEST_NOW), [], TEST_NOW);
  await readAgreementProgress(db, id, TEST_NOW);
  await readCompanyOverview(db, { id }, TEST_NOW);
  await readDraftEditor(db, id, TEST_NOW);
  await readImports(db, id);
  await findImport(db, id, 'none');
  await listChannelIds(db, id);
  await readSources(db, id, TEST_NOW);
  await findPromisedChannel(db, id, TEST_NOW);
  await findCompanyLogo(db, slug);
  await findCompanyToCount(db, id);
  await listCompaniesToCount(db, TEST_NOW, 1);
  await saveStanding(db, id, findStanding(figures));
  await forgetAuthorsBefore(db, 0);
  await forgetAlertsBefore(db, 0);
  await claimAlertScans(db, { now: 0, before: 0, weighBefore: 0, most: 1 });
  await askAlerts(db, { id, slug, owner });
  await askStatements(db, company);
  await askDigests(db, company);
  await listRunningImports(db);
}

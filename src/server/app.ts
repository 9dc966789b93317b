import { randomBytes } from 'node:crypto';
import { join, resolve } from 'node:path';
import type { Context } from '../commands/context.ts';
import { runImport } from '../commands/run-import.ts';
import { sendAlert } from '../commands/send-alert.ts';
import { sendDigest } from '../commands/send-digest.ts';
import type { Services } from '../http/services.ts';
import { createCourier } from '../jobs/courier/courier.ts';
import { embedPictures } from '../jobs/embed-pictures.ts';
import { createMailer } from '../jobs/mailer.ts';
import { type Queue, startQueue } from '../jobs/queue.ts';
import { COMPANY_CHANGED } from '../store/change-notice.ts';
import { type OpenDatabase, openDatabase } from '../store/database.ts';
import { listRunningImports } from '../store/import-run.ts';
import { migrateToLatest } from '../store/migrate.ts';
import type { SecretBox } from '../store/secret-box.ts';
import { analyzeAfterImport, vacuumEmbedded } from '../store/vacuum.ts';
import { findBuild } from './build.ts';
import type { Config } from './config.ts';
import { letCommandsIn } from './control-socket.ts';
import { inlinePage } from './inline-page.ts';
import { keepAlerts } from './keep-alerts.ts';
import { keepDigests } from './keep-digests.ts';
import { keepStandings } from './keep-standings.ts';
import { LiveChanges } from './live-changes.ts';
import { NewestReports } from './newest-reports.ts';
import { createOutlets, createPageMemory, type Outlets } from './outlets.ts';
import { findBrowser, PdfPrinter } from './print-pdf.ts';
import { prune } from './prune.ts';
import { keepMonthsPublished } from './publish-months.ts';
import type { RecordBody } from './recording/record-body.ts';
import { recordElsewhere } from './recording/record-elsewhere.ts';
import { createRecording, openRecordingThreads, type RecordingThreads } from './recording/recording-threads.ts';
import { sealOpenSecrets } from './seal-open-secrets.ts';
import { openSecretBox } from './secrets-key.ts';
import { keepStatementsSigned } from './sign-statements.ts';
import { findStatementKey, type StatementKey } from './statement-key.ts';
import { UploadFolder } from './upload-folder.ts';
import { createDigestWriter, type DigestDesk, writeDigestMail } from './write-digest.ts';

export interface App extends Outlets {
  readonly config: Config;
  readonly services: Services;
  readonly changes: LiveChanges;
  /** Resolves when jobs are worked on, which whoever writes waits for; rejects with what keeps them from that. */
  readonly started: Promise<void>;
  /** Resolves with the cause when the embedded database breaks. */
  readonly lost: Promise<Error>;
  /** Records the events that the API is sent. */
  readonly recordBody: RecordBody;
  /** Stops the queue, then closes the database. */
  close(): Promise<void>;
}

/** Composition root: migrates and connects everything; what nobody reads, jobs, goes on starting. @param opening the database, for who has begun to open it. */
export async function createApp(config: Config, opening: Promise<OpenDatabase> = openDatabase(config)): Promise<App> {
  const database = await opening;
  const uploads = new UploadFolder(findUploadFolder(config));
  const threads = openRecordingThreads(database, config);
  const recordBody = createRecording(database.db, threads);
  try {
    const secrets = openSecretBox(config);
    await migrateToLatest(database.direct);
    await sealOpenSecrets(database, secrets);
    const sendMail = createMailer({ ...config, outboxFolder: findOutboxFolder(config) });
    const writeDigest = createDigestWriter(makeDigestDesk(database, config));
    const courier = createCourier({ sendMail, allowPrivate: config.alertsToPrivateNetworks });
    const changes = new LiveChanges();
    await database.listen(COMPANY_CHANGED, (payload) => changes.publish(payload));
    const stopControl = database.kind === 'pglite' ? await letCommandsIn(database, config.dataDir) : undefined;
    const queue: Queue = startQueue(
      database,
      config.databaseUrl,
      {
        'send-mail': sendMail,
        'send-alert': (payload) => sendAlert(makeJobContext(database, config, secrets, queue), payload, courier),
        'send-digest': (payload) => sendDigest(makeJobContext(database, config, secrets, queue), payload, { write: writeDigest, sendMail }),
        'run-import': async (payload) => {
          const recorded = await runImport(makeJobContext(database, config, secrets, queue), payload, uploads, recordElsewhere(recordBody));
          await analyzeAfterImport(database, recorded);
        },
      },
      async () => {
        await prune(database.db, uploads, Math.floor(Date.now() / 1000));
        await vacuumEmbedded(database);
      },
    );
    return toApp(config, database, queue, { uploads, changes, stopControl, secrets, recordBody, threads });
  } catch (error) {
    await threads?.close();
    await database.close();
    throw error;
  }
}

interface AppParts {
  readonly uploads: UploadFolder;
  readonly changes: LiveChanges;
  readonly stopControl: (() => Promise<void>) | undefined;
  readonly secrets: SecretBox;
  readonly recordBody: RecordBody;
  readonly threads: RecordingThreads | undefined;
}

function toApp(
  config: Config,
  database: OpenDatabase,
  queue: Queue,
  { uploads, changes, stopControl, secrets, recordBody, threads }: AppParts,
): App {
  const now = () => Math.floor(Date.now() / 1000);
  const outlets = createOutlets(database.read, now, changes);
  const findKey = rememberKey(config);
  const services: Services = {
    db: database.db,
    read: database.read,
    baseUrl: config.baseUrl,
    enqueue: queue.enqueue,
    randomBytes,
    secrets,
    outboxFolder: config.smtpUrl === undefined ? findOutboxFolder(config) : undefined,
    uploads,
    reports: outlets.reports,
    pages: createPageMemory(outlets.reports),
    newestReports: new NewestReports(database.db, now),
    printPdf: createPdfPrinting(config),
    previewDigest: createDigestPreview(database, config),
    findStatementKey: () => findKey()?.published,
    now,
  };
  const makeContext = () => makeJobContext(database, config, secrets, queue);
  const keep = () => [
    keepStandings(services, changes),
    keepAlerts(makeContext),
    keepDigests(makeContext),
    keepMonthsPublished(services, process.versions['tz'] ?? 'unknown'),
    keepStatementsSigned(services, findKey),
  ];
  const kept = queue.started.then(() => resumeImports(database, queue)).then(keep);
  const started = kept.then(() => {});
  started.catch(() => {});
  return {
    config,
    services,
    changes,
    ...outlets,
    started,
    lost: database.lost,
    recordBody,
    close: async () => {
      await stopControl?.();
      for (const stop of await kept.catch(() => [])) await stop();
      await queue.stop();
      await threads?.close();
      await database.close();
    },
  };
}

function createPdfPrinting(config: Config): Services['printPdf'] {
  const printer = new PdfPrinter(findBrowser(config.chromiumPath, process.env));
  return (html, paper) => {
    const page = inlinePage(html, findBuild()?.clientDir, config.baseUrl, `@page { size: ${paper}; }`);
    return printer.print(page);
  };
}

function makeDigestDesk({ db }: OpenDatabase, { baseUrl }: Config): DigestDesk {
  return { db, baseUrl, now: () => Math.floor(Date.now() / 1000) };
}

function createDigestPreview(database: OpenDatabase, config: Config): Services['previewDigest'] {
  return async (company, { kind, period }) => {
    const mail = await writeDigestMail(makeDigestDesk(database, config), company, {
      kind,
      period,
      unsubscribeUrl: undefined,
      isTest: true,
    });
    return embedPictures(mail?.html ?? '', mail?.pictures);
  };
}

/** The key is looked for when it is first needed, and then remembered. */
function rememberKey(config: Config): () => StatementKey | undefined {
  let key: StatementKey | undefined;
  return () => {
    key ??= findStatementKey(config);
    return key;
  };
}

/** Where mails are written when no server takes them. */
export const findOutboxFolder = (config: Config): string => join(resolve(config.dataDir), 'outbox');

const findUploadFolder = (config: Config): string => join(resolve(config.dataDir), 'uploads');

function makeJobContext({ db }: OpenDatabase, { baseUrl }: Config, secrets: SecretBox, queue: Queue): Context {
  const now = Math.floor(Date.now() / 1000);
  return { db, now, baseUrl, randomBytes, secrets, enqueue: queue.enqueue, actor: { kind: 'system' }, address: '', userAgent: '' };
}

/** What ran when the process ended goes on at once: the queue itself would wait until it gives the lost job up. */
async function resumeImports({ db }: OpenDatabase, queue: Queue): Promise<void> {
  for (const running of await listRunningImports(db)) await queue.enqueue(db, 'run-import', running);
}

import type { Actor, CompanyScope, Context, Enqueue, Uploads } from '../commands/context.ts';
import type { DigestKind } from '../domain/digest/digest-period.ts';
import type { ReportMemory } from '../domain/figures/company-report.ts';
import type { PublishedKey } from '../domain/statement/statement.ts';
import type { OpenDatabase } from '../store/database.ts';
import type { PageMemory } from './page-memory.ts';

/** What the server lends to every request. Built once in `server/app.ts`. */
export interface Services {
  readonly db: Context['db'];
  /** Reads what is the same for everybody, from a standby where there is one. */
  readonly read: OpenDatabase['read'];
  readonly baseUrl: string;
  readonly enqueue: Enqueue;
  readonly randomBytes: Context['randomBytes'];
  readonly secrets: Context['secrets'];
  /** Where mails are written instead of sent; undefined when they are sent. */
  readonly outboxFolder: string | undefined;
  readonly uploads: Uploads;
  /** Reports for everybody. */
  readonly reports: ReportMemory;
  /** Pages for everybody, drawn from those. */
  readonly pages: PageMemory;
  /** Reports for members, who may have changed something just now. */
  readonly newestReports: ReportMemory;
  /** Prints a page of ours as PDF. @throws AppError `no-browser`, `busy`, `unavailable`. */
  readonly printPdf: (html: string, paper: 'A4' | 'letter') => Promise<Uint8Array>;
  /** A company's digest of a period as a page with its pictures in it. */
  readonly previewDigest: (company: Omit<CompanyScope, 'role'>, order: { kind: DigestKind; period: string }) => Promise<string>;
  /** The public key of statements; undefined where there is none (docs/configuration.md). */
  readonly findStatementKey: () => PublishedKey | undefined;
  /** The present, in whole seconds. */
  readonly now: () => number;
}

/** The context of one request for commands and views. */
export function buildContext(services: Services, request: { actor: Actor; address: string; userAgent: string }): Context {
  return {
    db: services.db,
    baseUrl: services.baseUrl,
    enqueue: services.enqueue,
    randomBytes: services.randomBytes,
    secrets: services.secrets,
    now: services.now(),
    actor: request.actor,
    address: request.address,
    userAgent: request.userAgent,
  };
}

import type { Actor, Context, Enqueue, Uploads } from '../commands/context.ts';
import type { ReportMemory } from '../domain/figures/company-report.ts';

/** What the server lends to every request. Built once in `server/app.ts`. */
export interface Services {
  readonly db: Context['db'];
  readonly baseUrl: string;
  readonly enqueue: Enqueue;
  readonly randomBytes: Context['randomBytes'];
  /** Where mails are written instead of sent; undefined when they are sent. */
  readonly outboxFolder: string | undefined;
  readonly uploads: Uploads;
  readonly reports: ReportMemory;
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
    now: services.now(),
    actor: request.actor,
    address: request.address,
    userAgent: request.userAgent,
  };
}

import { fromKysely, fromPglite, PgBoss, type QueueOptions } from 'pg-boss';
import type { Enqueue, JobName, JobPayloads } from '../commands/context.ts';
import { AppError } from '../commands/errors.ts';
import type { OpenDatabase } from '../store/database.ts';

export type JobHandlers = { [Name in JobName]: (payload: JobPayloads[Name]) => Promise<void> };

export interface Queue {
  /** Resolves when jobs are taken and worked on; rejects with what keeps it from that. */
  readonly started: Promise<void>;
  /** @throws AppError `unavailable` before it has started. */
  readonly enqueue: Enqueue;
  /** Lets the jobs at work finish, then stops. */
  stop(): Promise<void>;
}

/** A job that a killed process had at hand is given to another after this long. */
const LOST_AFTER_SECONDS = 45;
/** How often is looked for such jobs. */
const SUPERVISION = { superviseIntervalSeconds: 20, monitorIntervalSeconds: 20 };

/** The same for digests, which take longer to write. */
const DIGEST_LOST_AFTER_SECONDS = 60;

/**
 * What differs by job: alerts are tried for about an hour, several at once, so that a receiver that hangs does not hold up the others; digests
 * for about a day.
 */
const RULES: Partial<Record<JobName, QueueOptions>> = {
  'send-alert': { retryLimit: 30, retryDelayMax: 600, expireInSeconds: LOST_AFTER_SECONDS },
  'send-digest': { retryLimit: 60, retryDelayMax: 3600, expireInSeconds: DIGEST_LOST_AFTER_SECONDS },
};
const AT_ONCE: Partial<Record<JobName, number>> = { 'send-alert': 5, 'send-digest': 2 };

/** Finished jobs are deleted soon: mails hold links that open accounts. */
const JOB_RULES = { retryLimit: 5, retryDelay: 15, retryBackoff: true, deleteAfterSeconds: 60 } as const;

/**
 * Begins to start the durable queue in the same database, so that a job is stored by the transaction that asks for it. That takes dozens of
 * statements, which nobody needs to wait for who only reads.
 * @param nightly runs once a day on one instance.
 */
export function startQueue(
  database: OpenDatabase,
  databaseUrl: string | undefined,
  handlers: JobHandlers,
  nightly: () => Promise<void>,
): Queue {
  const boss =
    database.pglite === undefined
      ? new PgBoss({ connectionString: databaseUrl ?? '', max: 2, ...SUPERVISION })
      : new PgBoss({ db: fromPglite(database.pglite), backend: 'pglite', ...SUPERVISION });
  boss.on('error', (error) => console.error('queue:', error.message));
  let isStarted = false;
  const started = startWork(boss, handlers, nightly).then(() => {
    isStarted = true;
  });
  // Whoever waits for it hears of it.
  started.catch(() => {});
  return {
    started,
    enqueue: async (db, name, payload) => {
      // To wait here could be for ever: the embedded database has one connection, and the transaction that asks holds it.
      if (!isStarted) throw new AppError('unavailable', 'Kept is still starting.', 'Try again in a moment.', { retryAfterSeconds: 1 });
      await boss.send(name, payload, { db: fromKysely(db) });
    },
    stop: async () => {
      await started.catch(() => {});
      await boss.stop({ graceful: true, timeout: 10_000, close: database.pglite === undefined });
    },
  };
}

async function startWork(boss: PgBoss, handlers: JobHandlers, nightly: () => Promise<void>): Promise<void> {
  await boss.start();
  for (const name of Object.keys(handlers) as JobName[]) {
    const rules = { ...JOB_RULES, ...RULES[name] };
    await boss.createQueue(name, rules);
    await boss.updateQueue(name, rules);
    await boss.work(name, { pollingIntervalSeconds: 1, localConcurrency: AT_ONCE[name] ?? 1 }, async (jobs) => {
      for (const job of jobs) await (handlers[name] as (payload: unknown) => Promise<void>)(job.data);
    });
  }
  await boss.createQueue('nightly', JOB_RULES);
  await boss.schedule('nightly', '17 3 * * *');
  await boss.work('nightly', nightly);
}

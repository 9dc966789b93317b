import { fromKysely, fromPglite, PgBoss } from 'pg-boss';
import type { Enqueue, JobName, JobPayloads } from '../commands/context.ts';
import type { OpenDatabase } from '../store/database.ts';

export type JobHandlers = { [Name in JobName]: (payload: JobPayloads[Name]) => Promise<void> };

export interface Queue {
  readonly enqueue: Enqueue;
  /** Lets the jobs at work finish, then stops. */
  stop(): Promise<void>;
}

/** Finished jobs are deleted soon: mails hold links that open accounts. */
const JOB_RULES = { retryLimit: 5, retryDelay: 15, retryBackoff: true, deleteAfterSeconds: 60 } as const;

/**
 * Starts the durable queue in the same database, so that a job is stored by the transaction that asks for it.
 * @param nightly runs once a day on one instance.
 */
export async function startQueue(
  database: OpenDatabase,
  databaseUrl: string | undefined,
  handlers: JobHandlers,
  nightly: () => Promise<void>,
): Promise<Queue> {
  const boss =
    database.pglite === undefined
      ? new PgBoss({ connectionString: databaseUrl ?? '', max: 2 })
      : new PgBoss({ db: fromPglite(database.pglite), backend: 'pglite' });
  boss.on('error', (error) => console.error('queue:', error.message));
  await boss.start();
  for (const name of Object.keys(handlers) as JobName[]) {
    await boss.createQueue(name, JOB_RULES);
    await boss.work(name, { pollingIntervalSeconds: 1 }, async (jobs) => {
      for (const job of jobs) await (handlers[name] as (payload: unknown) => Promise<void>)(job.data);
    });
  }
  await boss.createQueue('nightly', JOB_RULES);
  await boss.schedule('nightly', '17 3 * * *');
  await boss.work('nightly', nightly);
  return {
    enqueue: async (db, name, payload) => {
      await boss.send(name, payload, { db: fromKysely(db) });
    },
    stop: async () => {
      await boss.stop({ graceful: true, timeout: 10_000, close: database.pglite === undefined });
    },
  };
}

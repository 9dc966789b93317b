import { parentPort, workerData } from 'node:worker_threads';
import { openDatabase } from '../../src/store/database.ts';
import type { CompanyPlan, PlannedHour } from './company-plan.ts';
import { fillHours } from './fill-company.ts';

/** A thread that writes some hours of a company into PostgreSQL. */

export interface FillWork {
  readonly plan: CompanyPlan;
  readonly hours: readonly PlannedHour[];
  readonly databaseUrl: string;
}

const { plan, hours, databaseUrl } = workerData as FillWork;
const { db, close } = await openDatabase({ databaseUrl, dataDir: '' });
const counts = await fillHours(db, plan, hours);
await close();
parentPort?.postMessage(counts);

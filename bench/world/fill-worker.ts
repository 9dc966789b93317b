import { parentPort, workerData } from 'node:worker_threads';
import { copyToPostgres } from '../copy-rows.ts';
import type { CompanyPlan, PlannedHour } from './company-plan.ts';
import { fillHours } from './fill-company.ts';

/** A thread that writes some hours of a company into PostgreSQL. */

export interface FillWork {
  readonly plan: CompanyPlan;
  readonly hours: readonly PlannedHour[];
  readonly databaseUrl: string;
}

const { plan, hours, databaseUrl } = workerData as FillWork;
parentPort?.postMessage(await fillHours(plan, hours, (target, text) => copyToPostgres(databaseUrl, target, text)));

import type { PeriodReport } from '../../domain/report/period-report.ts';
import { listChanges, listFacts } from './about-tables.ts';
import { listCauses, listExplanations, listProblems } from './problem-tables.ts';
import { listPromises, listShares, listTreatment } from './promise-tables.ts';
import type { ReportTable } from './report-table.ts';
import { listChannels, listVolume } from './volume-tables.ts';

/** Every table of a report, with the figures as they stand on its page. */
export function listReportTables(report: PeriodReport, company: { name: string; timeZone: string }): ReportTable[] {
  return [
    listPromises(report),
    listShares(report),
    listProblems(report),
    listCauses(report),
    listExplanations(report),
    listVolume(report),
    listChannels(report),
    listTreatment(report),
    listChanges(report, company.timeZone),
    listFacts(report, company),
  ];
}

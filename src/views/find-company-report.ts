import type { WindowKey } from '../domain/compliance/window.ts';
import { type CompanyReport, makeReport } from '../domain/figures/company-report.ts';
import type { Instant } from '../domain/instant.ts';
import { readCompanyFigures } from './company-figures.ts';
import { findPublicCompany } from './find-company.ts';
import type { Reader } from './reader.ts';

/** Reads what is said of a company, or undefined when no company goes by `slug`. */
export async function findCompanyReport(db: Reader, slug: string, window: WindowKey, now: Instant): Promise<CompanyReport | undefined> {
  const company = await findPublicCompany(db, slug);
  return company && makeReport(company, await readCompanyFigures(db, company, window, now));
}

import { countVerdicts, type Overall } from '../domain/compliance/overall.ts';
import type { WindowKey } from '../domain/compliance/window.ts';
import type { CompanyFigures } from '../domain/figures/figures.ts';
import { describeOpenNow, type OpenNow } from '../domain/figures/open-now.ts';
import type { Instant } from '../domain/instant.ts';
import { readCompanyFigures } from './company-figures.ts';
import { findPublicCompany, type PublicCompany } from './find-company.ts';
import type { Reader } from './reader.ts';

/** All that page, badges and API say about a company. */
export interface CompanyReport {
  readonly company: PublicCompany;
  readonly figures: CompanyFigures;
  readonly openNow: OpenNow;
  readonly overall: Overall;
}

/** Reads what is said of a company, or undefined when no company goes by `slug`. */
export async function findCompanyReport(db: Reader, slug: string, window: WindowKey, now: Instant): Promise<CompanyReport | undefined> {
  const company = await findPublicCompany(db, slug);
  if (company === undefined) return undefined;
  const figures = await readCompanyFigures(db, company, window, now);
  const overall = countVerdicts(figures.commitments.map(({ judgement }) => judgement.verdict));
  return { company, figures, openNow: describeOpenNow(figures), overall };
}

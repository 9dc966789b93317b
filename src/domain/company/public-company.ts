import type { Instant } from '../instant.ts';

/** What a stranger may know of a company, agreements and figures apart. */
export interface PublicCompany {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly site: string;
  readonly industry: string;
  readonly country: string;
  readonly timeZone: string;
  /** To be shown on every page of the company. */
  readonly notice: string | null;
  readonly createdAt: Instant;
  /** Changes with the logo; null without one. */
  readonly logoDigest: string | null;
}

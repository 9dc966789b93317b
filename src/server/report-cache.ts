import type { WindowKey } from '../domain/compliance/window.ts';
import type { Explained } from '../domain/explanation/explained.ts';
import type { CommitmentCharts } from '../domain/figures/charts.ts';
import { type CompanyReport, makeReport, type ReportMemory } from '../domain/figures/company-report.ts';
import type { CommitmentFigures } from '../domain/figures/figures.ts';
import { findNextChange } from '../domain/figures/next-change.ts';
import type { Instant } from '../domain/instant.ts';
import type { ShownMonths } from '../domain/month/shown-months.ts';
import { BoundedCache } from '../http/bounded-cache.ts';
import type { Currency } from '../http/page-memory.ts';
import type { Services } from '../http/services.ts';
import { readCompanyFigures } from '../views/company-figures.ts';
import { findPublicCompany } from '../views/find-company.ts';
import { type CountedReport, findCountedReport } from '../views/find-counted-report.ts';
import { readShownMonths } from '../views/published-months.ts';
import { readComingInstants } from '../views/read-coming-instants.ts';
import { readReportExplanations } from '../views/read-explanations.ts';
import type { Reader } from '../views/reader.ts';
import type { LiveChanges } from './live-changes.ts';
import { ReadOnce } from './read-once.ts';
import { ReportCharts } from './report-charts.ts';

/** `counts` leaves out how long people waited. */
type ReportDepth = 'whole' | 'counts';

export interface HeldReport {
  readonly report: CompanyReport;
  /** When time alone changes what is said. */
  readonly changesAt: Instant;
  /** Until when it may be held; exclusive. */
  readonly until: Instant;
  /** How many changes, of any company, were known before it was read. */
  readonly changesBefore: number;
  readonly readAtMilliseconds: number;
}

const MOST_REPORTS = 2_000;
/** Held no longer than this, in case that the notification of a change is lost on its way. */
const LONGEST_SECONDS = 60;
/** A company that changes all the time is read again only this often, five times a second: so long what is held may miss a change. */
export const SHORTEST_READ_MILLISECONDS = 200;
/** What was made from a report is still shown for so long while it is made anew: nobody waits, and what is new shows within a second. */
const LONGEST_SHOWN_MILLISECONDS = 800;
/** Companies that share a slot forget together, which costs a reading and nothing else. A power of two. */
const SLOTS = 65_536;

/**
 * The reports of companies, in memory for as long as they are right. Every instance hears of each change from the database, so all of them
 * forget it within milliseconds; what time alone changes is known beforehand, so a breach shows in the second in which it happens.
 */
export class ReportCache implements ReportMemory {
  readonly #readDatabase: Services['read'];
  readonly #now: () => Instant;
  readonly #held = new BoundedCache<string, HeldReport>(MOST_REPORTS);
  readonly #holderOf = new WeakMap<CompanyReport, HeldReport>();
  readonly #charts: ReportCharts;
  readonly #months: ReadOnce<CompanyReport, ShownMonths>;
  readonly #explanations: ReadOnce<CompanyReport, readonly Explained[]>;
  readonly #underWay = new Map<string, Promise<HeldReport | undefined>>();
  #changes = 0;
  #lastChangeOfAll = 0;
  /** The number of the last change of the companies in each slot. */
  readonly #lastChange = new Float64Array(SLOTS);

  constructor(read: Services['read'], now: () => Instant, changes: LiveChanges) {
    this.#readDatabase = read;
    this.#charts = new ReportCharts(read);
    this.#months = new ReadOnce(({ company }) => read((db) => readShownMonths(db, company.id)));
    this.#explanations = new ReadOnce((report) => read((db) => readReportExplanations(db, report)));
    this.#now = now;
    changes.subscribe((companyId) => this.#note(companyId));
  }

  /** The report of the company that goes by `slug`, from memory where that is right; undefined when there is no such company. */
  find(slug: string, window: WindowKey): Promise<HeldReport | undefined> {
    return this.#find(slug, window, 'whole');
  }

  /** The same for who shows no percentiles, which need not be in it: it is read several times as fast. */
  async findCounts(slug: string, window: WindowKey): Promise<HeldReport | undefined> {
    return this.#getCurrent(nameReport(slug, window, 'whole')) ?? this.#find(slug, window, 'counts');
  }

  #getCurrent(key: string): HeldReport | undefined {
    const held = this.#held.get(key);
    return held !== undefined && this.isCurrent(held) ? held : undefined;
  }

  async #find(slug: string, window: WindowKey, depth: ReportDepth): Promise<HeldReport | undefined> {
    const key = nameReport(slug, window, depth);
    const held = this.#getCurrent(key);
    if (held !== undefined) return held;
    // Whoever asks meanwhile gets the same answer: it is read once.
    let reading = this.#underWay.get(key);
    if (reading === undefined) {
      reading = this.#read(key, slug, window, depth).finally(() => this.#underWay.delete(key));
      this.#underWay.set(key, reading);
    }
    return reading;
  }

  async findReport(slug: string, window: WindowKey): Promise<CompanyReport | undefined> {
    return (await this.find(slug, window))?.report;
  }

  findCharts(report: CompanyReport, chosen: CommitmentFigures): Promise<CommitmentCharts> {
    return this.#charts.find(report, chosen);
  }

  findExplanations(report: CompanyReport): Promise<readonly Explained[]> {
    return this.#explanations.find(report);
  }

  findMonths(report: CompanyReport): Promise<ShownMonths> {
    return this.#months.find(report);
  }

  /** What a page that was drawn from the report is good for. */
  judge(report: CompanyReport): Currency {
    const held = this.#holderOf.get(report);
    if (held === undefined) return 'over';
    if (this.isCurrent(held)) return 'current';
    return this.isPassing(held) ? 'passing' : 'over';
  }

  /** Whether `find` would give this very report again. */
  isCurrent(held: HeldReport): boolean {
    if (this.isOver(held)) return false;
    return !this.hasChangedSince(held) || performance.now() - held.readAtMilliseconds < SHORTEST_READ_MILLISECONDS;
  }

  /** Whether what was made from a report may still be shown while it is made anew. */
  isPassing(held: HeldReport): boolean {
    return !this.isOver(held) && performance.now() - held.readAtMilliseconds < LONGEST_SHOWN_MILLISECONDS;
  }

  /** Whether time alone has made it wrong. */
  isOver({ until }: HeldReport): boolean {
    return this.#now() >= until;
  }

  /** Whether the company, or perhaps another, has changed since the report was read. */
  hasChangedSince({ report, changesBefore }: HeldReport): boolean {
    return this.#lastChangeOfAll > changesBefore || (this.#lastChange[report.company.id % SLOTS] ?? 0) > changesBefore;
  }

  async #read(key: string, slug: string, window: WindowKey, depth: ReportDepth): Promise<HeldReport | undefined> {
    const changesBefore = this.#changes;
    const readAtMilliseconds = performance.now();
    const now = this.#now();
    const known = this.#held.get(key)?.report.company;
    const found = await this.#readDatabase((db) =>
      depth === 'counts' ? findCountedReport(db, slug, window, now, known) : readWholeReport(db, slug, window, now),
    );
    if (found === undefined) {
      this.#held.delete(key);
      return undefined;
    }
    const { report, coming } = found;
    const changesAt = findNextChange(coming, report.company.timeZone, report.figures, now);
    const held = { report, changesAt, until: Math.min(changesAt, now + LONGEST_SECONDS), changesBefore, readAtMilliseconds };
    this.#held.set(key, held);
    this.#holderOf.set(held.report, held);
    return held;
  }

  #note(companyId: number | 'all'): void {
    this.#changes += 1;
    if (companyId === 'all') this.#lastChangeOfAll = this.#changes;
    else this.#lastChange[companyId % SLOTS] = this.#changes;
  }
}

const nameReport = (slug: string, window: WindowKey, depth: ReportDepth): string => `${depth} ${window} ${slug}`;

async function readWholeReport(db: Reader, slug: string, window: WindowKey, now: Instant): Promise<CountedReport | undefined> {
  const company = await findPublicCompany(db, slug);
  if (company === undefined) return undefined;
  // At once, though not of one moment: whatever changes between the two is heard of, and then both are read again.
  const [figures, coming] = await Promise.all([readCompanyFigures(db, company, window, now), readComingInstants(db, company.id, now)]);
  return { report: makeReport(company, figures), coming };
}

import { sql } from 'kysely';
import { listOffsetSpans } from '../domain/calendar/zone-offsets.ts';
import { wilsonInterval } from '../domain/compliance/wilson.ts';
import { listWindowParts } from '../domain/compliance/window.ts';
import type { CommitmentCharts, HourCell, SharePoint, WaitBar } from '../domain/figures/charts.ts';
import type { CommitmentFigures, CompanyFigures } from '../domain/figures/figures.ts';
import { DAY_SECONDS, HOUR_SECONDS, MINUTE_SECONDS } from '../domain/instant.ts';
import { judgedObligations, NEVER_ANSWERED } from './judged-obligations.ts';
import type { CompanyReference, Reader } from './reader.ts';

/** What the charts of one commitment show, in the window of `figures`. */
export async function readCommitmentCharts(
  db: Reader,
  company: CompanyReference,
  figures: CompanyFigures,
  chosen: CommitmentFigures,
): Promise<CommitmentCharts> {
  const source = { db, company, figures, chosen };
  const [shares, waits, hours] = await Promise.all([readShares(source), readWaits(source), readHours(source)]);
  return { shares, waits, hours };
}

interface ChartSource {
  readonly db: Reader;
  readonly company: CompanyReference;
  readonly figures: CompanyFigures;
  readonly chosen: CommitmentFigures;
}

/** Decided obligations of the chosen commitment. */
function decidedObligations({ company, figures, chosen }: ChartSource) {
  const { id, channelId, metric } = chosen.commitment;
  const range = { companyId: company.id, commitmentIds: [id], window: figures.window };
  return sql`${judgedObligations(range)} where channel_id = ${channelId} and metric = ${metric} and outcome in ('met', 'breached')`;
}

async function readShares(source: ChartSource): Promise<SharePoint[]> {
  const parts = listWindowParts(source.figures.window.key, source.company.timeZone, source.figures.computedAt);
  const starts = sql`array[${sql.join(parts.map(({ fromAt }) => fromAt))}]::int8[]`;
  const { rows } = await sql<{ part: number; met: number; decided: number }>`
    select width_bucket(asked_at, ${starts}) as part, count(*) filter (where outcome = 'met') as met, count(*) as decided
    from ${decidedObligations(source)} group by 1`.execute(source.db);
  const byPart = new Map(rows.map((row) => [row.part, row]));
  return parts.map(({ date }, index) => {
    const { met, decided } = byPart.get(index + 1) ?? { met: 0, decided: 0 };
    const interval = wilsonInterval(met, decided);
    const share = decided === 0 ? undefined : met / decided;
    return { date, met, decided, share, lower: interval?.lower, upper: interval?.upper };
  });
}

/** Bars end where people look at the clock; the promise's target always ends one. */
const BAR_ENDS = [
  MINUTE_SECONDS,
  5 * MINUTE_SECONDS,
  15 * MINUTE_SECONDS,
  30 * MINUTE_SECONDS,
  HOUR_SECONDS,
  2 * HOUR_SECONDS,
  4 * HOUR_SECONDS,
  8 * HOUR_SECONDS,
  16 * HOUR_SECONDS,
  DAY_SECONDS,
  2 * DAY_SECONDS,
  4 * DAY_SECONDS,
  7 * DAY_SECONDS,
  14 * DAY_SECONDS,
  30 * DAY_SECONDS,
];
/** Bars much longer than the target tell nothing: whatever took longer is one bar. */
const LONGEST_BAR_TARGETS = 16;

async function readWaits(source: ChartSource): Promise<WaitBar[]> {
  const target = source.chosen.commitment.targetSeconds;
  const ends = [...new Set([...BAR_ENDS.filter((end) => end <= target * LONGEST_BAR_TARGETS), target])].sort((a, b) => a - b);
  // The buckets of width_bucket begin with their bound; ours end with it. Seconds are whole, so the next one begins a second later.
  const starts = sql`array[${sql.join(ends.map((end) => end + 1))}, ${NEVER_ANSWERED}]::int8[]`;
  const { rows } = await sql<{ bar: number; messages: number }>`
    select width_bucket(staffed, ${starts}) as bar, count(*) as messages
    from ${decidedObligations(source)} group by 1`.execute(source.db);
  const messagesOf = (bar: number) => rows.find((row) => row.bar === bar)?.messages ?? 0;
  return [
    ...ends.map((end, bar) => ({
      upToSeconds: end,
      kind: end <= target ? ('within' as const) : ('late' as const),
      messages: messagesOf(bar),
    })),
    { upToSeconds: null, kind: 'late', messages: messagesOf(ends.length) },
    { upToSeconds: null, kind: 'unanswered', messages: messagesOf(ends.length + 1) },
  ];
}

/** Hours by the wall clock of the company's zone. The offsets come from the domain, so that no other zone data has a say. */
async function readHours(source: ChartSource): Promise<HourCell[]> {
  const { fromAt, toAt } = source.figures.window;
  const spans = listOffsetSpans(source.company.timeZone, fromAt, toAt + 1);
  const starts = sql`array[${sql.join(spans.map((span) => span.fromAt))}]::int8[]`;
  const offsets = sql`(array[${sql.join(spans.map(({ offsetSeconds }) => offsetSeconds))}]::int8[])`;
  const { rows } = await sql<HourCell>`
    select
      (floor(wall / 86400.0)::int8 + 3) % 7 as weekday, (wall % 86400) / 3600 as hour,
      count(*) filter (where outcome = 'met') as met, count(*) as decided
    from (
      select asked_at + ${offsets}[width_bucket(asked_at, ${starts})] as wall, outcome from ${decidedObligations(source)}
    ) as local
    group by 1, 2 order by 1, 2`.execute(source.db);
  return rows;
}

import { CAUSE_NAMES, CAUSES, type Cause } from '../breach/cause.ts';
import { formatCount } from '../count-text.ts';
import type { CommitmentFigures } from '../figures/figures.ts';
import { type CommitmentKey, isSameKey } from '../tally/tally.ts';
import { namePromise } from './describe-report.ts';
import type { Problem } from './find-problems.ts';

/** Breaches of a promise that have a cause. */
export interface CauseCount extends CommitmentKey {
  readonly cause: Cause;
  readonly breached: number;
}

/** Breaches of one cause, or of none that is known. */
export interface CauseShare {
  readonly cause: Cause | undefined;
  readonly breached: number;
  /** The promises that were broken, the most often broken first. */
  readonly promises: readonly { readonly figures: CommitmentFigures; readonly breached: number }[];
}

/**
 * Why promises were broken, as far as the company said. A cause exists only of a breach, so these are parts of the breaches and of nothing
 * else: no share of messages, and not held against the messages of which the promise was kept.
 */
export interface BreachCauses {
  /** All breaches. */
  readonly breached: number;
  /** Those with a cause. */
  readonly known: number;
  /** The largest first; without those that no breach has. */
  readonly causes: readonly CauseShare[];
  /** Breaches of which nobody said why. */
  readonly unknown: CauseShare;
}

/** Adds up the causes of the promises' breaches; what has none is the rest, so that together they are the breaches of the figures. */
export function summariseCauses(counts: readonly CauseCount[], all: readonly CommitmentFigures[]): BreachCauses {
  const own = all.map((figures) => {
    const { id: commitmentId, channelId, metric } = figures.commitment;
    return { figures, counts: counts.filter((count) => isSameKey(count, { commitmentId, channelId, metric })) };
  });
  const shareOf = (cause: Cause | undefined, count: (one: (typeof own)[number]) => number): CauseShare => {
    const promises = own.map((one) => ({ figures: one.figures, breached: count(one) })).filter(({ breached }) => breached > 0);
    return { cause, breached: sum(promises), promises: promises.sort((a, b) => b.breached - a.breached) };
  };
  const causes = CAUSES.map((cause) => shareOf(cause, (one) => sum(one.counts.filter((count) => count.cause === cause))));
  const unknown = shareOf(undefined, (one) => one.figures.judgement.counts.breached - sum(one.counts));
  const known = sum(causes);
  return {
    breached: known + unknown.breached,
    known,
    causes: causes.filter(({ breached }) => breached > 0).sort((a, b) => b.breached - a.breached),
    unknown,
  };
}

const sum = (parts: readonly { readonly breached: number }[]): number => parts.reduce((total, { breached }) => total + breached, 0);

/** Of how many breaches a cause is known: one sentence, or undefined where nothing was broken. */
export function describeKnownCauses({ breached, known }: BreachCauses): string | undefined {
  if (breached === 0) return undefined;
  if (known === 0)
    return breached === 1
      ? 'Nobody has said why the one breach happened.'
      : `Nobody has said why any of the ${formatCount(breached)} breaches happened.`;
  if (known === breached)
    return breached === 1 ? 'The cause of the one breach is known.' : `The causes of all ${formatCount(breached)} breaches are known.`;
  return `The cause of ${formatCount(known)} of ${formatCount(breached)} breaches is known; the others may have any.`;
}

/**
 * A cause with its figure: "Staffing: 112 of 350 breaches with a known cause, mostly E-mail". "Mostly" is more than half of the cause's own
 * breaches, and is said only where several promises were broken.
 */
export function describeCause(
  { cause, breached, promises }: CauseShare,
  { known, causes, unknown }: BreachCauses,
  all: readonly CommitmentFigures[],
): string {
  const name = cause === undefined ? 'Not said' : CAUSE_NAMES[cause];
  const broken = new Set([...causes, unknown].flatMap((share) => share.promises.map(({ figures }) => figures)));
  const [first] = promises;
  const isMost = first !== undefined && broken.size > 1 && first.breached * 2 > breached;
  const where = isMost ? `, ${first.breached === breached ? 'all' : 'mostly'} ${namePromise(first.figures, all)}` : '';
  return `${name}: ${formatCount(breached)} of ${formatCount(known)} breaches with a known cause${where}`;
}

/** The known causes of a problem's breaches: "Staffing 40, tool 1, not said 2"; undefined where none is known. */
export function describeProblemCauses({ causes = [], breached }: Problem): string | undefined {
  if (causes.length === 0) return undefined;
  const rest = breached - sum(causes);
  const parts = causes.map((one, index) => `${index === 0 ? CAUSE_NAMES[one.cause] : one.cause} ${formatCount(one.breached)}`);
  return [...parts, ...(rest > 0 ? [`not said ${formatCount(rest)}`] : [])].join(', ');
}

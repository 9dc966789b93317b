import type { Verdict } from './verdict.ts';

/** How many promises came to which end. */
export interface Overall {
  readonly keeps: number;
  readonly atRisk: number;
  readonly breaks: number;
  readonly tooFew: number;
  readonly stale: number;
  /** Keeps, at risk and breaks together: those with a verdict. */
  readonly judged: number;
}

export function countVerdicts(verdicts: Iterable<Verdict>): Overall {
  const count = { keeps: 0, atRisk: 0, breaks: 0, tooFew: 0, stale: 0 };
  const places: Record<Verdict, keyof typeof count> = {
    kept: 'keeps',
    'kept-so-far': 'keeps',
    'at-risk': 'atRisk',
    'not-kept': 'breaks',
    'too-few': 'tooFew',
    stale: 'stale',
  };
  for (const verdict of verdicts) count[places[verdict]] += 1;
  return { ...count, judged: count.keeps + count.atRisk + count.breaks };
}

/** The verdict on a company as a whole: its worst, where there is any; else that there are too few messages, else that none are recent. */
export function overallVerdict({ keeps, atRisk, breaks, tooFew }: Overall): Verdict {
  if (breaks > 0) return 'not-kept';
  if (atRisk > 0) return 'at-risk';
  if (keeps > 0) return 'kept';
  return tooFew > 0 ? 'too-few' : 'stale';
}

/** One sentence on a company: "Keeps 2 of its 4 promises; one more is too new to tell." */
export function describeOverall(overall: Overall): string {
  const { keeps, judged, tooFew, stale } = overall;
  if (judged + tooFew + stale === 0) return 'Promises nothing at the moment.';
  if (judged === 0) return tooFew > 0 ? 'Too few messages yet to tell.' : 'No recent messages to judge by.';
  const rest = [tooFew > 0 ? `${more(tooFew)} too new to tell` : '', stale > 0 ? `${more(stale)} without recent data` : ''].filter(
    (part) => part !== '',
  );
  return `${[describeJudged(keeps, judged, overall), ...rest].join('; ')}.`;
}

function describeJudged(keeps: number, judged: number, { breaks }: Overall): string {
  if (judged === 1)
    return keeps === 1 ? 'Keeps its promise' : breaks === 1 ? 'Does not keep its promise' : 'Falls just short of its promise';
  if (keeps === judged) return judged === 2 ? 'Keeps both of its promises' : `Keeps all ${judged} of its promises`;
  return `Keeps ${keeps === 0 ? 'none' : keeps} of its ${judged} promises`;
}

function more(count: number): string {
  return count === 1 ? 'one more is' : `${count} more are`;
}

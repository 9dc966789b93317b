import { nameChannel } from '../agreement/channel-kind.ts';
import { METRICS, type Metric } from '../commitment/metric.ts';
import { countDecided } from '../compliance/counts.ts';
import { describeOverall, type Overall, overallVerdict } from '../compliance/overall.ts';
import { describeShare } from '../compliance/share.ts';
import { FEWEST_DECIDED, type Verdict } from '../compliance/verdict.ts';
import { VERDICT_WORDS, type VerdictTone, verdictTone } from '../compliance/verdict-words.ts';
import { WINDOWS } from '../compliance/window.ts';
import { formatCount } from '../count-text.ts';
import { formatInstant } from '../instant.ts';
import { countJudgedMessages } from './count-judged-messages.ts';
import type { CommitmentFigures, CompanyFigures } from './figures.ts';

/** How a badge can be drawn: rounded, with corners, or large in capitals. */
export const BADGE_STYLES = ['flat', 'flat-square', 'for-the-badge'] as const;
export type BadgeStyle = (typeof BADGE_STYLES)[number];

/** Longest label that an asker may choose, in characters. */
export const LONGEST_LABEL = 60;

/** What a badge says, whatever it is drawn as. */
export interface Badge {
  /** Who or what the badge is about. */
  readonly label: string;
  /** What is promised, in a few words; empty where the badge is about several promises or none. */
  readonly promise: string;
  readonly result: string;
  /** Undefined where there is nothing to judge. */
  readonly verdict: Verdict | undefined;
  readonly tone: VerdictTone;
  /** Everything that a figure must carry: sentence, counts, window, evidence, exclusions, when it was computed. */
  readonly title: string;
  /** True when the badge only says why there is no figure. */
  readonly isProblem: boolean;
}

/** What a badge is made from. */
export interface BadgeSource {
  readonly company: { readonly name: string; readonly notice: string | null };
  readonly figures: CompanyFigures;
  readonly overall: Overall;
}

/** Which promise speaks for a channel that makes several. */
const PRECEDENCE: readonly Metric[] = ['first-response', 'answered', ...METRICS];

/** The badge of a company: how many of its promises it keeps. */
export function describeCompanyBadge({ company, figures, overall }: BadgeSource): Badge {
  const verdict = figures.commitments.length === 0 ? undefined : overallVerdict(overall);
  const judgedMessages = formatCount(countJudgedMessages(figures.commitments));
  const waits = `Rests on ${judgedMessages} ${judgedMessages === '1' ? 'message' : 'messages'} whose wait ended or ran out in ${WINDOWS[figures.window.key].last}.`;
  const title = [`${company.name}: ${describeOverall(overall)}`, waits, ...closing({ company, figures })].join(' ');
  return { label: company.name, promise: '', result: summariseOverall(overall), ...judged(verdict), title, isProblem: false };
}

/** The badge of one of a company's channels, or undefined when its agreement has no such channel. */
export function describeChannelBadge(source: BadgeSource, channelId: string): Badge | undefined {
  const { company, figures } = source;
  const channel = figures.history.inForce?.content.channels.find(({ id }) => id === channelId);
  if (channel === undefined) return undefined;
  const own = figures.commitments.filter((candidate) => candidate.channel.id === channelId);
  const chosen = PRECEDENCE.flatMap((metric) => own.find(({ commitment }) => commitment.metric === metric) ?? [])[0];
  const label = nameChannel(channel);
  if (chosen === undefined) {
    const title = `${company.name}, ${label}: nothing is promised on this channel.`;
    return { label, promise: '', result: 'no promise', ...judged(undefined), title, isProblem: false };
  }
  const lines = [chosen, ...own.filter((other) => other !== chosen)].map((figure) => explainFigure(figure, figures));
  const title = [`${company.name}, ${label}.`, ...lines, ...closing(source)].join(' ');
  return { label, promise: chosen.summary, result: describeResult(chosen), ...judged(chosen.judgement.verdict), title, isProblem: false };
}

/** A badge that says why there is no figure. */
export function describeProblemBadge(result: string, title: string): Badge {
  return { label: 'kept', promise: '', result, verdict: undefined, tone: 'quiet', title, isProblem: true };
}

const judged = (verdict: Verdict | undefined): Pick<Badge, 'verdict' | 'tone'> => ({
  verdict,
  tone: verdict === undefined ? 'quiet' : verdictTone(verdict),
});

function summariseOverall({ keeps, judged, breaks, tooFew, stale }: Overall): string {
  if (judged === 0 && tooFew > 0) return VERDICT_WORDS['too-few'].toLowerCase();
  if (judged === 0) return stale > 0 ? VERDICT_WORDS.stale.toLowerCase() : 'no promises yet';
  if (judged > 1) return `keeps ${keeps} of ${judged} promises`;
  return keeps === 1 ? 'keeps its promise' : breaks === 1 ? 'does not keep its promise' : 'just short of its promise';
}

/** "kept · 94 %"; where there are late exclusions the share with them stands beside it. */
function describeResult({ judgement }: CommitmentFigures): string {
  const word = VERDICT_WORDS[judgement.verdict].toLowerCase();
  const share = describeShare(judgement.counts);
  if (judgement.verdict === 'stale' || judgement.verdict === 'too-few') return word;
  const late = judgement.withLateExclusions;
  const shareWithLate = late === undefined ? '' : ` (${describeShare(late.counts)} with late exclusions)`;
  return `${word} · ${share ?? 'no data'}${shareWithLate}`;
}

function explainFigure(figure: CommitmentFigures, { window }: CompanyFigures): string {
  const { judgement, evidence } = figure;
  const decided = countDecided(judgement.counts);
  const { last } = WINDOWS[window.key];
  const share = describeShare(judgement.counts);
  const met = formatCount(judgement.counts.met);
  const counted =
    share === undefined
      ? `no data in ${last}`
      : `${met} of ${formatCount(decided)} in ${last}${decided < FEWEST_DECIDED ? '' : `, ${share}`}`;
  const parts = [`${figure.sentence} ${VERDICT_WORDS[judgement.verdict]}: ${counted}.`];
  const { excluded } = judgement.counts;
  if (excluded > 0) parts.push(`Excluded: ${formatCount(excluded)}${lateNote(judgement)}.`);
  if (evidence.length > 0)
    parts.push(`Evidence: ${evidence.map(({ level, messages }) => `${level} ${formatCount(messages)}`).join(', ')}.`);
  return parts.join(' ');
}

function lateNote({ counts, withLateExclusions }: CommitmentFigures['judgement']): string {
  if (withLateExclusions === undefined) return '';
  const late = formatCount(counts.lateExcluded);
  return `, ${late} of them after the time was up: ${describeShare(withLateExclusions.counts)} with these counted as broken`;
}

function closing({ company, figures }: Pick<BadgeSource, 'company' | 'figures'>): string[] {
  const computed = `Computed ${formatInstant(figures.computedAt).replace('T', ' ').replace('Z', ' UTC')}.`;
  return company.notice === null ? [computed] : [computed, company.notice];
}

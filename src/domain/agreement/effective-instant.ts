import { DAY_SECONDS, type Instant } from '../instant.ts';
import type { Agreement, AgreementVersion } from './agreement.ts';
import { findWeakenings, type Weakening } from './is-weakening.ts';
import { findVersionInForce, listVersionsFrom } from './version-in-force.ts';

/** A version in force or announced that a new one would weaken, and when its notice period ends. */
export interface Notice {
  readonly number: number;
  readonly noticePeriodDays: number;
  /** From this instant on (inclusive) the new version may take its place. */
  readonly freeFrom: Instant;
  readonly weakenings: readonly Weakening[];
}

export interface EffectivePlan {
  /** When the new version takes effect. Never before `now`. */
  readonly effectiveAt: Instant;
  /** Whose notice periods count, empty when the new version weakens none. */
  readonly notices: readonly Notice[];
}

/**
 * When `next`, published at `now` and wished for at `wishedAt`, takes effect.
 *
 * A version that weakens another takes its place only after the notice period that the other declared, counted from
 * `now`. It is compared with the version that it would follow, and with those announced for later that it would keep
 * from coming: customers rely on these too. The first instant from `wishedAt` on that breaks no notice is the result.
 *
 * @param versions all published versions of the company
 */
export function planEffect(versions: readonly AgreementVersion[], next: Agreement, now: Instant, wishedAt: Instant): EffectivePlan {
  const earliest = Math.max(now, wishedAt);
  const notices = listVersionsFrom(versions, now).map((version) => toNotice(version, next, now));
  const freeAt = new Map(notices.map(({ number, freeFrom }) => [number, freeFrom]));
  const isFree = (at: Instant): boolean => {
    const replaced = findVersionInForce(versions, at);
    const concerned = versions.filter((version) => version === replaced || version.effectiveAt > at);
    return concerned.every(({ number }) => (freeAt.get(number) ?? now) <= at);
  };
  const candidates = [earliest, ...versions.map(({ effectiveAt }) => effectiveAt), ...freeAt.values()];
  const possible = candidates.filter((at) => at >= earliest && isFree(at));
  // From the last of the candidates on every notice period is over.
  return { effectiveAt: Math.min(...possible), notices: notices.filter(({ weakenings }) => weakenings.length > 0) };
}

function toNotice({ number, content }: AgreementVersion, next: Agreement, now: Instant): Notice {
  const weakenings = findWeakenings(content, next, now);
  const { noticePeriodDays } = content;
  return { number, noticePeriodDays, weakenings, freeFrom: weakenings.length > 0 ? now + noticePeriodDays * DAY_SECONDS : now };
}

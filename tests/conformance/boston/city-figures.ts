import type { Instant } from '../../../src/domain/instant.ts';

/** Counts, by the names that the city's figures were counted under independently. */
export interface CityFigures {
  rows: number;
  closed: number;
  closed_on_or_before_target: number;
  closed_after_target: number;
  open_with_target: number;
  no_target: number;
  flag_ONTIME: number;
  flag_OVERDUE: number;
  flag_blank: number;
  /** Requests whose flag says something else than their obligation; those without a flag are not counted. */
  flag_contradictions: number;
}

interface JudgedRequest {
  readonly flag: string;
  readonly isClosed: boolean;
  /** Undefined when the city named no time for it. */
  readonly obligation:
    | {
        readonly answered_at: Instant | null;
        readonly staffed_seconds: number | null;
        readonly target_seconds: number;
        readonly breach_at: Instant | null;
      }
    | undefined;
}

/** Adds requests up. */
export class CityTotals {
  readonly #figures: CityFigures = {
    rows: 0,
    closed: 0,
    closed_on_or_before_target: 0,
    closed_after_target: 0,
    open_with_target: 0,
    no_target: 0,
    flag_ONTIME: 0,
    flag_OVERDUE: 0,
    flag_blank: 0,
    flag_contradictions: 0,
  };

  add(request: JudgedRequest, now: Instant): void {
    const figures = this.#figures;
    const outcome = findOutcome(request, now);
    figures.rows += 1;
    if (request.isClosed) figures.closed += 1;
    figures[outcome] += 1;
    if (request.flag === '') figures.flag_blank += 1;
    else {
      figures[request.flag === 'ONTIME' ? 'flag_ONTIME' : 'flag_OVERDUE'] += 1;
      const isInTime = outcome === 'no_target' || outcome === 'closed_on_or_before_target';
      if (isInTime !== (request.flag === 'ONTIME')) figures.flag_contradictions += 1;
    }
  }

  toFigures(): CityFigures {
    return this.#figures;
  }
}

/** All of the city's times had passed when its data were taken: what runs still would contradict its flag. */
function findOutcome({ obligation }: JudgedRequest, now: Instant) {
  if (obligation === undefined) return 'no_target';
  if (obligation.answered_at !== null && obligation.staffed_seconds !== null) {
    return obligation.staffed_seconds <= obligation.target_seconds ? 'closed_on_or_before_target' : 'closed_after_target';
  }
  if (obligation.breach_at === null || now <= obligation.breach_at) throw new Error('A request runs that the city holds to be overdue.');
  return 'open_with_target';
}

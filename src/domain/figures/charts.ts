/** The share kept in one part of the window; `lower` and `upper` are its 95 % interval. All are undefined without data. */
export interface SharePoint {
  readonly date: string;
  readonly met: number;
  readonly decided: number;
  readonly share: number | undefined;
  readonly lower: number | undefined;
  readonly upper: number | undefined;
}

/** Messages answered after more than the bar before and at most `upToSeconds`; null: later, or never. */
export interface WaitBar {
  readonly upToSeconds: number | null;
  readonly kind: 'within' | 'late' | 'unanswered';
  readonly messages: number;
}

/** Messages that arrived in an hour of a weekday, by the company's clock. Weekday 0 is Monday. */
export interface HourCell {
  readonly weekday: number;
  readonly hour: number;
  readonly met: number;
  readonly decided: number;
}

export interface CommitmentCharts {
  readonly shares: readonly SharePoint[];
  readonly waits: readonly WaitBar[];
  readonly hours: readonly HourCell[];
}

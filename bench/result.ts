/** What a run of the benchmarks was asked for. */
export interface BenchOptions {
  /** Messages that are there before the measuring begins. */
  readonly size: number;
  readonly database: 'pglite' | 'postgres';
}

/** One measured figure of a benchmark. */
export type BenchResult = {
  name: string;
  value: number;
  unit: string;
  /** What it is compared with: plain work of the same kind, on the same machine in the same run. */
  floor?: { name: string; value: number };
  /** value / floor.value */
  ratio?: number;
  goal?: string;
  met?: boolean;
};

/** The middle one, or the mean of the two in the middle. @throws RangeError without any value. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  if (low === undefined || high === undefined) throw new RangeError('There is no median of nothing.');
  return (low + high) / 2;
}

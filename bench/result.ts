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

/** One measured figure of a benchmark. */
export type BenchResult = {
  name: string;
  value: number;
  unit: string;
  /** What the same machine does in the same run without our code: nothing can be faster. */
  floor?: { name: string; value: number };
  /** value / floor.value */
  ratio?: number;
  goal?: string;
  met?: boolean;
};

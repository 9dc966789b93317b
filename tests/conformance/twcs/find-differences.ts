type Figures = Record<string, Record<string, Record<string, unknown>>>;

const PARTS = ['first_5000', 'reply_pairs'];

/** Compares each figure of each company that the oracle names. */
export function findDifferences(oracle: object, got: object): { compared: number; differences: string[] } {
  const differences: string[] = [];
  let compared = 0;
  for (const part of PARTS) {
    for (const [company, expected] of Object.entries((oracle as Figures)[part] ?? {})) {
      const measured = (got as Figures)[part]?.[company] ?? {};
      for (const figure of new Set([...Object.keys(expected), ...Object.keys(measured)])) {
        compared += 1;
        if (measured[figure] === expected[figure]) continue;
        differences.push(`${part} ${company} ${figure}: expected ${expected[figure]}, got ${measured[figure]}`);
      }
    }
  }
  return { compared, differences };
}

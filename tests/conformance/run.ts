import { checkCase } from './check-case.ts';
import { type ConformanceCase, readCases, UnreadableFile } from './read-cases.ts';

/** Exit codes: 0 all passed, 1 some failed, 2 nothing was run because a file cannot be. */
function main(files: string[]): number {
  if (files.length === 0) {
    console.error('Usage: npm run conformance -- FILE…');
    return 2;
  }
  let cases: ConformanceCase[];
  try {
    cases = files.flatMap(readCases);
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    console.error(error.message);
    return 2;
  }
  let failed = 0;
  for (const entry of cases) {
    const difference = checkCase(entry);
    if (difference === undefined) continue;
    failed += 1;
    console.log(difference.id);
    console.log(`  expected ${JSON.stringify(difference.expected)}`);
    console.log(`  got      ${JSON.stringify(difference.got)}`);
  }
  console.log(`${cases.length - failed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

process.exitCode = main(process.argv.slice(2));

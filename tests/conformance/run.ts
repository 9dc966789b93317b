import { runBoston } from './boston/run-boston.ts';
import { checkCase } from './check-case.ts';
import { type ConformanceCase, readCases, UnreadableFile } from './read-cases.ts';
import { runTwcs } from './twcs/run-twcs.ts';

/** What differs is told; exit codes: 0 all passed, 1 some failed, 2 nothing was run because a file cannot be. */
function checkFiles(files: string[]): number {
  const cases: ConformanceCase[] = files.flatMap(readCases);
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

const FOLDER_RUNS: Readonly<Record<string, (folder: string) => Promise<number>>> = { '--twcs': runTwcs, '--boston': runBoston };

async function main([first, ...rest]: string[]): Promise<number> {
  const runFolder = first === undefined ? undefined : FOLDER_RUNS[first];
  if (first === undefined || (runFolder !== undefined && rest.length !== 1)) {
    console.error(
      'Usage: npm run conformance -- FILE…   or   npm run conformance -- --twcs DIR   or   npm run conformance -- --boston DIR',
    );
    return 2;
  }
  try {
    return runFolder === undefined ? checkFiles([first, ...rest]) : await runFolder(rest[0] ?? '');
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    console.error(error.message);
    return 2;
  }
}

process.exitCode = await main(process.argv.slice(2));

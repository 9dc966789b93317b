import { parseArgs } from 'node:util';
import { OptionProblem } from './option-problem.ts';

/**
 * The file that a command was given by its one option; undefined when help was asked for.
 * @throws OptionProblem for anything else.
 */
export function readFileOption(args: string[], option: 'to' | 'from'): string | undefined {
  const { help, ...values } = parse(args, option);
  if (help === true) return undefined;
  const file = values[option];
  if (typeof file !== 'string' || file === '') throw new OptionProblem(`Say which file: --${option} FILE`);
  return file;
}

function parse(args: string[], option: 'to' | 'from') {
  try {
    return parseArgs({ args, options: { [option]: { type: 'string' }, help: { type: 'boolean' } } }).values;
  } catch (error) {
    throw new OptionProblem(error instanceof Error ? error.message : String(error));
  }
}

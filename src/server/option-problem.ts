/** An option of a command that cannot be used, in words. */
export class OptionProblem extends Error {}

/** A file that cannot be read as a whole, in words for whoever gave it: `message` says what and why, `hint` what to do. */
export class FileProblem extends Error {
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.name = 'FileProblem';
    this.hint = hint;
  }
}

/** A backup that cannot be made or restored; the message says why and what to do. Nothing was changed. */
export class ArchiveError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ArchiveError';
  }
}

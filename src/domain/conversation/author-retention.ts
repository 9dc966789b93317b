/** After so many days the hash of an event's author is forgotten: a year, and time to compare with the year before. */
export const AUTHOR_RETENTION_DAYS = 400;

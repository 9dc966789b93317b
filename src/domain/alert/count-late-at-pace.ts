/**
 * How many of those that wait will be late when they are answered in the order they are due, at the pace of late.
 * @param leftSeconds for each that waits, open seconds until its target is used up, in ascending order
 * @param secondsEach open seconds that one answer takes, all who answer together; infinite when nothing was answered
 */
export function countLateAtPace(leftSeconds: readonly number[], secondsEach: number): number {
  return leftSeconds.filter((left, index) => (index + 1) * secondsEach > left).length;
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NO_COUNTS } from '../../../src/domain/compliance/counts.ts';
import { judgeCompliance } from '../../../src/domain/compliance/verdict.ts';
import type { HourCell } from '../../../src/domain/figures/charts.ts';
import { toUnmeasuredFigures } from '../../../src/domain/figures/unmeasured-figures.ts';
import { describeProblem, nameProblem } from '../../../src/domain/report/describe-report.ts';
import { findProblems, type ProblemSource } from '../../../src/domain/report/find-problems.ts';
import { makeCommitment, makePromises } from '../../support/promise.ts';

const NOW = 1_772_442_000;

/** A promise on e-mail with messages in each working hour of the week; `broken` tells how many of the 20 of an hour are breached. */
function makeSourceOf(broken: (weekday: number, hour: number) => number, objectivePercent = 90): ProblemSource {
  const commitment = makeCommitment({ id: 'mail', channelId: 'email', objectivePercent });
  const figures = toUnmeasuredFigures(makePromises([commitment]), 1, 'Europe/Berlin', NOW).commitments[0];
  assert.ok(figures !== undefined);
  const hours: HourCell[] = [0, 1, 2, 3, 4].flatMap((weekday) =>
    [8, 9, 10, 11, 13, 14, 15, 16].map((hour) => ({ weekday, hour, met: 20 - broken(weekday, hour), decided: 20 })),
  );
  const met = hours.reduce((sum, cell) => sum + cell.met, 0);
  const breached = hours.reduce((sum, cell) => sum + cell.decided, 0) - met;
  const counts = { ...NO_COUNTS, met, breached };
  return { figures: { ...figures, judgement: judgeCompliance(counts, objectivePercent, NOW, NOW) }, hours, groups: [] };
}

const namesOf = (source: ProblemSource) => findProblems([source]).problems.map((problem) => nameProblem(problem, [source.figures]));

test('what is planted is found, once, in words with its figure', () => {
  const source = makeSourceOf((weekday, hour) => (weekday === 0 && hour < 12 ? 12 : 1));
  const { problems, looked } = findProblems([source]);
  assert.deepEqual(
    problems.map((problem) => [nameProblem(problem, [source.figures]), describeProblem(problem)]),
    [['E-mail on Monday mornings', '40\u00a0% kept, 48 of 84 breaches']],
  );
  assert.ok(looked > 20);
});

test('a whole weekday and a whole hour are told as what they are', () => {
  assert.deepEqual(namesOf(makeSourceOf((weekday) => (weekday === 4 ? 9 : 1))), ['E-mail on Fridays']);
  assert.deepEqual(namesOf(makeSourceOf((_, hour) => (hour === 13 ? 9 : 1))), ['E-mail from 13:00 to 14:00']);
});

test('breaches spread evenly are told of the promise as a whole, and only where it allows fewer', () => {
  assert.deepEqual(namesOf(makeSourceOf(() => 5)), ['E-mail as a whole']);
  assert.deepEqual(namesOf(makeSourceOf(() => 5, 70)), []);
});

test('a topic that fares worse than the others', () => {
  const source = makeSourceOf(() => 2, 95);
  const billing = { kind: 'topic' as const, words: 'about billing', met: 60, breached: 40, hours: undefined };
  const { problems } = findProblems([{ ...source, groups: [billing] }]);
  assert.deepEqual(
    problems.map((problem) => nameProblem(problem, [source.figures])),
    ['E-mail about billing'],
  );
});

test('a language that waits longer than others', () => {
  const source = makeSourceOf(() => 2, 95);
  const german = { kind: 'language' as const, words: 'in German', met: 60, breached: 40, hours: undefined };
  const english = { kind: 'language' as const, words: 'in English', met: 660, breached: 40, hours: undefined };
  const { problems } = findProblems([{ ...source, groups: [german, english] }]);
  assert.deepEqual(
    problems.map((problem) => nameProblem(problem, [source.figures])),
    ['E-mail in German'],
  );
});

test('what still keeps the promise is no problem, however much better the rest does', () => {
  const source = makeSourceOf((weekday) => (weekday === 0 ? 2 : 0), 80);
  assert.deepEqual(namesOf(source), []);
});

test('too few messages are not looked at', () => {
  const source = makeSourceOf(() => 0);
  const few = { kind: 'language' as const, words: 'in French', met: 0, breached: 19, hours: undefined };
  const without = findProblems([source]).looked;
  assert.equal(findProblems([{ ...source, groups: [few] }]).looked, without);
});

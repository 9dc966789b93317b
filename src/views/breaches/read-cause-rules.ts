import { CAUSE_NAMES } from '../../domain/breach/cause.ts';
import { describeRuleTime } from '../../domain/breach/cause-rule.ts';
import type { Instant } from '../../domain/instant.ts';
import { listCauseRules } from '../../store/cause-rule.ts';
import { listSubjects, nameSubject, type ShownSubject } from '../promise-subjects.ts';
import { readAgreementHistory } from '../read-agreement-history.ts';
import type { Reader } from '../reader.ts';
import { readPeopleNames } from './read-deciders.ts';

/** A rule in words. */
export interface ShownCauseRule {
  readonly id: string;
  readonly cause: string;
  readonly about: string;
  readonly when: string;
  readonly who: string;
  readonly createdAt: Instant;
}

/** The rules of a company by which breaches get causes, the one that counts first first, and what a new one can be about. */
export async function readCauseRules(
  db: Reader,
  companyId: number,
  now: Instant,
): Promise<{ rules: readonly ShownCauseRule[]; subjects: readonly ShownSubject[] }> {
  const { inForce, versions } = await readAgreementHistory(db, companyId, now);
  const version = inForce ?? versions.at(-1);
  const rules = await listCauseRules(db, companyId);
  const nameOf = await readPeopleNames(
    db,
    rules.map(({ createdBy }) => createdBy),
  );
  return {
    rules: rules.map((rule) => ({
      id: rule.id,
      cause: CAUSE_NAMES[rule.cause],
      about: nameSubject(rule, version),
      when: describeRuleTime(rule),
      who: nameOf(rule.createdBy),
      createdAt: rule.createdAt,
    })),
    subjects: listSubjects(version),
  };
}

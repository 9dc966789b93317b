import type { AgreementVersion } from '../domain/agreement/agreement.ts';
import type { Instant } from '../domain/instant.ts';
import { findDraft } from './find-draft.ts';
import { readAgreementHistory } from './read-agreement-history.ts';
import type { Reader } from './reader.ts';

/** Something to do next, with the part of its address after `/app/{company}`. */
export interface NextStep {
  readonly id: 'choose-template' | 'finish-draft' | 'publish' | 'connect-source' | 'send-events' | 'review';
  readonly title: string;
  readonly text: string;
  readonly place: string;
}

/** How far a company is with its agreement. */
export interface AgreementProgress {
  readonly inForce: AgreementVersion | undefined;
  /** The next version that waits for its day. */
  readonly announced: AgreementVersion | undefined;
  readonly draft: { readonly revision: number; readonly problems: number } | undefined;
  readonly hasSource: boolean;
  readonly hasEvents: boolean;
  /** What to do next, the most important first; empty when nothing is open. */
  readonly steps: readonly NextStep[];
}

/** Reads how far a company is and what it should do next. For members only: the caller authorises. */
export async function readAgreementProgress(db: Reader, companyId: number, now: Instant): Promise<AgreementProgress> {
  const history = await readAgreementHistory(db, companyId, now);
  const draft = await findDraft(db, companyId, now);
  const hasSource = (await findOne(db, 'api_key', companyId)) || (await findOne(db, 'source', companyId));
  const hasEvents = await findOne(db, 'event', companyId);
  const progress = {
    inForce: history.inForce,
    announced: history.announced,
    draft: draft === undefined ? undefined : { revision: draft.revision, problems: draft.problems.length },
    hasSource,
    hasEvents,
  };
  return { ...progress, steps: listSteps(progress, history.versions.length > 0, now) };
}

async function findOne(db: Reader, table: 'api_key' | 'source' | 'event', companyId: number): Promise<boolean> {
  const row = await db.selectFrom(table).select('company_id').where('company_id', '=', companyId).limit(1).executeTakeFirst();
  return row !== undefined;
}

function listSteps(progress: Omit<AgreementProgress, 'steps'>, isPublished: boolean, now: Instant): NextStep[] {
  const { draft } = progress;
  const steps: NextStep[] = [];
  if (draft === undefined && !isPublished) steps.push(CHOOSE_TEMPLATE);
  if (draft !== undefined && draft.problems > 0) steps.push(finishDraft(draft.problems));
  if (draft !== undefined && draft.problems === 0) steps.push(PUBLISH);
  if (isPublished && !progress.hasSource) steps.push(CONNECT_SOURCE);
  if (isPublished && progress.hasSource && !progress.hasEvents) steps.push(SEND_EVENTS);
  if (draft === undefined && isPastReview(progress.inForce, now)) steps.push(REVIEW);
  return steps;
}

function isPastReview(version: AgreementVersion | undefined, now: Instant): boolean {
  return version !== undefined && Date.parse(`${version.content.reviewOn}T00:00:00Z`) / 1000 <= now;
}

const CHOOSE_TEMPLATE: NextStep = {
  id: 'choose-template',
  title: 'Choose a template',
  text: 'Six to choose from. In about five minutes your first agreement is public.',
  place: '/agreement',
};

function finishDraft(problems: number): NextStep {
  return {
    id: 'finish-draft',
    title: 'Finish your draft',
    text: problems === 1 ? 'One thing is missing before you can publish.' : `${problems} things are missing before you can publish.`,
    place: '/agreement',
  };
}

const PUBLISH: NextStep = {
  id: 'publish',
  title: 'Publish your draft',
  text: 'Nothing is missing. See what changes, then publish.',
  place: '/agreement/publish',
};

const CONNECT_SOURCE: NextStep = {
  id: 'connect-source',
  title: 'Connect a source',
  text: 'Make a key for your support system, or import a file: without messages nothing can be measured.',
  place: '/sources',
};

const SEND_EVENTS: NextStep = {
  id: 'send-events',
  title: 'Send the first messages',
  text: 'A source is there, and nothing has come from it yet.',
  place: '/sources',
};

const REVIEW: NextStep = {
  id: 'review',
  title: 'Look at your agreement again',
  text: 'The day that you set for a review has come.',
  place: '/agreement',
};

import { describeHours } from '../../calendar/describe-hours.ts';
import { describeCommitment } from '../../commitment/describe-commitment.ts';
import { describeExample, findExampleDeadline } from '../../commitment/find-example-deadline.ts';
import type { Instant } from '../../instant.ts';
import { type AgreementCalendar, calendarForm, commitmentForm } from '../agreement.ts';
import type { DraftFields } from './draft-fields.ts';
import { toRawAgreement } from './parse-draft-fields.ts';

/** What stands in a draft's form, in words; each undefined while it cannot be read. */
export interface DraftWords {
  readonly commitments: readonly ({ readonly sentence: string; readonly example: string | undefined } | undefined)[];
  /** What each calendar says: "Monday to Friday 09:00 to 17:00". */
  readonly hours: readonly (string | undefined)[];
}

/** Says in words what was typed, as far as it can be read. `now` is where examples begin. */
export function describeDraftFields(fields: DraftFields, now: Instant): DraftWords {
  const wrong = new Set<string>();
  const raw = toRawAgreement(fields, (field) => wrong.add(field.split('.').slice(0, 2).join('.')));
  const read = raw.calendars.map((calendar, index) => {
    const result = calendarForm.safeParse(calendar);
    return result.success && !wrong.has(`calendars.${index}`) ? result.data : undefined;
  });
  const calendars = read.filter((calendar) => calendar !== undefined);
  return {
    commitments: raw.commitments.map((own, index) =>
      wrong.has(`commitments.${index}`) ? undefined : describePromise(own, calendars, now),
    ),
    hours: read.map((calendar) => (calendar === undefined ? undefined : (describeHours(calendar.rules) ?? 'see the days below'))),
  };
}

function describePromise(raw: object, calendars: readonly AgreementCalendar[], now: Instant): DraftWords['commitments'][number] {
  const { data: commitment } = commitmentForm.safeParse(raw);
  if (commitment === undefined) return undefined;
  const calendar = calendars.find(({ id }) => id === commitment.clockCalendarId);
  if (commitment.clockCalendarId !== null && calendar === undefined) return undefined;
  const zone = calendar?.rules.timeZone ?? calendars[0]?.rules.timeZone ?? 'UTC';
  const example = findExampleDeadline(commitment.targetSeconds, calendar?.rules ?? null, zone, now);
  return {
    sentence: describeCommitment(commitment, { calendars: [...calendars] }),
    example: example === undefined ? undefined : describeExample(example, zone),
  };
}

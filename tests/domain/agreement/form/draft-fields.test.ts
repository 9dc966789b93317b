import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Agreement } from '../../../../src/domain/agreement/agreement.ts';
import { type DraftFields, toDraftFields } from '../../../../src/domain/agreement/form/draft-fields.ts';
import {
  addCalendar,
  addChannel,
  addCommitment,
  addHolidays,
  removeCalendar,
  removeChannel,
  removeCommitment,
} from '../../../../src/domain/agreement/form/edit-draft-fields.ts';
import { parseDraftFields } from '../../../../src/domain/agreement/form/parse-draft-fields.ts';
import { listDraftFields, readDraftFields } from '../../../../src/domain/agreement/form/read-draft-fields.ts';
import { AGREEMENT_TEMPLATES, TEMPLATE_IDS } from '../../../../src/domain/agreement/templates.ts';
import { makeAgreement } from '../../../support/agreement.ts';
import { arbitraryAgreement } from './arbitrary-agreement.ts';

/** What a browser sends of a form: lines end with CR LF, unticked boxes are left out. */
function sendForm(fields: DraftFields): Map<string, string> {
  const typed = [...listDraftFields(fields)].map(([name, text]) => [name, text.replaceAll('\n', '\r\n')] as const);
  return new Map(typed.filter(([name, text]) => text !== '' || !/promised|automationAnswers/.test(name)));
}

function readBack(fields: DraftFields): Agreement {
  const reading = parseDraftFields(readDraftFields(sendForm(fields)));
  assert.ok(reading.ok, JSON.stringify(reading));
  return reading.content;
}

test('every template goes through the form and comes back the same', () => {
  for (const template of AGREEMENT_TEMPLATES) {
    const agreement = template.make({ timeZone: 'America/New_York', reviewOn: '2027-03-02' });
    assert.deepEqual(readBack(toDraftFields(agreement)), agreement, template.id);
  }
});

test('any agreement goes through the form and comes back the same', () => {
  fc.assert(
    fc.property(arbitraryAgreement, (agreement) => assert.deepEqual(readBack(toDraftFields(agreement)), agreement)),
    { numRuns: 200 },
  );
});

test('what a browser sends is read without loss, whatever was typed', () => {
  const anyText = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\r', ''));
  fc.assert(
    fc.property(arbitraryAgreement, fc.infiniteStream(anyText), (agreement, typed) => {
      const fields = toDraftFields(agreement);
      const retyped = new Map(
        [...listDraftFields(fields)].map(([name, text]) => [name, name.endsWith('.id') ? text : String(typed.next().value)]),
      );
      assert.deepEqual(listDraftFields(readDraftFields(retyped)), retyped);
    }),
  );
});

test('no form at all makes the reader fail, and every problem names a field or a list', () => {
  const names = [...listDraftFields(toDraftFields(makeAgreement())).keys()];
  const anyName = fc.oneof(
    fc.constantFrom(...names),
    fc.string(),
    fc.constantFrom('channels.9999.id', '__proto__', 'channels.-1.id', 'channels.x.id'),
  );
  const anyText = fc.oneof(
    fc.string(),
    fc.constantFrom('9-17', '24:00-24:00', '99:99', '2026-02-30', '１', '1e9', '-5', 'javascript:alert(1)', '\u0000'),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(anyName, anyText), { maxLength: 80 }), (entries) => {
      const fields = readDraftFields(new Map(entries));
      const reading = parseDraftFields(fields);
      const known = new Set([...listDraftFields(fields).keys(), 'channels', 'calendars', 'commitments']);
      if (!reading.ok) for (const { field } of reading.problems) assert.ok(known.has(field), field);
      assert.ok(reading.ok || reading.problems.length > 0);
    }),
    { numRuns: 300 },
  );
});

test('adding and removing in any order leaves an agreement that can be saved, with ids of its own', () => {
  const anyEdit = fc.tuple(fc.nat({ max: 6 }), fc.nat({ max: 9 }), fc.constantFrom('email', 'x', 'nonsense', 'live-chat'));
  fc.assert(
    fc.property(fc.constantFrom(...TEMPLATE_IDS), fc.array(anyEdit, { maxLength: 30 }), (template, edits) => {
      let fields = toDraftFields(makeAgreement(template));
      for (const [which, index, kind] of edits) {
        const edit = [
          () => addChannel(fields, kind, 'Asia/Tokyo'),
          () => removeChannel(fields, index),
          () => addCommitment(fields, index),
          () => removeCommitment(fields, index),
          () => addCalendar(fields, 'Asia/Tokyo'),
          () => removeCalendar(fields, index),
          () => addHolidays(fields, index, ['2026-12-25 Christmas Day']),
        ][which];
        fields = edit?.() ?? fields;
      }
      const content = readBack(fields);
      for (const list of [content.channels, content.calendars, content.commitments] as readonly { id: string }[][]) {
        assert.equal(new Set(list.map(({ id }) => id)).size, list.length);
      }
      const channelIds = content.channels.map(({ id }) => id);
      const calendarIds = content.calendars.map(({ id }) => id);
      for (const { calendarId } of content.channels) assert.ok(calendarIds.includes(calendarId));
      for (const { channelId, clockCalendarId } of content.commitments) {
        assert.ok(channelIds.includes(channelId));
        assert.ok(clockCalendarId === null || calendarIds.includes(clockCalendarId));
      }
    }),
    { numRuns: 200 },
  );
});

test('reads what people type: hours, holidays, languages, addresses, shares', () => {
  const fields = toDraftFields(makeAgreement());
  const [channel, calendar, commitment] = [fields.channels[0], fields.calendars[0], fields.commitments[0]];
  assert.ok(channel && calendar && commitment);
  const content = readBack({
    ...fields,
    channels: [{ ...channel, languages: 'german; English, pt-br', url: 'help@example.org' }],
    calendars: [{ ...calendar, 'rules.week.sat': '22-6', 'rules.holidays': '2026-12-25: Christmas\n2026-12-26' }],
    commitments: [{ ...commitment, targetSeconds: '1,5', unit: 'hours', objectivePercent: '99.5 %' }],
  });
  assert.deepEqual(content.channels[0]?.languages, ['de', 'en', 'pt-br']);
  assert.equal(content.channels[0]?.url, 'mailto:help@example.org');
  assert.deepEqual(content.calendars[0]?.rules.week.sat, [['22:00', '06:00']]);
  assert.deepEqual(content.calendars[0]?.rules.holidays, ['2026-12-25', '2026-12-26']);
  assert.equal(content.commitments[0]?.targetSeconds, 5400);
  assert.equal(content.commitments[0]?.objectivePercent, 99.5);
});

test('says beside each field what cannot be read', () => {
  const fields = toDraftFields(makeAgreement());
  const [channel, calendar, commitment] = [fields.channels[0], fields.calendars[0], fields.commitments[0]];
  assert.ok(channel && calendar && commitment);
  const reading = parseDraftFields({
    channels: [{ ...channel, url: 'javascript:alert(1)', languages: 'Klingonish' }],
    calendars: [{ ...calendar, 'rules.week.mon': 'nine to five', 'rules.timeZone': 'Mars/Olympus', 'rules.holidays': 'Christmas' }],
    commitments: [{ ...commitment, targetSeconds: '2', unit: 'days', objectivePercent: '101' }],
    texts: { ...fields.texts, reviewOn: 'soon', noticePeriodDays: '-1' },
  });
  assert.ok(!reading.ok);
  assert.deepEqual(reading.problems.map(({ field }) => field).sort(), [
    'calendars.0.rules.holidays',
    'calendars.0.rules.timeZone',
    'calendars.0.rules.week.mon',
    'channels.0.languages',
    'channels.0.url',
    'commitments.0.objectivePercent',
    'commitments.0.targetSeconds',
    'noticePeriodDays',
    'reviewOn',
  ]);
});

test('removing a channel removes its promises; hours in use stay', () => {
  const fields = toDraftFields(makeAgreement());
  const fewer = removeChannel(fields, 0);
  assert.deepEqual(
    fewer.commitments.map(({ channelId }) => channelId),
    ['whatsapp'],
  );
  assert.equal(removeCalendar(fields, 0), fields);
});

test('a holiday that was proposed does not rename one that is there, nor lose what cannot be read', () => {
  const fields = toDraftFields(makeAgreement());
  const [calendar] = fields.calendars;
  assert.ok(calendar);
  const holidaysOf = (text: string) => {
    const typed = { ...fields, calendars: [{ ...calendar, 'rules.holidays': text }] };
    return addHolidays(typed, 0, ['2026-12-25 Christmas Day', '2026-01-01 New Year']).calendars[0]?.['rules.holidays'];
  };
  assert.equal(holidaysOf('2026-12-25 Our feast'), '2026-01-01 New Year\n2026-12-25 Our feast');
  assert.equal(holidaysOf('the feast'), 'the feast\n2026-12-25 Christmas Day\n2026-01-01 New Year');
});

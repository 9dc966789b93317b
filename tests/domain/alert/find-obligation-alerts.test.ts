import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AlertRule, Trigger } from '../../../src/domain/alert/alert-rule.ts';
import { findObligationAlerts, type WaitingObligation } from '../../../src/domain/alert/find-obligation-alerts.ts';
import { compileCalendar } from '../../../src/domain/calendar/compile-calendar.ts';
import { parseInstant } from '../../../src/domain/instant.ts';

const ASKED_AT = parseInstant('2026-03-06T16:00:00Z');
const HOUR = 3_600;

const makeRule = (trigger: Trigger, change: Partial<AlertRule> = {}): AlertRule => ({
  id: trigger,
  trigger,
  channelId: null,
  commitmentId: null,
  breachesLeft: 3,
  targets: [],
  quiet: null,
  escalateAfterSeconds: null,
  escalation: [],
  createdAt: ASKED_AT - 1,
  ...change,
});

const WAITING: WaitingObligation = {
  sourceId: 1,
  conversationId: 'c1',
  commitmentId: 'x-first',
  ordinal: 0,
  channelId: 'x',
  versionNumber: 1,
  targetSeconds: 4 * HOUR,
  dueAt: ASKED_AT + 4 * HOUR,
  breachAt: ASKED_AT + 4 * HOUR,
};

const RULES = [makeRule('used-50'), makeRule('used-75'), makeRule('used-90'), makeRule('breached')];
const elapsed = { clock: null, channel: 'X', promise: 'First answer' };

const find = (now: number, given: { rules?: AlertRule[]; obligation?: Partial<WaitingObligation>; commitment?: typeof elapsed } = {}) =>
  findObligationAlerts(given.rules ?? RULES, [{ ...WAITING, ...given.obligation }], () => given.commitment ?? elapsed, now).map(
    ({ ruleId }) => ruleId,
  );

test('a share of the target is told from the second in which it is used', () => {
  assert.deepEqual(find(ASKED_AT + 2 * HOUR - 1), []);
  assert.deepEqual(find(ASKED_AT + 2 * HOUR), ['used-50']);
  assert.deepEqual(find(ASKED_AT + 3 * HOUR - 1), ['used-50']);
  assert.deepEqual(find(ASKED_AT + 3 * HOUR), ['used-50', 'used-75']);
  assert.deepEqual(find(ASKED_AT + 3.6 * HOUR), ['used-50', 'used-75', 'used-90']);
});

test('at the due instant nothing is missed yet; a second later it is, and no share is told any more', () => {
  assert.deepEqual(find(ASKED_AT + 4 * HOUR), ['used-50', 'used-75', 'used-90']);
  assert.deepEqual(find(ASKED_AT + 4 * HOUR + 1), ['breached']);
});

test('a breach is told for a day, and not when it came before the rule', () => {
  const breachAt = ASKED_AT + 4 * HOUR;
  assert.deepEqual(find(breachAt + 24 * HOUR), ['breached']);
  assert.deepEqual(find(breachAt + 24 * HOUR + 1), []);
  assert.deepEqual(find(breachAt + 1, { rules: [makeRule('breached', { createdAt: breachAt + 1 })] }), []);
});

test('the share counts on the commitment’s own clock: a weekend uses nothing', () => {
  const week = Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, [['09:00', '17:00']]]));
  const clock = compileCalendar({ timeZone: 'Etc/UTC', week, holidays: [], dateOverrides: {}, breaks: {} } as never);
  const dueAt = parseInstant('2026-03-09T12:00:00Z');
  const commitment = { clock, channel: 'X', promise: 'First answer' } as unknown as typeof elapsed;
  const at = (text: string) => find(parseInstant(text), { obligation: { dueAt, breachAt: dueAt }, commitment });
  assert.deepEqual(at('2026-03-08T20:00:00Z'), []);
  assert.deepEqual(at('2026-03-09T09:59:59Z'), []);
  assert.deepEqual(at('2026-03-09T10:00:00Z'), ['used-50']);
});

test('a clock that stands still is due at no time', () => {
  assert.deepEqual(find(ASKED_AT + 4 * HOUR, { obligation: { dueAt: null, breachAt: null } }), []);
});

test('a rule about a channel or commitment leaves the others alone', () => {
  const now = ASKED_AT + 2 * HOUR;
  const about = (change: Partial<AlertRule>) => find(now, { rules: [makeRule('used-50', change)] }).length;
  assert.equal(about({ channelId: 'x' }), 1);
  assert.equal(about({ channelId: 'mail' }), 0);
  assert.equal(about({ channelId: 'x', commitmentId: 'x-first' }), 1);
  assert.equal(about({ channelId: 'x', commitmentId: 'x-next' }), 0);
});

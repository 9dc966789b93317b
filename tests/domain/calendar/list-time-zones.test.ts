import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isTimeZone } from '../../../src/domain/calendar/calendar.ts';
import { listTimeZones } from '../../../src/domain/calendar/list-time-zones.ts';

test('every zone that can be chosen is one that calendars accept, each once, UTC first', () => {
  const zones = listTimeZones();
  assert.deepEqual(zones[0], { name: 'UTC', region: undefined });
  assert.deepEqual(
    zones.find(({ name }) => name === 'Europe/Berlin'),
    { name: 'Europe/Berlin', region: 'Europe' },
  );
  assert.ok(zones.every(({ name }) => isTimeZone(name)));
  assert.equal(new Set(zones.map(({ name }) => name)).size, zones.length);
});

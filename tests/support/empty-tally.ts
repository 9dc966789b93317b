import type { Tally } from '../../src/domain/tally/tally.ts';
import { TEST_NOW } from './context.ts';

/** A day without messages, to be filled. */
export const EMPTY_TALLY: Tally = {
  commitmentId: 'x-first',
  channelId: 'x',
  metric: 'first-response',
  versionNumber: 1,
  sourceId: 1,
  day: 0,
  metByHour: new Int32Array(24),
  lateByHour: new Int32Array(24),
  waited: new Int32Array(0),
  staffed: new Int32Array(0),
  breachAt: new Float64Array(0),
  breachHour: new Uint8Array(0),
  exclusions: [],
  settledAt: TEST_NOW,
};

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('./print-answers.ts', import.meta.url));

test("answers do not depend on the machine's own time zone", () => {
  const [first, ...others] = ['UTC', 'America/New_York', 'Pacific/Apia', 'Asia/Kolkata'].map((zone) =>
    execFileSync(process.execPath, [script], { env: { ...process.env, TZ: zone }, encoding: 'utf8' }),
  );
  assert.ok((first ?? '').split('\n').length > 100);
  for (const answers of others) assert.equal(answers, first);
});

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { checkCase } from './check-case.ts';
import { readCases } from './read-cases.ts';

const casesFolder = fileURLToPath(new URL('./cases/', import.meta.url));
const runner = fileURLToPath(new URL('./run.ts', import.meta.url));
const caseFiles = readdirSync(casesFolder).map((name) => join(casesFolder, name));

for (const file of caseFiles) {
  describe(file.slice(casesFolder.length), () => {
    for (const entry of readCases(file)) {
      test(entry.id, () => assert.equal(checkCase(entry), undefined));
    }
  });
}

describe('the runner', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kept-conformance-'));
  after(() => rmSync(folder, { recursive: true }));

  const write = (name: string, content: string): string => {
    const file = join(folder, name);
    writeFileSync(file, content);
    return file;
  };
  const run = (...files: string[]) => spawnSync(process.execPath, [runner, ...files], { encoding: 'utf8' });
  const closing = (output: string): string | undefined => output.trimEnd().split('\n').at(-1);

  test('passes all copied cases together', () => {
    const total = caseFiles.reduce((sum, file) => sum + JSON.parse(readFileSync(file, 'utf8')).length, 0);
    const { status, stdout } = run(...caseFiles);
    assert.equal(closing(stdout), `${total} passed, 0 failed`);
    assert.equal(status, 0);
  });

  test('tells forms by their fields, shows what differs, and fails', () => {
    const always = { mon: [['00:00', '24:00']] };
    const monday = { from: '2024-05-06T08:00:00Z', calendar: { timeZone: 'Etc/UTC', week: always } };
    const file = write(
      'mixed.json',
      JSON.stringify([
        { id: 'right', ...monday, op: 'elapsed', to: '2024-05-06T09:00:00Z', expect: 3600 },
        { id: 'wrong-time', ...monday, op: 'add', seconds: 60, expect: '2024-05-06T08:01:00Z', expectLatest: '2024-05-06T08:02:00Z' },
        {
          id: 'wrong-sla',
          commitment: { metric: 'first_response', targetSeconds: 60, clock: 'calendar' },
          now: '2024-05-06T08:00:00Z',
          events: [{ at: '2024-05-06T08:00:00Z', type: 'customer_message' }],
          expect: { status: 'met' },
        },
        { id: 'wrong-sum', commitment: { percentile: 90 }, items: [], expect: { verdict: 'no_data', eligible: 1, unheardOf: 2 } },
        { id: 'malformed', ...monday, op: 'subtract', expect: 0 },
      ]),
    );
    const { status, stdout } = run(file);
    assert.equal(status, 1);
    assert.equal(closing(stdout), '1 passed, 4 failed');
    assert.match(
      stdout,
      /wrong-time\n {2}expected \{"expectLatest":"2024-05-06T08:02:00Z"\}\n {2}got {6}\{"expectLatest":"2024-05-06T08:01:00Z"\}/,
    );
    assert.match(stdout, /wrong-sla\n {2}expected \{"status":"met"\}\n {2}got {6}\{"status":"running"\}/);
    assert.match(stdout, /wrong-sum\n {2}expected \{"eligible":1,"unheardOf":2\}/);
    assert.match(stdout, /case 5\n/);
  });

  test('a file that cannot be run is an error of its own', () => {
    for (const file of [
      join(folder, 'missing.json'),
      write('broken.json', '[{'),
      write('object.json', '{"id": 1}'),
      write('empty.json', '[]'),
      write('unknown.json', '[{"id": "x", "commitment": {}}]'),
    ]) {
      const { status, stdout, stderr } = run(file);
      assert.equal(status, 2, file);
      assert.equal(stdout, '');
      assert.ok(stderr.startsWith(file), stderr);
    }
    assert.equal(run().status, 2);
  });
});

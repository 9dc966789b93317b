import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { AUDIT_ACTIONS, describeAuditEntry } from '../../../src/domain/audit/describe-audit-entry.ts';
import { findCompanyCommands } from '../../architecture/company-commands.ts';

const nobody = () => undefined;

describe('describeAuditEntry', () => {
  test('every command on a company has words', async () => {
    const names = (await findCompanyCommands()).map(({ command }) => command.commandName);
    assert.deepEqual(
      names.filter((name) => !AUDIT_ACTIONS.includes(name)),
      [],
      'Say what the command did in src/domain/audit/describe-audit-entry.ts.',
    );
  });

  test('says what was done, by names where they are known', () => {
    const entry = { action: 'change-member-role', detail: { userId: 'u1', before: 'agent', role: 'admin' } };
    const nameOf = (kind: string, id: unknown) => (kind === 'user' && id === 'u1' ? 'Ada' : undefined);
    assert.equal(describeAuditEntry(entry, nameOf), 'Changed the role of “Ada” from agent to admin');
    assert.equal(describeAuditEntry(entry, nobody), 'Changed the role of somebody who is gone from agent to admin');
  });

  test('an action of the past is told by its name', () => {
    assert.equal(describeAuditEntry({ action: 'rotate-api-key', detail: {} }, nobody), 'Rotate API key');
  });
});

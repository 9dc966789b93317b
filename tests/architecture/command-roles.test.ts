import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Actor } from '../../src/commands/context.ts';
import { isAppError } from '../../src/commands/errors.ts';
import { ROLES, type Role, roleAllows } from '../../src/domain/company/role.ts';
import type { Company } from '../../src/store/company.ts';
import type { Database } from '../../src/store/database.ts';
import { COMMAND_INPUTS, type CommandPlace } from '../support/command-inputs.ts';
import { makeCompany, makeContext, makeMember } from '../support/context.ts';
import { onEachDatabase } from '../support/database.ts';
import { type FoundCommand, findCompanyCommands } from './company-commands.ts';

const commands = await findCompanyCommands();

describe('commands on a company', () => {
  test('are found', () => assert.ok(commands.length >= 17));
  for (const { file, command } of commands) {
    test(`${command.commandName} has a file of its own and an input to be tried with`, () => {
      assert.equal(command.commandName, file, 'A command is named as its file.');
      const advice = `Add '${command.commandName}' to tests/support/command-inputs.ts: an input with which an owner succeeds.`;
      assert.ok(COMMAND_INPUTS[command.commandName], advice);
    });
  }
  test('are all there that have an input', () => {
    const names = new Set(commands.map(({ command }) => command.commandName));
    assert.deepEqual(
      Object.keys(COMMAND_INPUTS).filter((name) => !names.has(name)),
      [],
    );
  });
});

onEachDatabase('commands', (open) => {
  for (const { command } of commands) {
    const input = COMMAND_INPUTS[command.commandName];
    if (input === undefined) continue;
    for (const who of [...ROLES, 'stranger', 'anonymous', 'api-key'] as const) {
      const expected = expectFor(command, who);
      test(`${command.commandName} as ${who}: ${expected}`, async () => {
        const place = await makePlace((await open()).db);
        const given = await input.prepare(place);
        const before = await countAudits(place.db, place.company, command);
        assert.equal(await tryAs(command, place, await makeActor(place, who), given), expected);
        // What was done is in the log once, what was refused is not.
        assert.equal((await countAudits(place.db, place.company, command)) - before, expected === 'done' ? 1 : 0);
      });
    }
    if (!input.namesThings) continue;
    test(`${command.commandName} does not reach what belongs to another company`, async () => {
      const { db } = await open();
      const [own, other] = [await makePlace(db), await makePlace(db)];
      const foreign = await input.prepare(other);
      assert.equal(await tryAs(command, own, own.owner.actor, foreign), 'not-found');
      assert.equal(await tryAs(command, other, other.owner.actor, foreign), 'done');
    });
  }
});

type Who = Role | 'stranger' | 'anonymous' | 'api-key';

function expectFor(command: FoundCommand, who: Who): string {
  if (who === 'anonymous') return 'not-signed-in';
  if (who === 'stranger' || who === 'api-key') return 'not-found';
  return roleAllows(who, command.role) ? 'done' : 'not-allowed';
}

async function makePlace(db: Database): Promise<CommandPlace> {
  const company = await makeCompany(db);
  return { db, company, owner: makeContext(db, { actor: company.owner.actor }) };
}

/** The stranger owns another company; the key belongs to this one, but stands for no member. */
async function makeActor({ db, company }: CommandPlace, who: Who): Promise<Actor> {
  if (who === 'anonymous') return { kind: 'anonymous' };
  if (who === 'stranger') return (await makeCompany(db)).owner.actor;
  if (who === 'api-key') return { kind: 'api-key', keyId: 'key', companyId: company.id, sourceId: 1 };
  return (await makeMember(db, company.id, who)).actor;
}

/** `done`, or the code of the refusal. */
async function tryAs(command: FoundCommand, { db, company }: CommandPlace, actor: Actor, input: object): Promise<string> {
  try {
    await command(makeContext(db, { actor }), company.slug, input);
    return 'done';
  } catch (error) {
    if (isAppError(error)) return error.code;
    throw error;
  }
}

async function countAudits(db: Database, company: Company, command: FoundCommand): Promise<number> {
  const entries = await db
    .selectFrom('audit_entry')
    .select('id')
    .where('company_id', '=', company.id)
    .where('action', '=', command.commandName)
    .execute();
  return entries.length;
}

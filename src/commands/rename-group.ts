import { renameGroup as rename } from '../store/company-group.ts';
import type { Context } from './context.ts';
import { authoriseGroup, logToCompanies } from './group-command.ts';
import { type GroupInput, groupForm } from './group-form.ts';
import { parseInput } from './parse-input.ts';

/** Gives a group another name. The companies in it read both in their logs. @throws AppError of `authoriseGroup`, `invalid-input`. */
export async function renameGroup(ctx: Context, groupId: string, rawInput: GroupInput): Promise<void> {
  const { name: before } = await authoriseGroup(ctx, groupId, 'manager');
  const { name } = parseInput(groupForm, rawInput);
  if (name === before) return;
  await ctx.db.transaction().execute(async (trx) => {
    await rename(trx, groupId, name);
    await logToCompanies(ctx, trx, groupId, { action: 'rename-group', detail: { groupId, before, group: name } });
  });
}

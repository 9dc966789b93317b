import { deleteGroup as remove } from '../store/company-group.ts';
import type { Context } from './context.ts';
import { authoriseGroup, logToCompanies } from './group-command.ts';

/** Deletes a group: nobody sees anything through it any more. Its companies stay as they are. @throws AppError of `authoriseGroup` */
export async function deleteGroup(ctx: Context, groupId: string): Promise<void> {
  const { name } = await authoriseGroup(ctx, groupId, 'manager');
  await ctx.db.transaction().execute(async (trx) => {
    await logToCompanies(ctx, trx, groupId, { action: 'delete-group', detail: { groupId, group: name } });
    await remove(trx, groupId);
  });
}

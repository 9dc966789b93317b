import type { Context } from '../../src/commands/context.ts';
import { publishAgreement } from '../../src/commands/publish-agreement.ts';
import { saveDraft } from '../../src/commands/save-draft.ts';
import { startDraft } from '../../src/commands/start-draft.ts';
import type { Agreement } from '../../src/domain/agreement/agreement.ts';

/** Publishes a first agreement as people do: a draft, saved, published. It is in force from `ctx.now`. */
export async function publishExample(ctx: Context, slug: string, content: Agreement): Promise<void> {
  const { revision: started } = await startDraft(ctx, slug, { from: 'empty' });
  const { revision } = await saveDraft(ctx, slug, { revision: started, content });
  await publishAgreement(ctx, slug, { revision });
}

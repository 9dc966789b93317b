import { type ActionAPIContext, defineAction } from 'astro:actions';
import { createCauseRule as createCauseRuleCommand } from '../commands/create-cause-rule.ts';
import { excludeMessages as excludeMessagesCommand } from '../commands/exclude-messages.ts';
import { removeCauseRule as removeCauseRuleCommand } from '../commands/remove-cause-rule.ts';
import { setCauses as setCausesCommand } from '../commands/set-causes.ts';
import { undoExclusions as undoExclusionsCommand } from '../commands/undo-exclusions.ts';
import { NO_CAUSE } from '../domain/breach/breach-filter.ts';
import { type FormResult, readText, submitForm } from '../http/form.ts';
import { pathCompany } from '../http/path-company.ts';

/** Forms that decide about messages. The company is the one in the page's address. */

const accept = 'form';

const slugOf = (context: ActionAPIContext): string => pathCompany(context.url);

/** The rows that were ticked, or all that the page showed. */
const readChosen = (form: FormData): string[] => form.getAll(form.has('all') ? 'shown' : 'breach').map(String);

/** Runs a command on the chosen rows; when it fails they stay chosen. */
async function decide<Output>(form: FormData, command: (breaches: string[]) => Promise<Output>): Promise<FormResult<Output>> {
  const breaches = readChosen(form);
  const result = await submitForm(form, () => command(breaches));
  return result.ok ? result : { ...result, values: { ...result.values, chosen: breaches.join(' ') } };
}

const setCauses = defineAction({
  accept,
  handler: (form: FormData, context) => {
    const given = readText(form, 'cause');
    const cause = given === NO_CAUSE ? null : (given as 'other');
    return decide(form, (breaches) => setCausesCommand(context.locals.ctx, slugOf(context), { breaches, cause }));
  },
});

const excludeMessages = defineAction({
  accept,
  handler: (form: FormData, context) => {
    const why = { reason: readText(form, 'reason') as 'spam', clause: readText(form, 'clause') };
    return decide(form, (breaches) => excludeMessagesCommand(context.locals.ctx, slugOf(context), { breaches, ...why }));
  },
});

const undoExclusions = defineAction({
  accept,
  handler: (form: FormData, context) =>
    decide(form, (breaches) => undoExclusionsCommand(context.locals.ctx, slugOf(context), { breaches })),
});

const createCauseRule = defineAction({
  accept,
  handler: (form: FormData, context) => {
    const [kind, channelId = '', commitmentId = ''] = readText(form, 'about').split(':');
    const input = {
      cause: readText(form, 'cause') as 'other',
      channelId: kind === 'all' ? '' : channelId,
      commitmentId,
      firstDate: readText(form, 'firstDate'),
      lastDate: readText(form, 'lastDate'),
      weekdays: [0, 1, 2, 3, 4, 5, 6].filter((weekday) => form.has(`weekday.${weekday}`)),
      from: readText(form, 'from'),
      until: readText(form, 'until'),
    };
    return submitForm(form, () => createCauseRuleCommand(context.locals.ctx, slugOf(context), input));
  },
});

const removeCauseRule = defineAction({
  accept,
  handler: (form: FormData, context) =>
    submitForm(form, () => removeCauseRuleCommand(context.locals.ctx, slugOf(context), { ruleId: readText(form, 'ruleId') })),
});

export const breachActions = { setCauses, excludeMessages, undoExclusions, createCauseRule, removeCauseRule };

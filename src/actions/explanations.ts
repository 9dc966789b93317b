import { type ActionAPIContext, defineAction } from 'astro:actions';
import { editExplanation as editExplanationCommand } from '../commands/edit-explanation.ts';
import { publishExplanation as publishExplanationCommand } from '../commands/publish-explanation.ts';
import { withdrawExplanation as withdrawExplanationCommand } from '../commands/withdraw-explanation.ts';
import { readText, submitForm } from '../http/form.ts';
import { pathCompany } from '../http/path-company.ts';

/** Forms of a company's public explanations. The company is the one in the page's address. */

const accept = 'form';

/** Each channel is a field of its own, so that a form that failed brings back what was ticked. */
const CHANNEL = 'channel.';

const slugOf = (context: ActionAPIContext): string => pathCompany(context.url);

const readExplanation = (form: FormData) => ({
  text: readText(form, 'text'),
  firstDate: readText(form, 'firstDate'),
  firstTime: readText(form, 'firstTime'),
  lastDate: readText(form, 'lastDate'),
  lastTime: readText(form, 'lastTime'),
  channelIds: [...form.keys()].filter((name) => name.startsWith(CHANNEL)).map((name) => name.slice(CHANNEL.length)),
});

const publishExplanation = defineAction({
  accept,
  handler: (form: FormData, context) =>
    submitForm(form, () => publishExplanationCommand(context.locals.ctx, slugOf(context), readExplanation(form))),
});

const editExplanation = defineAction({
  accept,
  handler: (form: FormData, context) => {
    const input = { ...readExplanation(form), explanationId: readText(form, 'explanationId'), revision: readText(form, 'revision') };
    return submitForm(form, () => editExplanationCommand(context.locals.ctx, slugOf(context), input));
  },
});

const withdrawExplanation = defineAction({
  accept,
  handler: (form: FormData, context) =>
    submitForm(form, () =>
      withdrawExplanationCommand(context.locals.ctx, slugOf(context), { explanationId: readText(form, 'explanationId') }),
    ),
});

export const explanationActions = { publishExplanation, editExplanation, withdrawExplanation };

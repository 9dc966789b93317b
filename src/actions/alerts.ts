import { type ActionAPIContext, defineAction } from 'astro:actions';
import { acknowledgeAlerts as acknowledgeAlertsCommand } from '../commands/acknowledge-alerts.ts';
import { acknowledgeByLink as acknowledgeByLinkCommand } from '../commands/acknowledge-by-link.ts';
import { createAlertDestination as createAlertDestinationCommand } from '../commands/create-alert-destination.ts';
import { createAlertRule as createAlertRuleCommand } from '../commands/create-alert-rule.ts';
import { editAlertDestination as editAlertDestinationCommand } from '../commands/edit-alert-destination.ts';
import { editAlertRule as editAlertRuleCommand } from '../commands/edit-alert-rule.ts';
import { removeAlertDestination as removeAlertDestinationCommand } from '../commands/remove-alert-destination.ts';
import { removeAlertRule as removeAlertRuleCommand } from '../commands/remove-alert-rule.ts';
import { testAlertTarget as testAlertTargetCommand } from '../commands/test-alert-target.ts';
import { readAcknowledgeLink } from '../http/acknowledge-link.ts';
import { readText, submitForm } from '../http/form.ts';
import { pathCompany } from '../http/path-company.ts';

/** Forms of a company's alerts. The company is the one in the page's address. */

const accept = 'form';

/** Settings of a destination are secrets: their fields are called so, and a form that failed does not bring them back. */
const SECRET = 'secret.';
const CHOSEN = 'target.';

const slugOf = (context: ActionAPIContext): string => pathCompany(context.url);

/** The fields whose name begins with `prefix`, without it. */
function readFields(form: FormData, prefix: string): Record<string, string> {
  const fields = [...form].filter(([name, value]) => name.startsWith(prefix) && typeof value === 'string');
  return Object.fromEntries(fields.map(([name, value]) => [name.slice(prefix.length), String(value)]));
}

const createAlertDestination = defineAction({
  accept,
  handler: (form: FormData, context) => {
    const input = { kind: readText(form, 'kind') as 'slack', name: readText(form, 'name'), settings: readFields(form, SECRET) };
    return submitForm(form, () => createAlertDestinationCommand(context.locals.ctx, slugOf(context), input));
  },
});

const editAlertDestination = defineAction({
  accept,
  handler: (form: FormData, context) => {
    const input = {
      destinationId: readText(form, 'destinationId'),
      name: readText(form, 'name'),
      settings: readFields(form, SECRET),
      newSecret: form.has('newSecret'),
    };
    return submitForm(form, () => editAlertDestinationCommand(context.locals.ctx, slugOf(context), input));
  },
});

const removeAlertDestination = defineAction({
  accept,
  handler: (form: FormData, context) => {
    const input = { destinationId: readText(form, 'destinationId') };
    return submitForm(form, () => removeAlertDestinationCommand(context.locals.ctx, slugOf(context), input));
  },
});

const testAlertTarget = defineAction({
  accept,
  handler: (form: FormData, context) =>
    submitForm(form, () => testAlertTargetCommand(context.locals.ctx, slugOf(context), { target: readText(form, 'target') })),
});

/** What the form of a rule says, of a new one and of one that is edited. */
function readRule(form: FormData) {
  const [kind, channelId = '', commitmentId = ''] = readText(form, 'about').split(':');
  return {
    trigger: readText(form, 'trigger') as 'breached',
    channelId: kind === 'all' ? '' : channelId,
    commitmentId,
    breachesLeft: readText(form, 'breachesLeft'),
    targets: Object.keys(readFields(form, CHOSEN)),
    quietFrom: readText(form, 'quietFrom'),
    quietUntil: readText(form, 'quietUntil'),
    escalateAfterMinutes: readText(form, 'escalateAfterMinutes'),
    escalation: ['escalation.0', 'escalation.1', 'escalation.2'].map((name) => readText(form, name)).filter((id) => id !== ''),
  };
}

const createAlertRule = defineAction({
  accept,
  handler: (form: FormData, context) => submitForm(form, () => createAlertRuleCommand(context.locals.ctx, slugOf(context), readRule(form))),
});

const editAlertRule = defineAction({
  accept,
  handler: (form: FormData, context) => {
    const input = { ...readRule(form), ruleId: readText(form, 'ruleId') };
    return submitForm(form, () => editAlertRuleCommand(context.locals.ctx, slugOf(context), input));
  },
});

const removeAlertRule = defineAction({
  accept,
  handler: (form: FormData, context) =>
    submitForm(form, () => removeAlertRuleCommand(context.locals.ctx, slugOf(context), { ruleId: readText(form, 'ruleId') })),
});

const acknowledgeAlerts = defineAction({
  accept,
  handler: (form: FormData, context) => {
    const chosen = form.getAll(form.has('all') ? 'shown' : 'alert').map(String);
    return submitForm(form, () => acknowledgeAlertsCommand(context.locals.ctx, slugOf(context), { alertIds: chosen }));
  },
});

const acknowledgeByLink = defineAction({
  accept,
  handler: (form: FormData, context) =>
    submitForm(form, () => acknowledgeByLinkCommand(context.locals.ctx, readAcknowledgeLink(context.url))),
});

export const alertActions = {
  createAlertDestination,
  editAlertDestination,
  removeAlertDestination,
  testAlertTarget,
  createAlertRule,
  editAlertRule,
  removeAlertRule,
  acknowledgeAlerts,
  acknowledgeByLink,
};

import { z } from 'zod';
import { type DestinationSettings, destinationForm } from '../domain/alert/destination.ts';
import { findAlertDestination, listAlertDestinations, updateAlertDestination } from '../store/alert-destination.ts';
import { companyCommand } from './company-command.ts';
import { destinationName, makeWebhookSecret, refuseDestinationName } from './create-alert-destination.ts';
import { openSettings, sealSettings } from './destination-secrets.ts';
import { AppError } from './errors.ts';
import { parseInput } from './parse-input.ts';

const editAlertDestinationForm = z.strictObject({
  destinationId: z.string().min(1).max(64),
  name: destinationName,
  /** What is to change; what is left empty stays as it is. */
  settings: z.record(z.string(), z.string().trim()).default({}),
  /** Makes a new secret for a signed webhook. */
  newSecret: z.boolean().default(false),
});

/**
 * Gives a destination another name, and other settings where some are given. A new secret that signs webhooks is in the answer and nowhere else;
 * one is also made where the old one cannot be read any more.
 * @throws AppError `not-found`, `already-exists` for a name that is taken, `invalid-input`, `no-secrets-key`.
 */
export const editAlertDestination = companyCommand({
  name: 'edit-alert-destination',
  role: 'admin',
  input: editAlertDestinationForm,
  run: async (ctx, company, { destinationId, name, settings: given, newSecret }, { trx, audit }) => {
    const stored = await findAlertDestination(trx, company.id, destinationId);
    if (stored === undefined) {
      throw new AppError('not-found', 'There is no such destination.', 'Reload the page: somebody may have removed it.');
    }
    const others = await listAlertDestinations(trx, company.id);
    if (others.some((other) => other.id !== destinationId && other.name === name)) refuseDestinationName(name);
    const changed = Object.entries(given).filter(([, value]) => value !== '');
    const before = openSettings(ctx.secrets, company.id, stored);
    const isMade = stored.kind === 'webhook' && (newSecret || (before === undefined && changed.length > 0));
    const isChanged = changed.length > 0 || isMade;
    const made = isMade ? { secret: makeWebhookSecret(ctx) } : {};
    const settings = isChanged ? readChanged({ ...before, ...Object.fromEntries(changed), ...made, kind: stored.kind }) : undefined;
    const sealed = settings === undefined ? {} : { sealed: sealSettings(ctx, company.id, destinationId, settings) };
    await updateAlertDestination(trx, company.id, destinationId, { name, ...sealed });
    audit({ destinationId, before: stored.name, name, settings: isChanged });
    return { destinationId, name, secret: settings?.kind === 'webhook' && isMade ? settings.secret : undefined };
  },
});

const readChanged = (settings: Record<string, string>): DestinationSettings => parseInput(destinationForm, settings as never);

import { z } from 'zod';
import { type DestinationSettings, destinationForm, destinationKinds } from '../domain/alert/destination.ts';
import { insertAlertDestination, listAlertDestinations } from '../store/alert-destination.ts';
import { companyCommand } from './company-command.ts';
import type { Context } from './context.ts';
import { sealSettings } from './destination-secrets.ts';
import { AppError } from './errors.ts';
import { parseInput } from './parse-input.ts';

/** What people call a destination. */
export const destinationName = z
  .string()
  .trim()
  .min(1, 'Give the destination a name, such as Team chat.')
  .max(80, 'Write at most 80 characters.');

const createAlertDestinationForm = z.strictObject({
  kind: z.enum(destinationKinds, 'Choose where alerts go.'),
  name: destinationName,
  /** What its kind needs; the secret of a signed webhook is made here. */
  settings: z.record(z.string(), z.string().trim()),
});

const MOST_DESTINATIONS = 30;
const ID_BYTES = 9;
/** Standard Webhooks ask for 24 to 64 random bytes. */
const SECRET_BYTES = 32;

/**
 * Adds a place where alerts go. Its settings are secret from then on: the secret that signs webhooks is in the answer and nowhere else.
 * @throws AppError `already-exists` for a name that is taken, `invalid-input` also at 30 destinations, `no-secrets-key`.
 */
export const createAlertDestination = companyCommand({
  name: 'create-alert-destination',
  role: 'admin',
  input: createAlertDestinationForm,
  run: async (ctx, company, { kind, name, settings: given }, { trx, audit }) => {
    const settings = readSettings(ctx, kind, given);
    const others = await listAlertDestinations(trx, company.id);
    if (others.some((other) => other.name === name)) refuseDestinationName(name);
    if (others.length >= MOST_DESTINATIONS) {
      throw new AppError('invalid-input', `The company has ${MOST_DESTINATIONS} destinations, which is the most.`, 'Remove one first.');
    }
    const id = ctx.randomBytes(ID_BYTES).toString('base64url');
    const createdBy = ctx.actor.kind === 'user' ? ctx.actor.userId : null;
    const sealed = sealSettings(ctx, company.id, id, settings);
    await insertAlertDestination(trx, { companyId: company.id, id, kind, name, sealed, createdAt: ctx.now, createdBy });
    audit({ destinationId: id, kind, name });
    return { destinationId: id, name, secret: settings.kind === 'webhook' ? settings.secret : undefined };
  },
});

/** A secret that signs webhooks, as Standard Webhooks write it. */
export const makeWebhookSecret = (ctx: Context): string => `whsec_${ctx.randomBytes(SECRET_BYTES).toString('base64')}`;

function readSettings(ctx: Context, kind: string, given: Readonly<Record<string, string>>): DestinationSettings {
  const secret = kind === 'webhook' ? { secret: makeWebhookSecret(ctx) } : {};
  return parseInput(destinationForm, { ...given, ...secret, kind });
}

/** @throws AppError `already-exists` */
export function refuseDestinationName(name: string): never {
  const fields = [{ field: 'name', message: 'This name is taken.' }];
  throw new AppError('already-exists', `There is a destination called “${name}” already.`, 'Choose another name.', { fields });
}

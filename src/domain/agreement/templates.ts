import { airline } from './templates/airline.ts';
import { bank } from './templates/bank.ts';
import { onlineShop } from './templates/online-shop.ts';
import { publicBody } from './templates/public-body.ts';
import { smallBusiness } from './templates/small-business.ts';
import { software } from './templates/software.ts';
import type { AgreementTemplate } from './templates/template.ts';

/** Agreements to start from, in the order in which they are offered. */
export const AGREEMENT_TEMPLATES: readonly AgreementTemplate[] = [onlineShop, software, airline, bank, publicBody, smallBusiness];

export const TEMPLATE_IDS = AGREEMENT_TEMPLATES.map(({ id }) => id);

/** @throws RangeError when there is no such template. */
export function getTemplate(id: string): AgreementTemplate {
  const template = AGREEMENT_TEMPLATES.find((candidate) => candidate.id === id);
  if (template === undefined) throw new RangeError(`No template ${id}`);
  return template;
}

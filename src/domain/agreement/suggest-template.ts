import type { Industry } from '../company/industry.ts';

const BY_INDUSTRY: Partial<Record<Industry, string>> = {
  airline: 'airline',
  railway: 'airline',
  bank: 'bank',
  insurance: 'bank',
  'public-body': 'public-body',
  education: 'public-body',
  retail: 'online-shop',
  delivery: 'online-shop',
  software: 'software',
  technology: 'software',
  games: 'software',
  telecommunications: 'software',
  services: 'small-business',
  food: 'small-business',
};

/** Id of the template that fits best what a company of this industry does; undefined when none stands out. */
export function suggestTemplate(industry: string): string | undefined {
  return Object.entries(BY_INDUSTRY).find(([code]) => code === industry)?.[1];
}

/** What a company does, for comparison with others like it. */
export const INDUSTRIES = {
  airline: 'Airline',
  automotive: 'Cars and vehicles',
  bank: 'Bank',
  delivery: 'Post and delivery',
  education: 'Education',
  energy: 'Energy and water',
  food: 'Food and restaurants',
  games: 'Games',
  health: 'Health',
  hotel: 'Hotels and travel',
  insurance: 'Insurance',
  media: 'Media and entertainment',
  nonprofit: 'Non-profit',
  'public-body': 'Public body',
  railway: 'Railway and public transport',
  retail: 'Shop',
  services: 'Services',
  software: 'Software',
  technology: 'Devices and technology',
  telecommunications: 'Telephone and internet',
  other: 'Other',
} as const;

export type Industry = keyof typeof INDUSTRIES;
export const INDUSTRY_CODES = Object.keys(INDUSTRIES) as [Industry, ...Industry[]];

/** The name of an industry; an unknown one is returned as it is. */
export function nameIndustry(code: string): string {
  return Object.hasOwn(INDUSTRIES, code) ? INDUSTRIES[code as Industry] : code;
}

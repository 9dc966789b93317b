import { accountActions } from './account.ts';

/** Every form of the product. */
export const server = { ...accountActions };

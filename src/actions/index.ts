import { accountActions } from './account.ts';
import { companyActions } from './company.ts';
import { sourceActions } from './sources.ts';

/** Every form of the product. */
export const server = { ...accountActions, ...companyActions, ...sourceActions };

import { accountActions } from './account.ts';
import { agreementActions } from './agreement.ts';
import { alertActions } from './alerts.ts';
import { breachActions } from './breaches.ts';
import { companyActions } from './company.ts';
import { customerActions } from './customer.ts';
import { digestActions } from './digests.ts';
import { explanationActions } from './explanations.ts';
import { groupActions } from './groups.ts';
import { importActions } from './import.ts';
import { queueActions } from './queue.ts';
import { shareActions } from './share.ts';
import { sourceActions } from './sources.ts';

/** Every form of the product. */
export const server = {
  ...accountActions,
  ...agreementActions,
  ...breachActions,
  ...companyActions,
  ...customerActions,
  ...explanationActions,
  ...groupActions,
  ...digestActions,
  ...importActions,
  ...queueActions,
  ...shareActions,
  ...sourceActions,
  ...alertActions,
};

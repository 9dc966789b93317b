import type { IncomingMessage } from 'node:http';

/** True of a request that only reads. */
export const isReading = ({ method }: Pick<IncomingMessage, 'method'>): boolean => method === 'GET' || method === 'HEAD';

/** True of a request that no cache is to answer, as the Fetch Standard's modes `reload` and `no-store` ask for. */
export const wantsNewest = ({ headers }: Pick<IncomingMessage, 'headers'>): boolean =>
  headers['cache-control']?.includes('no-cache') === true;

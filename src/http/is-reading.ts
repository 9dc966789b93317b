import type { IncomingMessage } from 'node:http';

/** True of a request that only reads. */
export const isReading = ({ method }: Pick<IncomingMessage, 'method'>): boolean => method === 'GET' || method === 'HEAD';

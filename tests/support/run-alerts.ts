import { createApp } from '../../src/server/app.ts';
import { readConfig } from '../../src/server/config.ts';

/** A process that does all that the product does but answer requests, to be killed: `node tests/support/run-alerts.ts`. */
const app = await createApp(readConfig(process.env));
await app.started;
console.log('ready');

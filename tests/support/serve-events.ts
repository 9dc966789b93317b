import { openDatabase } from '../../src/store/database.ts';
import { migrateToLatest } from '../../src/store/migrate.ts';
import { makeKey } from './api-key.ts';
import { makeMeasuredCompany } from './measured-company.ts';
import { serveApp } from './served-app.ts';

/**
 * A process that serves the API, to be killed: `node tests/support/serve-events.ts new|again`, on DATABASE_URL or in DATA_DIR.
 * With `new` it makes a company with a key. Prints one line of JSON when it is ready.
 */
export interface ReadyLine {
  readonly url: string;
  readonly company?: { readonly key: string; readonly companyId: number; readonly sourceId: number };
}

const database = await openDatabase({ databaseUrl: process.env.DATABASE_URL, dataDir: process.env.DATA_DIR ?? '' });
await migrateToLatest(database.db);
const { url } = await serveApp(database);
const ready: ReadyLine = process.argv[2] === 'new' ? { url, company: await makeSender() } : { url };
console.log(JSON.stringify(ready));

async function makeSender() {
  const company = await makeMeasuredCompany(database.db);
  const { key } = await makeKey(database.db, company);
  return { key, ...company.scope };
}

import type { Server } from 'node:http';
import { pathToFileURL } from 'node:url';
import { type OpenDatabase, openDatabase } from '../store/database.ts';
import { type App, createApp } from './app.ts';
import { type Build, findBuild } from './build.ts';
import { type Config, readConfig } from './config.ts';
import { closeServer, createHttpServer, listen } from './http-server.ts';
import { logFailure } from './log-failure.ts';
import { type AstroHandler, createRequestHandler } from './request-handler.ts';
import { runOrExplain } from './run-or-explain.ts';

/** What is begun before the rest of the program is loaded. */
export interface Begun {
  readonly config: Config;
  readonly build: Build;
  readonly database: Promise<OpenDatabase>;
}

/** Starts the product and stops it in order on SIGTERM or SIGINT. */
export async function main({ config, build, database }: Begun = begin()): Promise<App> {
  const pages = loadPages(build);
  const app = await createApp(config, database);
  void app.lost.then(endWithoutDatabase);
  try {
    const server = await startServer(app, build, await pages);
    stopOnSignal(server, app);
    announce(app);
    await app.started;
    return app;
  } catch (error) {
    await app.close();
    throw error;
  }
}

function begin(): Begun {
  const build = findBuild();
  if (build === undefined) throw new Error('The pages are not built. `npm start` builds and starts.');
  const config = readConfig(process.env);
  return { config, build, database: openDatabase(config) };
}

/** Begun before the database is opened: neither needs the other. A failure waits until somebody asks for the pages. */
function loadPages({ serverEntry }: Build): Promise<AstroHandler> {
  const pages = import(pathToFileURL(serverEntry).href).then(({ handler }: { handler: AstroHandler }) => handler);
  pages.catch(() => {});
  return pages;
}

async function startServer(app: App, build: Build, handler: AstroHandler): Promise<Server> {
  const handle = createRequestHandler(app, build.clientDir, handler);
  const server = createHttpServer((request, response) => void handle(request, response));
  await listen(server, app.config.port, app.config.host);
  return server;
}

/** A process without its database could only fail: it ends, so that whoever watches it starts it anew. */
function endWithoutDatabase(cause: Error): never {
  logFailure('embedded database', cause);
  console.error('The embedded database broke, so Kept stops. Everything that was answered is on the disk: start Kept again.');
  process.exit(1);
}

function stopOnSignal(server: Server, app: App): void {
  let stopping = false;
  const stop = async () => {
    // Ctrl+C arrives twice: from the terminal and from npm.
    if (stopping) return;
    stopping = true;
    try {
      app.changes.close();
      await closeServer(server);
      await app.close();
      process.exit(0);
    } catch (error) {
      logFailure('stopping', error);
      process.exit(1);
    }
  };
  process.on('SIGTERM', () => void stop());
  process.on('SIGINT', () => void stop());
}

function announce(app: App): void {
  const { config } = app;
  console.log(`Kept is ready at ${config.baseUrl}`);
  console.log(config.databaseUrl === undefined ? `  data in ${config.dataDir} (embedded database)` : '  data in PostgreSQL (DATABASE_URL)');
  const { outboxFolder } = app.services;
  if (outboxFolder !== undefined) console.log(`  no SMTP_URL: mails are not sent but written to ${outboxFolder}`);
  console.log(`  to begin, sign up at ${config.baseUrl}/sign-up`);
}

if (import.meta.main) await runOrExplain(async () => void (await main()));

import assert from 'node:assert/strict';
import type { Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { type TestContext, test } from 'node:test';
import { PageMemory } from '../../src/http/page-memory.ts';
import type { App } from '../../src/server/app.ts';
import { readConfig } from '../../src/server/config.ts';
import { closeServer, createHttpServer, listen } from '../../src/server/http-server.ts';
import { type AstroHandler, createRequestHandler } from '../../src/server/request-handler.ts';

/** Serves pages alone, none of which needs the database. */
async function serve(
  context: TestContext,
  astro: AstroHandler,
  formMilliseconds?: number,
  started: Promise<void> = Promise.resolve(),
): Promise<number> {
  const app = {
    config: readConfig({}),
    services: { baseUrl: 'http://localhost:4321', pages: new PageMemory(() => 'over'), now: () => 0 },
    badges: { get: () => undefined },
    started,
  } as unknown as App;
  const handle = createRequestHandler(app, import.meta.dirname, astro, formMilliseconds);
  const server: Server = createHttpServer((request, response) => void handle(request, response));
  await listen(server, 0, '127.0.0.1');
  context.after(() => closeServer(server));
  return (server.address() as AddressInfo).port;
}

/** Sends text as it is and returns all that comes back until the connection ends. */
function exchange(port: number, request: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(request);
  return text(socket);
}

const head = (line: string, ...headers: string[]): string =>
  [`${line} HTTP/1.1`, 'Host: a', 'Connection: close', ...headers, '', ''].join('\r\n');

test('a form that does not arrive in time ends its connection', async (context) => {
  const arrived: string[] = [];
  const port = await serve(
    context,
    async (request, response) => {
      await text(request).then(
        (body) => arrived.push(body),
        () => {},
      );
      response.end('never');
    },
    100,
  );
  assert.equal(await exchange(port, `${head('POST /page', 'Content-Length: 10')}abc`), '');
  assert.deepEqual(arrived, []);
});

test('whoever writes waits until jobs are worked on, whoever reads does not', async (context) => {
  const { promise: started, resolve: start } = Promise.withResolvers<void>();
  const answered: string[] = [];
  const port = await serve(
    context,
    (request, response) => {
      answered.push(request.method ?? '');
      response.end('page');
    },
    undefined,
    started,
  );
  const writing = exchange(port, head('POST /page', 'Content-Length: 0'));
  assert.match(await exchange(port, head('GET /page')), /page$/);
  assert.match(await exchange(port, head('HEAD /page')), /^HTTP\/1\.1 200/);
  assert.deepEqual(answered, ['GET', 'HEAD']);
  start();
  assert.match(await writing, /page$/);
});

test('a page that fails is answered as a problem, without its inside', async (context) => {
  const logged = context.mock.method(console, 'error', () => {});
  const port = await serve(context, () => Promise.reject(new Error('the secret of the inside')));
  const answer = await exchange(port, head('GET /page?token=secret'));
  assert.match(answer, /^HTTP\/1\.1 500 [\s\S]*"code":"unexpected"/);
  assert.doesNotMatch(answer, /inside/);
  const log = String(logged.mock.calls[0]?.arguments[0]);
  assert.match(log, /GET \/page: Error: the secret of the inside/);
  assert.doesNotMatch(log, /token/);
});

for (const [what, request] of [
  ['an escape that is no character', head('GET /%E0%A4%A')],
  ['an address without a slash', head('GET http://elsewhere.example/')],
  ['a host that is none', 'GET / HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n'],
] as const) {
  test(`${what} is a malformed request`, async (context) => {
    const port = await serve(context, (_request, response) => void response.end('page'));
    assert.match(await exchange(port, request), /^HTTP\/1\.1 400 [\s\S]*"code":"malformed-request"/);
  });
}

test('a method that no page answers is refused and those that are answered are named', async (context) => {
  const port = await serve(context, (_request, response) => void response.end('page'));
  assert.match(await exchange(port, head('PUT /page')), /^HTTP\/1\.1 405 [\s\S]*Allow: GET, HEAD, POST/);
});

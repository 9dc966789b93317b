import assert from 'node:assert/strict';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { test } from 'node:test';
import { closeServer, createHttpServer, listen } from '../../src/server/http-server.ts';

const LIMITS = { headersMilliseconds: 200, requestMilliseconds: 400, idleMilliseconds: 5_000 };

async function start(handle: (request: IncomingMessage, response: ServerResponse) => void): Promise<{ server: Server; port: number }> {
  const server = createHttpServer(handle, LIMITS);
  await listen(server, 0, '127.0.0.1');
  return { server, port: (server.address() as AddressInfo).port };
}

/** Opens a connection and collects what comes back until the server closes it. */
function open(port: number): { socket: Socket; answer: Promise<string> } {
  const socket = connect(port, '127.0.0.1');
  let text = '';
  socket.setEncoding('utf8').on('data', (part) => {
    text += part;
  });
  return { socket, answer: new Promise((resolve) => socket.once('close', () => resolve(text)).on('error', () => {})) };
}

test('a client that sends its head too slowly is cut off', async (context) => {
  const { server, port } = await start((_request, response) => response.end('never'));
  context.after(() => closeServer(server));
  const { socket, answer } = open(port);
  socket.write('GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ');
  assert.match(await answer, /^HTTP\/1\.1 408 /);
});

test('a client that sends its body too slowly is cut off', async (context) => {
  const { server, port } = await start((request, response) => request.resume().once('end', () => response.end('never')));
  context.after(() => closeServer(server));
  const { socket, answer } = open(port);
  socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc');
  assert.match(await answer, /^HTTP\/1\.1 408 /);
});

test('a head that is too large is refused', async (context) => {
  const { server, port } = await start((_request, response) => response.end('never'));
  context.after(() => closeServer(server));
  const { socket, answer } = open(port);
  socket.write(`GET / HTTP/1.1\r\nHost: a\r\nX-Large: ${'x'.repeat(20_000)}\r\n\r\n`);
  assert.match(await answer, /^HTTP\/1\.1 431 /);
});

test('closing lets a request under way finish, ends idle connections and takes no new ones', async () => {
  const held: ServerResponse[] = [];
  const { server, port } = await start((request, response) => (request.url === '/held' ? held.push(response) : response.end('ok')));
  const idle = open(port);
  await new Promise<void>((resolve) => {
    idle.socket.once('data', () => resolve());
    idle.socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
  });
  const busy = open(port);
  const arrived = new Promise((resolve) => server.once('request', resolve));
  busy.socket.write('GET /held HTTP/1.1\r\nHost: a\r\n\r\n');
  await arrived;
  const closed = closeServer(server);
  assert.match(await idle.answer, /ok/);
  await assert.rejects(fetch(`http://127.0.0.1:${port}/`));
  held[0]?.end('finished');
  assert.match(await busy.answer, /^HTTP\/1\.1 200 [\s\S]*finished/);
  await closed;
});

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pathToFileURL } from 'node:url';
import type { AstroHandler } from '../src/server/request-handler.ts';

/** Serves the empty page of a build from nothing but `node:http`, and writes its address when it is ready. */

const { handler } = (await import(pathToFileURL(process.argv[2] ?? '').href)) as { handler: AstroHandler };
const server = createServer((request, response) => void handler(request, response, () => response.writeHead(404).end(), {}));
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`));

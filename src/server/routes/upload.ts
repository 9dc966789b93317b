import type { IncomingMessage } from 'node:http';
import { beginImport } from '../../commands/begin-import.ts';
import { authorise } from '../../commands/company-command.ts';
import type { Context } from '../../commands/context.ts';
import { AppError, isAppError } from '../../commands/errors.ts';
import { UPLOAD_BYTES } from '../../commands/uploads.ts';
import { findClientAddress } from '../../http/client-address.ts';
import { isFromOurPages } from '../../http/origin.ts';
import { buildContext } from '../../http/services.ts';
import { readSessionOfRequest } from '../../http/session.ts';
import { uploadProblemCookie } from '../../http/upload-problem.ts';
import type { App } from '../app.ts';
import { discardBody } from '../read-body.ts';
import { readUpload } from '../read-upload.ts';
import type { RouteHandler } from '../request-handler.ts';

const ID_BYTES = 12;
/** Between two pieces of a file. */
const SILENCE_MILLISECONDS = 60_000;

/**
 * `POST /upload/{company}`: takes a file for an import, as it comes, and sends the browser to the page of the import. Pages are not asked
 * because they hold a form's whole body in memory.
 */
export const handleUpload: RouteHandler = async (app, request, response, url) => {
  const slug = /^\/upload\/([a-z0-9-]+)$/.exec(url.pathname)?.[1];
  if (slug === undefined || request.method !== 'POST') return false;
  const page = `/app/${slug}/import`;
  try {
    const ctx = await readContext(app, request);
    const { id: companyId } = await authorise(ctx, slug, 'admin');
    const importId = await takeFile(app, ctx, request, slug, companyId);
    response.writeHead(303, { Location: `${page}/${importId}` }).end();
  } catch (error) {
    if (!isAppError(error)) throw error;
    discardBody(request);
    response.writeHead(303, { Location: page, 'Set-Cookie': uploadProblemCookie(slug, `${error.message} ${error.hint}`) }).end();
  }
  return true;
};

async function readContext(app: App, request: IncomingMessage): Promise<Context> {
  const { services, config } = app;
  const headers = new Headers({ ...(request.headers.origin && { origin: request.headers.origin }) });
  const site = request.headers['sec-fetch-site'];
  if (typeof site === 'string') headers.set('sec-fetch-site', site);
  const asked = new Request(`http://${request.headers.host}/`, { method: 'POST', headers });
  if (!isFromOurPages(asked, services.baseUrl)) {
    throw new AppError('not-allowed', 'This form was sent from another site.', 'Open the page here and send it again.');
  }
  const visitor = { address: findClientAddress(request, config.trustedProxies), userAgent: request.headers['user-agent'] ?? '' };
  const signedIn = await readSessionOfRequest(services, request, visitor);
  return buildContext(services, { actor: signedIn?.actor ?? { kind: 'anonymous' }, ...visitor });
}

async function takeFile({ services }: App, ctx: Context, request: IncomingMessage, slug: string, companyId: number): Promise<string> {
  const importId = `${companyId}-${ctx.randomBytes(ID_BYTES).toString('base64url')}`;
  const { name, bytes } = await readUpload(bound(request), request.headers['content-type'] ?? '');
  let byteCount = 0;
  const count = async function* () {
    for await (const piece of bytes) {
      byteCount += piece.length;
      yield piece;
    }
  };
  await services.uploads.save(importId, count());
  try {
    await beginImport(ctx, slug, { importId, fileName: name.slice(-200), byteCount, open: () => services.uploads.open(importId, 0) });
  } catch (error) {
    await services.uploads.remove(importId);
    throw error;
  }
  return importId;
}

/** The body, until it is too large or too slow. */
async function* bound(request: IncomingMessage): AsyncGenerator<Buffer> {
  const limit = `${UPLOAD_BYTES / 1_000_000_000} GB`;
  let bytes = 0;
  request.setTimeout(SILENCE_MILLISECONDS, () => request.destroy());
  for await (const piece of request as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > UPLOAD_BYTES)
      throw new AppError('too-large', `The file is larger than ${limit}.`, 'Cut it into several files, or use npm run import.');
    yield piece;
  }
}

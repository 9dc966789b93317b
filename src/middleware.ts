import { defineMiddleware } from 'astro:middleware';
import type { APIContext, MiddlewareNext } from 'astro';
import { isAppError } from './commands/errors.ts';
import { isFromOurPages } from './http/origin.ts';
import { listSecurityHeaders } from './http/security-headers.ts';
import { buildContext, type Services } from './http/services.ts';
import { readSession } from './http/session.ts';
import { signInAddress } from './http/sign-in-address.ts';

/** Parts of the site that only signed-in users see. */
const INSIDE = /^\/(app|account)(\/|$)/;

/** Builds the context of each page and action: who asks, when, from where. */
export const onRequest = defineMiddleware(async (context, next) => {
  const services = context.locals.services ?? (Reflect.get(globalThis, Symbol.for('kept.development-services')) as Services);
  if (!isFromOurPages(context.request, services.baseUrl)) {
    return new Response('This form was sent from another site. Open the page here and send it again.', { status: 403 });
  }
  // Forms send themselves to their pages. This other way to the same actions would tell what went wrong inside.
  if (context.url.pathname.startsWith('/_actions/')) return new Response(null, { status: 404 });
  const visitor = { address: context.locals.address ?? context.clientAddress, userAgent: context.request.headers.get('user-agent') ?? '' };
  const signedIn = await readSession(services, context.cookies, visitor);
  context.locals.services = services;
  context.locals.visitor = visitor;
  context.locals.user = signedIn?.user;
  context.locals.reading = chooseReading(services, signedIn !== undefined);
  context.locals.ctx = buildContext(services, { actor: signedIn?.actor ?? { kind: 'anonymous' }, ...visitor });
  const isInside = INSIDE.test(context.url.pathname);
  const answered = isInside && signedIn === undefined ? context.redirect(signInAddress(context.url), 303) : await answer(context, next);
  const { drawing, reading } = context.locals;
  const response = drawing === undefined || reading.pages === undefined ? answered : await reading.pages.keep(drawing, answered);
  for (const [name, value] of listSecurityHeaders(services.baseUrl, context.url.pathname)) response.headers.set(name, value);
  // What only some may see must not stay in a cache that others use.
  const isPersonal = signedIn !== undefined || context.request.method === 'POST' || context.url.searchParams.has('token');
  if (isPersonal) response.headers.set('Cache-Control', 'private, no-store');
  else if (drawing !== undefined) reading.pages?.keepAnswer(context.url.pathname + context.url.search, drawing, response.headers);
  return response;
});

function chooseReading({ db, read, reports, newestReports, pages }: Services, isSignedIn: boolean): App.Locals['reading'] {
  return isSignedIn ? { read: (view) => view(db), reports: newestReports, pages: undefined } : { read, reports, pages };
}

/**
 * Answers with the page. When the page throws an AppError, as `authorise` and the views do, the answer is the page that
 * explains it, with its status; a visitor who is not signed in is sent to sign in and back.
 */
async function answer(context: APIContext, next: MiddlewareNext): Promise<Response> {
  try {
    return await next();
  } catch (error) {
    const { drawing, reading } = context.locals;
    if (drawing !== undefined) reading.pages?.giveUp(drawing);
    if (!isAppError(error)) throw error;
    if (error.code === 'not-signed-in') return context.redirect(signInAddress(context.url), 303);
    context.locals.problem = error;
    return next(new Request(new URL('/problem', context.url)));
  }
}

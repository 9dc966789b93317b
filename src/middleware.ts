import { defineMiddleware } from 'astro:middleware';
import { isFromOurPages } from './http/origin.ts';
import { securityHeaders } from './http/security-headers.ts';
import { buildContext, type Services } from './http/services.ts';
import { readSession } from './http/session.ts';

/** Builds the context of each page and action: who asks, when, from where. */
export const onRequest = defineMiddleware(async (context, next) => {
  const services = context.locals.services ?? (Reflect.get(globalThis, Symbol.for('kept.development-services')) as Services);
  if (!isFromOurPages(context.request, services.baseUrl)) {
    return new Response('This form was sent from another site. Open the page here and send it again.', { status: 403 });
  }
  const visitor = { address: context.clientAddress, userAgent: context.request.headers.get('user-agent') ?? '' };
  const signedIn = await readSession(services, context.cookies, visitor);
  context.locals.user = signedIn?.user;
  context.locals.ctx = buildContext(services, { actor: signedIn?.actor ?? { kind: 'anonymous' }, ...visitor });
  const response = await next();
  for (const [name, value] of securityHeaders) response.headers.set(name, value);
  return response;
});

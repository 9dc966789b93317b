import type { APIRoute } from 'astro';
import { endSession } from '../http/session.ts';
import { ownPath } from '../http/sign-in-address.ts';

/** Signs this browser out. Only a form does: a link that others can make somebody open must not. */
export const POST: APIRoute = async ({ cookies, locals, redirect, url }) => {
  await endSession(locals.services, cookies);
  return redirect(ownPath(url.searchParams.get('next'), '/'), 303);
};

export const GET: APIRoute = ({ locals, redirect }) => redirect(locals.user === undefined ? '/' : '/account', 303);

import type { APIRoute } from 'astro';
import { endSession } from '../http/session.ts';

/** Signs this browser out. Only a form does: a link that others can make somebody open must not. */
export const POST: APIRoute = async ({ cookies, locals, redirect }) => {
  await endSession(locals.services, cookies);
  return redirect('/', 303);
};

export const GET: APIRoute = ({ locals, redirect }) => redirect(locals.user === undefined ? '/' : '/account', 303);

import type { APIRoute } from 'astro';
import { proposeAddress } from '../../../commands/propose-address.ts';

/** Tells the form of a new company, while it is typed into, which address is free. */
export const GET: APIRoute = async ({ url, locals }) => {
  const typed = { name: url.searchParams.get('name') ?? '', slug: url.searchParams.get('slug') ?? '' };
  return Response.json(await proposeAddress(locals.ctx, typed));
};

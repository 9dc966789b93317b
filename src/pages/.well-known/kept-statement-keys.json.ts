import type { APIRoute } from 'astro';
import { PUBLIC_HEADERS } from '../../http/cache-rules.ts';
import { listStatementKeys } from '../../views/find-statements.ts';

/** Every public key that this installation has signed statements with, and the one that it signs with now, as a JSON Web Key Set. */
export const GET: APIRoute = async ({ locals }) => {
  const present = locals.services.findStatementKey();
  const former = await locals.reading.read(listStatementKeys);
  const keys = [...(present === undefined ? [] : [present]), ...former.filter(({ kid }) => kid !== present?.kid)];
  const headers = { ...PUBLIC_HEADERS, 'Content-Type': 'application/json', 'Cache-Control': 'public, max-age=300' };
  return new Response(`${JSON.stringify({ keys })}\n`, { headers });
};

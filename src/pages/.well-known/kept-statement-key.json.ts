import type { APIRoute } from 'astro';
import { PUBLIC_HEADERS } from '../../http/cache-rules.ts';

/** The public key that this installation signs statements with, as a JSON Web Key. */
export const GET: APIRoute = ({ locals }) => {
  const key = locals.services.findStatementKey();
  const headers = { ...PUBLIC_HEADERS, 'Content-Type': 'application/json' };
  if (key === undefined) return new Response('{"message":"This installation signs no statements."}\n', { status: 404, headers });
  return new Response(`${JSON.stringify(key)}\n`, { headers: { ...headers, 'Cache-Control': 'public, max-age=300' } });
};

import type { APIRoute } from 'astro';
import { PUBLIC_HEADERS } from '../../../http/cache-rules.ts';
import { findStatement } from '../../../views/find-statements.ts';

/** A statement as it was signed, byte for byte. */
export const GET: APIRoute = async ({ locals, params }) => {
  const found = await locals.reading.read((db) => findStatement(db, params.company ?? '', params.month ?? ''));
  const headers = { ...PUBLIC_HEADERS, 'Content-Type': 'application/json' };
  if (found === undefined) return new Response('{"message":"There is no statement of this month."}\n', { status: 404, headers });
  return new Response(found.document, { headers: { ...headers, 'Cache-Control': 'public, max-age=3600' } });
};

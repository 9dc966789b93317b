import type { RouteHandler } from '../request-handler.ts';

/** `GET /healthz`: 200 when the database answers, else 503. */
export const handleHealth: RouteHandler = async (app, _request, response) => {
  const healthy = await app.services.db
    .selectFrom('company')
    .select('id')
    .limit(1)
    .execute()
    .then(
      () => true,
      () => false,
    );
  response.writeHead(healthy ? 200 : 503, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
  response.end(JSON.stringify({ status: healthy ? 'ok' : 'database unreachable' }));
  return true;
};

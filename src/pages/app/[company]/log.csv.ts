import type { APIRoute } from 'astro';
import { authorise } from '../../../commands/company-command.ts';
import { type AuditFilter, readAuditFilter } from '../../../domain/audit/audit-filter.ts';
import { formatInstant } from '../../../domain/instant.ts';
import { formatCsvLines } from '../../../render/csv-lines.ts';
import { readAuditLog } from '../../../views/read-audit-log.ts';
import type { CompanyReference, Reader } from '../../../views/reader.ts';

const ENTRIES_AT_ONCE = 500;

/** The audit log as CSV, narrowed as the page of the same address. It is read as fast as it is taken, however long it is. */
export const GET: APIRoute = async ({ locals, params, url }) => {
  const { ctx } = locals;
  const company = await authorise(ctx, params['company'] ?? '', 'admin');
  const lines = writeLines(ctx.db, company, readAuditFilter(url.searchParams));
  return new Response(toStream(lines), {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8; header=present',
      'Content-Disposition': `attachment; filename="${company.slug}-log.csv"`,
      'Cache-Control': 'private, no-store',
    },
  });
};

/** Reads on only when the reader took what there was. */
function toStream(lines: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await lines.next();
      if (done) controller.close();
      else controller.enqueue(Buffer.from(value));
    },
    async cancel() {
      await lines.return(undefined);
    },
  });
}

async function* writeLines(db: Reader, company: CompanyReference, filter: AuditFilter): AsyncGenerator<string> {
  yield formatCsvLines([['id', 'at', 'who', 'action', 'what']]);
  let before: number | undefined;
  do {
    const page = await readAuditLog(db, company, filter, { before, limit: ENTRIES_AT_ONCE });
    yield formatCsvLines(page.entries.map(({ id, at, who, action, words }) => [id, formatInstant(at), who, action, words]));
    before = page.next;
  } while (before !== undefined);
}

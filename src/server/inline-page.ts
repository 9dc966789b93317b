import { existsSync, readFileSync } from 'node:fs';
import { join, normalize } from 'node:path';

/** What the printed page may do: look as it is written, and nothing else. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:";

/**
 * A page of ours as one file: style sheets and typefaces in it, scripts and its policy for browsers taken out, links leading to `baseUrl`.
 * @param clientDir the folder of files that are served as they are; undefined while developing, when style sheets are in the page.
 * @param style added at the end.
 */
export function inlinePage(html: string, clientDir: string | undefined, baseUrl: string, style: string): string {
  return html
    .replaceAll(/<script\b[^>]*>[\s\S]*?<\/script>/gi, '')
    .replaceAll(/<meta[^>]*http-equiv="content-security-policy"[^>]*>/gi, '')
    .replaceAll(/<link\b[^>]*rel="stylesheet"[^>]*>/gi, (link) => {
      const path = /href="([^"]+)"/.exec(link)?.[1];
      const css = path === undefined ? undefined : readServed(path, clientDir);
      return css === undefined ? '' : `<style>${inlineFonts(css.toString(), clientDir)}</style>`;
    })
    .replaceAll(/<link\b[^>]*rel="(icon|preload|modulepreload)"[^>]*>/gi, '')
    .replace(/<head>/i, `<head><base href="${baseUrl}/"><meta http-equiv="Content-Security-Policy" content="${POLICY}">`)
    .replace(/<\/head>/i, `<style>${style}</style></head>`);
}

function inlineFonts(css: string, clientDir: string | undefined): string {
  return css.replaceAll(/url\(["']?(\/[^)"']+\.woff2)["']?\)/g, (whole, path: string) => {
    const font = readServed(path, clientDir);
    return font === undefined ? whole : `url(data:font/woff2;base64,${font.toString('base64')})`;
  });
}

/** A file of ours by its address; undefined when it is none. */
function readServed(path: string, clientDir: string | undefined): Buffer | undefined {
  const name = normalize(path.split('?')[0] ?? '');
  if (clientDir === undefined || !name.startsWith('/') || name.includes('..')) return undefined;
  const file = join(clientDir, name);
  return existsSync(file) ? readFileSync(file) : undefined;
}

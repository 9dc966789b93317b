import { spawn } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AppError } from '../commands/errors.ts';
import { logFailure } from './log-failure.ts';

/** Names that Chromium goes by, and where Playwright keeps its own. */
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome-headless-shell'];
const PLAYWRIGHT = [
  'chromium-*/chrome-linux*/chrome',
  'chromium_headless_shell-*/chrome-*linux*/*headless?shell',
  'chromium-*/chrome-mac*/*.app/Contents/MacOS/*',
];

const LONGEST_MILLISECONDS = 30_000;
const MOST_WAITING = 8;
/** Whoever is turned away may come back when some of those before have been printed. */
const RETRY_SECONDS = 10;

/** The browser to print with: the one named in the configuration, else one on the path, else Playwright's newest; undefined without any. */
export function findBrowser(named: string | undefined, env: { PATH?: string | undefined }): string | undefined {
  if (named !== undefined) return existsSync(named) ? named : undefined;
  const folders = (env.PATH ?? '').split(delimiter);
  const onPath = NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path));
  return (
    onPath ??
    globSync(PLAYWRIGHT, { cwd: join(homedir(), '.cache/ms-playwright') })
      .map((path) => join(homedir(), '.cache/ms-playwright', path))
      .sort()
      .at(-1)
  );
}

/**
 * Prints pages as PDF with a Chromium that reaches nothing: the page is a file of its own with all that it needs in it, every host name is
 * unknown to the browser, the page's own policy allows no scripts, and the profile is thrown away. One page at a time, each at most 30 seconds.
 */
export class PdfPrinter {
  readonly #browser: string | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor(browser: string | undefined) {
    this.#browser = browser;
  }

  /**
   * @param html complete: what it links to is not loaded.
   * @throws AppError `no-browser` where there is none, `busy` when many wait, `unavailable` when it takes too long or fails.
   */
  async print(html: string): Promise<Uint8Array> {
    const browser = this.#browser;
    if (browser === undefined) {
      throw new AppError(
        'no-browser',
        'There is no Chromium on this server to make a PDF with.',
        'Print the report from your own browser: it fits on four pages there too. To make PDFs here, install Chromium or set CHROMIUM_PATH.',
      );
    }
    if (this.#waiting >= MOST_WAITING) {
      throw new AppError('busy', 'Many reports are being printed.', 'Try again in a few seconds.', { retryAfterSeconds: RETRY_SECONDS });
    }
    this.#waiting += 1;
    const printed = this.#last.then(() => printFile(browser, html));
    this.#last = printed.catch(() => {});
    try {
      return await printed;
    } finally {
      this.#waiting -= 1;
    }
  }
}

async function printFile(browser: string, html: string): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), 'kept-pdf-'));
  try {
    const [page, pdf] = [join(folder, 'report.html'), join(folder, 'report.pdf')];
    await writeFile(page, html, { mode: 0o600 });
    await runBrowser(browser, listArguments(folder, pdf, page));
    return await readFile(pdf);
  } catch (error) {
    logFailure('printing a report', error);
    throw new AppError('unavailable', 'The PDF could not be made.', 'Try again, or print the report from your own browser.');
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function listArguments(folder: string, pdf: string, page: string): string[] {
  return [
    '--headless',
    '--disable-gpu',
    '--disable-extensions',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-dev-shm-usage',
    '--no-first-run',
    '--host-resolver-rules=MAP * ~NOTFOUND',
    `--user-data-dir=${join(folder, 'profile')}`,
    // Chromium refuses its own sandbox to root; what it opens is our page alone, without scripts and without a network.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    '--no-pdf-header-footer',
    `--print-to-pdf=${pdf}`,
    pathToFileURL(page).href,
  ];
}

/** @throws Error when it fails or takes too long; then it and all its children are ended. */
function runBrowser(browser: string, args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    // A group of its own, so that the children end with it. It gets no secret from our environment.
    const env = { PATH: process.env['PATH'] ?? '', HOME: tmpdir(), LANG: 'C.UTF-8' };
    const child = spawn(browser, args, { stdio: ['ignore', 'ignore', 'pipe'], detached: true, env });
    let said = '';
    child.stderr.on('data', (data: Buffer) => {
      said = `${said}${data}`.slice(-2000);
    });
    const end = () => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      } catch {
        // It has ended already.
      }
    };
    process.once('exit', end);
    const late = setTimeout(() => {
      end();
      reject(new Error('The browser took too long.'));
    }, LONGEST_MILLISECONDS);
    const finish = () => {
      clearTimeout(late);
      process.removeListener('exit', end);
    };
    child.once('error', (error) => {
      finish();
      reject(error);
    });
    child.once('exit', (code) => {
      finish();
      end();
      if (code === 0) resolve();
      else reject(new Error(`The browser ended with ${code}: ${said}`));
    });
  });
}

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, globSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

/** Plants imports in a copy of the house that has only its lint, and sees whether the lint stops them. */

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** For each file: imports that its wall must stop, and imports that it must let through. */
const WALLS: Record<string, { stops: string[]; lets: string[] }> = {
  'src/domain/planted.ts': {
    stops: [
      './../store/company.ts',
      '../commands/context.ts',
      '../../db/schema.ts',
      'kysely',
      'pg',
      'node:fs',
      'astro',
      '../middleware.ts',
    ],
    lets: ['./instant.ts', './calendar/calendar.ts', 'zod'],
  },
  'src/domain/calendar/planted.ts': {
    stops: ['../../store/company.ts', '../../views/company-page.ts', '../../http/form.ts', 'node:crypto'],
    lets: ['../instant.ts', './calendar.ts', '../agreement/agreement.ts'],
  },
  'src/render/planted.ts': {
    stops: ['../views/badge.ts', '../store/company.ts', '../commands/errors.ts', '../components/notice.ts', 'kysely', 'node:fs'],
    lets: ['./text.ts', '../domain/instant.ts'],
  },
  'src/components/planted.astro': {
    stops: ['../views/company-page.ts', '../store/company.ts', '../commands/errors.ts', '../http/form.ts', 'kysely', 'chart.js'],
    lets: ['./notice.astro', '../layouts/base-layout.astro', '../domain/instant.ts', 'astro/types'],
  },
  'src/layouts/planted.astro': {
    stops: ['../views/company-page.ts', '../store/database.ts', '../commands/errors.ts', 'pg'],
    lets: ['../components/notice.astro', '../styles/base.css', '../domain/instant.ts'],
  },
  'src/sources/planted.ts': {
    stops: ['../store/event.ts', '../commands/record-events.ts', '../http/form.ts', '../../db/schema.ts', 'kysely', 'pg'],
    lets: ['./csv.ts', '../domain/conversation/event.ts', 'papaparse'],
  },
  'src/store/planted.ts': {
    stops: ['../commands/errors.ts', '../views/badge.ts', '../http/form.ts', '../../db/migrations/index.ts', 'pg', '@electric-sql/pglite'],
    lets: ['./database.ts', '../domain/instant.ts', '../../db/schema.ts', 'kysely'],
  },
  'src/store/database.ts': {
    stops: ['../commands/errors.ts', '../server/config.ts', 'pg-boss', 'astro'],
    lets: ['./folder-lock.ts', '../../db/schema.ts', 'kysely', 'pg', '@electric-sql/pglite'],
  },
  'src/views/planted.ts': {
    stops: [
      '../commands/context.ts',
      '../render/badge-svg.ts',
      '../http/form.ts',
      '../../db/migrations/index.ts',
      'pg',
      '@electric-sql/pglite',
    ],
    lets: ['./compliance.ts', '../domain/instant.ts', '../store/database.ts', '../../db/schema.ts', 'kysely'],
  },
  'src/commands/planted.ts': {
    stops: [
      '../http/form.ts',
      '../views/badge.ts',
      '../server/app.ts',
      '../../db/schema.ts',
      'pg',
      '@electric-sql/pglite',
      'astro',
      'node:fs',
    ],
    lets: ['./errors.ts', '../domain/instant.ts', '../store/company.ts', '../sources/csv.ts', 'zod', 'kysely'],
  },
  'src/jobs/planted.ts': {
    stops: ['../http/form.ts', '../views/badge.ts', '../server/app.ts', '../store/event.ts', '../../db/schema.ts', 'pg', 'kysely'],
    lets: ['../commands/context.ts', '../domain/instant.ts', '../store/database.ts', 'pg-boss', 'nodemailer'],
  },
  'src/http/planted.ts': {
    stops: ['../commands/publish-agreement.ts', '../store/company.ts', '../views/badge.ts', '../../db/schema.ts', 'kysely', 'pg', 'lucia'],
    lets: ['./problem.ts', '../commands/errors.ts', '../commands/context.ts', '../domain/instant.ts', 'astro', 'node:crypto'],
  },
  'src/http/session.ts': {
    stops: ['../commands/publish-agreement.ts', '../store/company.ts', 'kysely', 'pg'],
    lets: ['./session-adapter.ts', '../store/user-session.ts', 'lucia'],
  },
  'src/actions/planted.ts': {
    stops: [
      '../store/company.ts',
      '../../db/schema.ts',
      '../server/app.ts',
      '../jobs/queue.ts',
      'kysely',
      'pg',
      '@electric-sql/pglite',
      'lucia',
    ],
    lets: ['../commands/publish-agreement.ts', '../http/form.ts', '../views/badge.ts', '../domain/instant.ts', 'astro:actions'],
  },
  'src/pages/app/[company]/planted.astro': {
    stops: ['../../../store/company.ts', '../../../../db/schema.ts', 'kysely', 'pg', '@electric-sql/pglite', '../../../server/app.ts'],
    lets: [
      '../../../commands/errors.ts',
      '../../../http/form.ts',
      '../../../views/badge.ts',
      '../../../render/text.ts',
      '../../../components/notice.astro',
      '../../../layouts/app-layout.astro',
      'astro:actions',
    ],
  },
  'src/client/planted.ts': {
    stops: ['../domain/instant.ts', '../views/badge.ts', '../http/form.ts', 'zod', 'node:fs', 'kysely'],
    lets: ['./charts.ts', 'chart.js'],
  },
  'src/server/planted.ts': {
    stops: ['../pages/index.ts', '../components/notice.ts', '../actions/index.ts', '../client/charts.ts', 'pg', 'kysely'],
    lets: [
      '../http/problem.ts',
      '../commands/errors.ts',
      '../views/badge.ts',
      '../render/badge-svg.ts',
      '../store/database.ts',
      'node:http',
    ],
  },
  'db/migrations/planted.ts': {
    stops: ['../schema.ts', '../../src/domain/instant.ts', '../../src/store/company.ts', 'pg', 'zod', 'node:crypto'],
    lets: ['kysely', 'kysely/migration'],
  },
};

/**
 * Which rooms each room may import, as docs/architecture.md draws it; from every other room it may not. Single files that a wall
 * lets through besides (`commands/errors.ts` to http, say) stand in `WALLS`.
 */
const ROADS: Record<string, string[]> = {
  'src/domain': [],
  'src/render': ['domain'],
  'src/components': ['domain', 'layouts', 'styles'],
  'src/layouts': ['domain', 'components', 'styles'],
  'src/sources': ['domain'],
  'src/store': ['domain'],
  'src/views': ['domain', 'store'],
  'src/commands': ['domain', 'store', 'sources'],
  'src/jobs': ['domain', 'commands'],
  'src/http': ['domain'],
  'src/actions': ['domain', 'commands', 'views', 'http', 'render', 'components', 'layouts', 'pages', 'styles'],
  'src/pages': ['domain', 'commands', 'views', 'http', 'render', 'components', 'layouts', 'actions', 'styles'],
  'src/client': [],
  'src/server': ['domain', 'commands', 'store', 'views', 'render', 'sources', 'jobs', 'http'],
  'db/migrations': [],
};
const ROOMS = [...Object.keys(ROADS), 'src/styles', 'db'];

const PASSED_IN = ['domain', 'commands', 'views', 'render'];
const TAKEN = ['Date.now()', 'new Date()', 'Math.random()', 'Temporal.Now.instant()', 'performance.now()', 'process.env'];

interface Report {
  diagnostics: { category: string; location: { path: string; start: { line: number } } }[];
}

/** Writes the lines of each file into an empty house, lints it once, and returns for each file the lines that `rule` stops. */
function findStopped(files: Record<string, string[]>, rule: string): Record<string, string[]> {
  const house = mkdtempSync(join(tmpdir(), 'kept-walls-'));
  for (const config of ['biome.jsonc', 'tests/architecture/no-ambient.grit']) cpSync(join(ROOT, config), join(house, config));
  for (const [file, lines] of Object.entries(files)) {
    mkdirSync(dirname(join(house, file)), { recursive: true });
    writeFileSync(join(house, file), `${toSource(file, lines).join('\n')}\n`);
  }
  const options = ['lint', '--reporter=json', '--max-diagnostics=none', '.'];
  const run = spawnSync(join(ROOT, 'node_modules/.bin/biome'), options, { cwd: house, encoding: 'utf8' });
  rmSync(house, { recursive: true, force: true });
  const { diagnostics } = JSON.parse(run.stdout) as Report;
  return Object.fromEntries(
    Object.entries(files).map(([file, lines]) => {
      const found = diagnostics.filter(({ category, location }) => category === rule && location.path === file);
      const numbers = new Set(found.map(({ location }) => location.start.line - 1));
      return [file, toSource(file, lines).filter((_, number) => numbers.has(number))];
    }),
  );
}

const toSource = (file: string, lines: string[]): string[] =>
  file.endsWith('.astro') ? ['---', ...lines, '---', '<p>planted</p>'] : lines;
const importLine = (name: string, number: number): string => `import type { x${number} } from '${name}';`;
const importLines = (kind: 'stops' | 'lets'): Record<string, string[]> =>
  Object.fromEntries(Object.entries(WALLS).map(([file, wall]) => [file, wall[kind].map(importLine)]));

describe('walls stop', () => {
  const lines = importLines('stops');
  const stopped = findStopped(lines, 'lint/style/noRestrictedImports');
  for (const [file, { stops }] of Object.entries(WALLS)) {
    test(`in ${file}: ${stops.join(', ')}`, () => assert.deepEqual(stopped[file], lines[file]));
  }
});

describe('every room is closed to the rooms it has no road to', () => {
  const planted = Object.entries(ROADS).map(([room, roads]) => {
    const file = `${room}/planted-everything.ts`;
    const closed = ROOMS.filter((other) => other !== room && !roads.includes(other.replace('src/', '')));
    return { room, file, lines: closed.map((other, number) => importLine(`${'../'.repeat(2)}${other}/planted.ts`, number)) };
  });
  const stopped = findStopped(Object.fromEntries(planted.map(({ file, lines }) => [file, lines])), 'lint/style/noRestrictedImports');
  for (const { room, file, lines } of planted) test(room, () => assert.deepEqual(stopped[file], lines));

  test('and every room has its walls here', () => {
    const rooms = readdirSync(join(ROOT, 'src'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const named = rooms.map(({ name }) => `src/${name}`).filter((room) => room !== 'src/styles');
    assert.deepEqual(
      named.filter((room) => ROADS[room] === undefined),
      [],
    );
    for (const room of named)
      assert.ok(
        Object.keys(WALLS).some((file) => file.startsWith(`${room}/`)),
        `${room} has no wall`,
      );
  });
});

describe('walls let through', () => {
  const stopped = findStopped(importLines('lets'), 'lint/style/noRestrictedImports');
  for (const [file, { lets }] of Object.entries(WALLS)) {
    test(`in ${file}: ${lets.join(', ')}`, () => assert.deepEqual(stopped[file], []));
  }
});

describe('time, randomness and environment are passed in', () => {
  const taken = TAKEN.map((expression, number) => `export const taken${number} = ${expression};`);
  const given = 'export const given = new Date(0);';
  const stopped = findStopped(Object.fromEntries(PASSED_IN.map((room) => [`src/${room}/planted.ts`, [...taken, given]])), 'plugin');
  for (const room of PASSED_IN) test(`to ${room}`, () => assert.deepEqual(stopped[`src/${room}/planted.ts`], taken));
});

test('scripts of pages and components import browser code only', () => {
  for (const file of globSync('src/**/*.astro', { cwd: ROOT })) {
    const source = readFileSync(join(ROOT, file), 'utf8').replace(/^---\n[\s\S]*?\n---/, '');
    for (const [, name] of source.matchAll(/(?:from|import)\s+['"]([^'"]+)['"]/g)) {
      assert.match(name ?? '', /^(\.\.\/)+client\//, `${file} imports ${name} in a <script>`);
    }
  }
});

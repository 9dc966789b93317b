import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Role } from '../../db/schema.ts';
import type { Context } from '../../src/commands/context.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** A command on a company, whatever its input. */
export interface FoundCommand {
  (ctx: Context, companySlug: string, input: object): Promise<unknown>;
  readonly commandName: string;
  readonly role: Role;
}

/** Every command on a company that a file of src/commands exports, with the name of its file. */
export async function findCompanyCommands(): Promise<{ file: string; command: FoundCommand }[]> {
  const found: { file: string; command: FoundCommand }[] = [];
  for (const path of globSync('src/commands/*.ts', { cwd: ROOT }).sort()) {
    const exported = (await import(pathToFileURL(join(ROOT, path)).href)) as Record<string, unknown>;
    for (const value of Object.values(exported)) if (isCompanyCommand(value)) found.push({ file: basename(path, '.ts'), command: value });
  }
  return found;
}

const isCompanyCommand = (value: unknown): value is FoundCommand =>
  typeof value === 'function' && 'commandName' in value && 'role' in value && 'schema' in value;

import { createPrivateKey } from 'node:crypto';
import { z } from 'zod';
import { readSecretsKey } from '../store/secret-box.ts';

const port = z.coerce.number().int().min(1).max(65_535);

const postgresUrl = z.string().regex(/^postgres(ql)?:\/\//, 'must start with postgres:// or postgresql://');

/** Every variable that is read; docs/configuration.md explains them, and a test compares. */
export const environmentForm = z.object({
  PORT: port.default(4321),
  /** Address to listen on. */
  HOST: z.string().min(1).default('127.0.0.1'),
  DATA_DIR: z.string().min(1).default('./data'),
  DATABASE_URL: postgresUrl.optional(),
  /** PostgreSQL itself, where DATABASE_URL leads to a pooler that hands out connections by the transaction. */
  DATABASE_DIRECT_URL: postgresUrl.optional(),
  /** A hot standby of the same database. */
  DATABASE_READ_URL: postgresUrl.optional(),
  /** Public address of this installation; what mails and badges link to. */
  BASE_URL: z
    .url({ protocol: /^https?$/, message: 'must be an http:// or https:// address' })
    .transform((url) => url.replace(/\/+$/, ''))
    .optional(),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, 'must start with smtp:// or smtps://')
    .optional(),
  MAIL_FROM: z.string().min(3).default('Kept <kept@localhost>'),
  /** `yes`: alerts may go to addresses in private networks and to this machine. */
  ALERTS_TO_PRIVATE_NETWORKS: z.enum(['yes', 'no'], 'must be yes or no').default('no'),
  /** The browser that prints reports as PDF. */
  CHROMIUM_PATH: z.string().min(1).optional(),
  /** Private Ed25519 key (PKCS #8) that monthly statements are signed with: PEM, or its base64 without head and foot. */
  STATEMENT_KEY: z
    .string()
    .transform(toPem)
    .refine(isEd25519, 'must be a private Ed25519 key, as `openssl genpkey -algorithm ed25519` writes it')
    .optional(),
  /** Keys that secrets are stored encrypted by, base64 of 32 bytes each, with commas between them: the first encrypts, each decrypts. */
  SECRETS_KEY: z
    .string()
    .transform((text) => text.split(',').map(readSecretsKey))
    .refine((keys) => keys.every((key) => key !== undefined), 'must be base64 of 32 bytes, as `openssl rand -base64 32` writes it')
    .transform((keys) => keys.filter((key) => key !== undefined))
    .optional(),
  /** Number of reverse proxies whose X-Forwarded-For is believed. 0 believes none. */
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
});

function toPem(text: string): string {
  return text.includes('-----') ? text.replaceAll('\\n', '\n') : `-----BEGIN PRIVATE KEY-----\n${text.trim()}\n-----END PRIVATE KEY-----\n`;
}

function isEd25519(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyType === 'ed25519';
  } catch {
    return false;
  }
}

export interface Config {
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
  readonly databaseUrl: string | undefined;
  readonly databaseDirectUrl: string | undefined;
  readonly databaseReadUrl: string | undefined;
  readonly baseUrl: string;
  readonly smtpUrl: string | undefined;
  readonly mailFrom: string;
  readonly alertsToPrivateNetworks: boolean;
  readonly chromiumPath: string | undefined;
  readonly trustedProxies: number;
  /** PEM; undefined: one in the data folder is used. */
  readonly statementKey: string | undefined;
  /** Empty: one in the data folder is used. */
  readonly secretsKeys: readonly Buffer[];
}

/** A value of the environment that cannot be used. The message names the variable and says what it must be. */
export class ConfigError extends Error {
  constructor(problems: string[]) {
    super(`Kept cannot start with this configuration:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}

/**
 * Reads the configuration once from the environment. An empty variable counts as not set.
 * @throws ConfigError naming every bad variable.
 */
export function readConfig(env: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const result = environmentForm.safeParse(given);
  if (!result.success) {
    throw new ConfigError(result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
  }
  const value = result.data;
  checkDatabases(value);
  return {
    port: value.PORT,
    host: value.HOST,
    dataDir: value.DATA_DIR,
    databaseUrl: value.DATABASE_URL,
    databaseDirectUrl: value.DATABASE_DIRECT_URL,
    databaseReadUrl: value.DATABASE_READ_URL,
    baseUrl: value.BASE_URL ?? `http://localhost:${value.PORT}`,
    smtpUrl: value.SMTP_URL,
    mailFrom: value.MAIL_FROM,
    alertsToPrivateNetworks: value.ALERTS_TO_PRIVATE_NETWORKS === 'yes',
    chromiumPath: value.CHROMIUM_PATH,
    trustedProxies: value.TRUSTED_PROXIES,
    statementKey: value.STATEMENT_KEY,
    secretsKeys: value.SECRETS_KEY ?? [],
  };
}

/** A second address of a database that is not there would be overlooked, and its data with it. */
function checkDatabases(value: z.infer<typeof environmentForm>): void {
  const second = (['DATABASE_DIRECT_URL', 'DATABASE_READ_URL'] as const).filter((name) => value[name] !== undefined);
  if (value.DATABASE_URL !== undefined || second.length === 0) return;
  throw new ConfigError(second.map((name) => `${name}: needs DATABASE_URL beside it`));
}

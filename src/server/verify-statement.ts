import { createPublicKey, type KeyObject, type webcrypto } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { findContradictions, type SignedStatement, STATEMENT_KEY_PATH, signedStatementForm } from '../domain/statement/statement.ts';
import { nameKey } from './statement-key.ts';
import { isSignedBy } from './statement-signature.ts';

const HELP = `npm run verify-statement -- FILE [--key FILE|URL]

Checks a signed monthly statement: its form, its signature, and that its figures do not contradict each other.
  FILE    the statement as JSON, or its address
  --key   the public key (JSON Web Key or PEM): a file or an address. Unless given, the one that the statement's issuer publishes.`;

const FETCH_MILLISECONDS = 20_000;

/** What checking came to. */
export interface Verification {
  readonly isGood: boolean;
  /** What was checked, and what was found, in words. */
  readonly lines: readonly string[];
}

/** Checks a statement against a key. @param text the JSON. @param keySource where the key is from, in words. */
export function verifyStatement(text: string, publicKey: KeyObject, keySource: string): Verification {
  const signed = readStatement(text);
  if (typeof signed === 'string') return { isGood: false, lines: [`BAD   form: ${signed}`] };
  const { statement, signature } = signed;
  const isSigned = isSignedBy(signed, publicKey);
  const contradictions = findContradictions(statement);
  const name = nameKey(publicKey);
  return {
    isGood: isSigned && contradictions.length === 0,
    lines: [
      `good  form: ${statement.format}`,
      isSigned
        ? `good  signature: Ed25519 by the key ${name}`
        : `BAD   signature: ${name === signature.keyId ? 'the statement is not what was signed' : `it names the key ${signature.keyId}, not ${name}`}`,
      ...(contradictions.length === 0
        ? ['good  figures: they do not contradict each other']
        : contradictions.map((each) => `BAD   figures: ${each}`)),
      `      key: ${keySource}`,
      ...describe(signed),
      'not checked: the digest of the events, for which the events are needed, and whether every message was recorded.',
    ],
  };
}

function describe({ statement }: SignedStatement): string[] {
  const { company, month, timeZone, issuer, inputs, promises, rulesVersion, timeZoneData } = statement;
  return [
    `      ${company.name} (${issuer}/${company.slug}), ${month} in ${timeZone}, rules version ${rulesVersion}, time zone data ${timeZoneData}`,
    `      ${inputs.events} events, ${inputs.digest}`,
    ...promises.map(
      ({ promise, met, breached, verdict, objectivePercent }) =>
        `      ${promise} ${met} of ${met + breached} in time, objective ${objectivePercent} %: ${verdict}`,
    ),
  ];
}

/** The statement, or what is wrong with its form. */
function readStatement(text: string): SignedStatement | string {
  try {
    const result = signedStatementForm.safeParse(JSON.parse(text));
    if (result.success) return result.data;
    return result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
  } catch {
    return 'this is not JSON';
  }
}

/** Reads a public key from PEM or a JSON Web Key. @throws Error when it is neither. */
export function readPublicKey(text: string): KeyObject {
  if (text.includes('-----BEGIN')) return createPublicKey(text);
  return createPublicKey({ key: JSON.parse(text) as webcrypto.JsonWebKey, format: 'jwk' });
}

async function readPlace(place: string): Promise<string> {
  if (!/^https?:\/\//.test(place)) return readFile(place, 'utf8');
  const answer = await fetch(place, { signal: AbortSignal.timeout(FETCH_MILLISECONDS) });
  if (!answer.ok) throw new Error(`${place} answers ${answer.status}.`);
  return answer.text();
}

async function run(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { key: { type: 'string' }, help: { type: 'boolean' } },
  });
  const [file, ...others] = positionals;
  if (values.help || file === undefined || others.length > 0) {
    console.log(HELP);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  const text = await readPlace(file);
  const keyPlace = values.key ?? findIssuerKey(text);
  const source =
    values.key ?? `${keyPlace}, which the statement itself names: it is as good as that address. Give --key to use one that you trust.`;
  const { isGood, lines } =
    keyPlace === undefined
      ? { isGood: false, lines: ['BAD   form: it names no issuer'] }
      : verifyStatement(text, readPublicKey(await readPlace(keyPlace)), source);
  for (const line of lines) console.log(line);
  console.log(isGood ? 'The statement is good.' : 'The statement is NOT good.');
  if (!isGood) process.exitCode = 1;
}

function findIssuerKey(text: string): string | undefined {
  const signed = readStatement(text);
  return typeof signed === 'string' ? undefined : `${signed.statement.issuer}${STATEMENT_KEY_PATH}`;
}

if (import.meta.main) {
  await run(process.argv.slice(2)).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 2;
  });
}

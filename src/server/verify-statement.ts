import { createPublicKey, type KeyObject, type webcrypto } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import {
  findContradictions,
  type SignedStatement,
  STATEMENT_KEY_PATH,
  STATEMENT_KEYS_PATH,
  signedStatementForm,
} from '../domain/statement/statement.ts';
import { nameKey } from './statement-key.ts';
import { isSignedBy } from './statement-signature.ts';

const HELP = `npm run verify-statement -- FILE [--key FILE|URL]

Checks a signed monthly statement: its form, its signature, and that its figures do not contradict each other.
  FILE    the statement as JSON, or its address
  --key   the public key (PEM, JSON Web Key, or a set of these, of which the one that the statement names is taken): a file or an address.
          Unless given, those that the statement's issuer publishes.`;

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

/**
 * Reads a public key from PEM, a JSON Web Key, or a set of these.
 * @param keyId which of a set is meant; the first where none goes by it, so that it is told which key there is.
 * @throws Error when it is none of these, or the set is empty.
 */
export function readPublicKey(text: string, keyId?: string): KeyObject {
  if (text.includes('-----BEGIN')) return createPublicKey(text);
  const read = JSON.parse(text) as webcrypto.JsonWebKey | { readonly keys: readonly webcrypto.JsonWebKey[] };
  const keys = ('keys' in read ? read.keys : [read]).map((key) => createPublicKey({ key, format: 'jwk' }));
  const chosen = keys.find((key) => nameKey(key) === keyId) ?? keys[0];
  if (chosen === undefined) throw new Error('There is no key in this set.');
  return chosen;
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
  const { isGood, lines } = await verifyWith(text, values.key);
  for (const line of lines) console.log(line);
  console.log(isGood ? 'The statement is good.' : 'The statement is NOT good.');
  if (!isGood) process.exitCode = 1;
}

async function verifyWith(text: string, keyPlace: string | undefined): Promise<Verification> {
  const signed = readStatement(text);
  if (typeof signed === 'string') return { isGood: false, lines: [`BAD   form: ${signed}`] };
  const keyId = signed.signature.keyId;
  if (keyPlace !== undefined) return verifyStatement(text, readPublicKey(await readPlace(keyPlace), keyId), keyPlace);
  const { place, keys } = await readIssuerKeys(signed.statement.issuer);
  const source = `${place}, which the statement itself names: it is as good as that address. Give --key to use one that you trust.`;
  return verifyStatement(text, readPublicKey(keys, keyId), source);
}

/** An issuer that publishes no set of keys publishes one. */
async function readIssuerKeys(issuer: string): Promise<{ place: string; keys: string }> {
  const [set, single] = [`${issuer}${STATEMENT_KEYS_PATH}`, `${issuer}${STATEMENT_KEY_PATH}`];
  try {
    return { place: set, keys: await readPlace(set) };
  } catch {
    return { place: single, keys: await readPlace(single) };
  }
}

if (import.meta.main) {
  await run(process.argv.slice(2)).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 2;
  });
}

import { type KeyObject, sign, verify } from 'node:crypto';
import canonicalize from 'canonicalize';
import { type SignedStatement, type Statement, statementForm } from '../domain/statement/statement.ts';
import { nameKey, type StatementKey } from './statement-key.ts';

/** Canonical JSON (RFC 8785): the same value has the same bytes, whoever wrote it. */
export function writeCanonical(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new Error('This value has no form in JSON.');
  return text;
}

/** Signs a statement. */
export function signStatement(statement: Statement, key: StatementKey): SignedStatement {
  const value = sign(null, Buffer.from(writeCanonical(statementForm.parse(statement))), key.privateKey).toString('base64url');
  return { statement, signature: { algorithm: 'Ed25519', keyId: key.published.kid, value } };
}

/** Whether this key signed this statement, as it stands. */
export function isSignedBy({ statement, signature }: SignedStatement, publicKey: KeyObject): boolean {
  if (signature.keyId !== nameKey(publicKey)) return false;
  return verify(null, Buffer.from(writeCanonical(statement)), publicKey, Buffer.from(signature.value, 'base64url'));
}

import type { Role } from '../domain/company/role.ts';
import type { Instant } from '../domain/instant.ts';
import type { Database, DatabaseTransaction } from '../store/database.ts';
import type { SecretBox } from '../store/secret-box.ts';

/** Who acts. `system` is a job, a command line or the demonstration. */
export type Actor =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'user'; readonly userId: string; readonly sessionHash: string }
  | { readonly kind: 'api-key'; readonly keyId: string; readonly companyId: number; readonly sourceId: number }
  | { readonly kind: 'system' };

/** A picture that stands in the HTML of a mail as `cid:` and its name. */
export interface MailPicture {
  readonly name: string;
  /** PNG in base64. */
  readonly png: string;
}

/** Work that the queue does later. It is stored with the transaction that asks for it, so it happens if and only if that commits. */
export interface JobPayloads {
  /** `id`: makes the mail's Message-ID, so that one sent twice can be told. */
  'send-mail': {
    to: string;
    subject: string;
    text: string;
    id?: string;
    html?: string;
    pictures?: MailPicture[];
    headers?: Record<string, string>;
  };
  'send-alert': { companyId: number; messageId: string; token: string };
  'send-digest': { companyId: number; digestId: string; token: string };
  'run-import': { companyId: number; importId: string };
}
export type JobName = keyof JobPayloads;
export type Enqueue = <Name extends JobName>(db: Database | DatabaseTransaction, name: Name, payload: JobPayloads[Name]) => Promise<void>;

/** All that a command may know of the world. Time and randomness are passed in, never taken. */
export interface Context {
  readonly db: Database;
  readonly now: Instant;
  readonly actor: Actor;
  /** The client's network address: for rate limits and the audit log. */
  readonly address: string;
  readonly userAgent: string;
  /** Absolute address of this installation, without a slash at the end. */
  readonly baseUrl: string;
  readonly randomBytes: (length: number) => Buffer;
  /** Encrypts what is stored of secrets that must be read again. */
  readonly secrets: SecretBox;
  readonly enqueue: Enqueue;
}

/** The company a command acts on, and what the actor is in it. */
export interface CompanyScope {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly timeZone: string;
  readonly role: Role;
}

/** Where uploaded files lie until they are imported. The server gives it, which alone knows the disk. */
export interface Uploads {
  /** Writes a file as its bytes come. One that is cut off is not kept. */
  save(id: string, bytes: AsyncIterable<Uint8Array>): Promise<void>;
  /** Reads a file from the byte `from` on. */
  open(id: string, from: number): AsyncIterable<Uint8Array>;
  /** Deletes a file; one that is not there is no error. */
  remove(id: string): Promise<void>;
}

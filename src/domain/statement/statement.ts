import { z } from 'zod';
import { CHANNEL_KINDS, type ChannelKind } from '../agreement/channel-kind.ts';
import { METRICS } from '../commitment/metric.ts';
import { countDecided } from '../compliance/counts.ts';
import { BASIS_POINTS } from '../compliance/share.ts';
import { VERDICTS } from '../compliance/verdict.ts';
import { type CommitmentFigures, EVIDENCE_LEVELS } from '../figures/figures.ts';

/** Names the form of a statement. Another form gets another name, so that a reader is never mistaken about what a field means. */
export const STATEMENT_FORMAT = 'kept-statement-1';

/** Where an installation publishes the key that its statements are signed with. */
export const STATEMENT_KEY_PATH = '/.well-known/kept-statement-key.json';

/** Where it publishes every key that it has ever signed with, as a JSON Web Key Set. */
export const STATEMENT_KEYS_PATH = '/.well-known/kept-statement-keys.json';

/** The public half as it is published: a JSON Web Key (RFC 8037), whose `kid` is the SHA-256 of the key (SPKI, DER) in hex. */
export const publishedKey = z.strictObject({
  kty: z.string(),
  crv: z.string(),
  x: z.string(),
  kid: z.string(),
  alg: z.literal('EdDSA'),
  use: z.literal('sig'),
});
export type PublishedKey = Readonly<z.output<typeof publishedKey>>;

const count = z.int().min(0);
const instant = z.int();
const wait = z.union([count, z.literal('unanswered'), z.null()]);
const waits = z.strictObject({ median: wait, p90: wait });
const kinds = Object.keys(CHANNEL_KINDS) as [ChannelKind, ...ChannelKind[]];

/** What one promise came to in the month. */
export const statedPromise = z.strictObject({
  commitmentId: z.string(),
  channel: z.strictObject({ id: z.string(), kind: z.enum(kinds), handle: z.string() }),
  metric: z.enum(METRICS),
  /** The promise in words. */
  promise: z.string(),
  objectivePercent: z.number().min(0).max(100),
  met: count,
  breached: count,
  running: count,
  excluded: count,
  lateExcluded: count,
  /** Met of decided in parts of ten thousand, rounded down; null when nothing was decided. */
  shareBasisPoints: z.union([count, z.null()]),
  verdict: z.enum(VERDICTS),
  /** Seconds by nearest rank: for the customer, and on the promise's clock. */
  waited: waits,
  staffed: waits,
  evidence: z.array(z.strictObject({ level: z.enum(EVIDENCE_LEVELS), messages: count })),
  exclusions: z.array(z.strictObject({ reason: z.string(), messages: count, late: count })),
  /** The last version that held the promise, when the one in force at the month's end does not. */
  endedWithVersion: z.union([count, z.null()]),
});
export type StatedPromise = z.output<typeof statedPromise>;

/** The events behind a month. */
export const statedInputs = z.strictObject({ events: count, digest: z.string().regex(/^sha256:[0-9a-f]{64}$/) });
export type StatedInputs = z.output<typeof statedInputs>;

/** The figures of a finished month, with what they were computed from and by. Instants are whole seconds since 1970 in UTC. */
export const statementForm = z.strictObject({
  format: z.literal(STATEMENT_FORMAT),
  /** The installation that signs. */
  issuer: z.url({ protocol: /^https?$/ }),
  company: z.strictObject({ slug: z.string(), name: z.string() }),
  /** YYYY-MM by the clock of `timeZone`. */
  month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/),
  timeZone: z.string(),
  fromAt: instant,
  /** Inclusive. */
  toAt: instant,
  computedAt: instant,
  rulesVersion: z.int().min(1),
  timeZoneData: z.string(),
  promises: z.array(statedPromise),
  /** The events of every conversation that has any in the month, as they were recorded until `computedAt`. */
  inputs: statedInputs,
});
export type Statement = z.output<typeof statementForm>;

/** A statement as it is published. The signature is over the canonical JSON (RFC 8785) of `statement`. */
export const signedStatementForm = z.strictObject({
  statement: statementForm,
  signature: z.strictObject({
    algorithm: z.literal('Ed25519'),
    /** SHA-256 of the public key (SPKI, DER) in hex. */
    keyId: z.string().regex(/^[0-9a-f]{64}$/),
    /** Base64url. */
    value: z.string().regex(/^[A-Za-z0-9_-]{86}$/),
  }),
});
export type SignedStatement = z.output<typeof signedStatementForm>;

/** What a statement says of a promise. */
export function statePromise(figures: CommitmentFigures): StatedPromise {
  const { commitment, channel, judgement, waited, staffed } = figures;
  return {
    commitmentId: commitment.id,
    channel: { id: channel.id, kind: channel.kind, handle: channel.handle },
    metric: commitment.metric,
    promise: figures.sentence,
    objectivePercent: figures.objectivePercent,
    ...judgement.counts,
    shareBasisPoints: findShare(judgement.counts),
    verdict: judgement.verdict,
    waited: { median: waited.median ?? null, p90: waited.p90 ?? null },
    staffed: { median: staffed.median ?? null, p90: staffed.p90 ?? null },
    evidence: figures.evidence.map((each) => ({ ...each })),
    exclusions: figures.exclusions.map((each) => ({ ...each })),
    endedWithVersion: figures.endedWithVersion ?? null,
  };
}

/** The share in parts of ten thousand, rounded down: 2 of 3 is 6666. Null when nothing was decided. */
export function findShare(counts: { readonly met: number; readonly breached: number }): number | null {
  const decided = countDecided({ ...counts, running: 0, excluded: 0, lateExcluded: 0 });
  return decided === 0 ? null : Math.floor((counts.met * BASIS_POINTS) / decided);
}

/** What in a statement contradicts itself, in words. A signature alone would not tell. */
export function findContradictions({ promises, fromAt, toAt, computedAt }: Statement): string[] {
  const found = promises.flatMap((promise) => {
    const name = `${promise.commitmentId} on ${promise.channel.id}`;
    const excluded = promise.exclusions.reduce((sum, { messages }) => sum + messages, 0);
    return [
      ...(promise.shareBasisPoints === findShare(promise) ? [] : [`${name}: the share is not met of met and breached`]),
      ...(promise.evidence.reduce((sum, { messages }) => sum + messages, 0) === promise.met + promise.breached
        ? []
        : [`${name}: the evidence does not add up to what was decided`]),
      ...(excluded === promise.excluded ? [] : [`${name}: the reasons do not add up to what was excluded`]),
    ];
  });
  return fromAt <= toAt && toAt < computedAt ? found : [...found, 'the month was not over when it was computed'];
}

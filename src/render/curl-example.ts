import { formatInstant, type Instant } from '../domain/instant.ts';

export interface CurlExample {
  /** Records a question and its answer, at most a minute later. */
  readonly send: string;
  /** Takes that out of the figures again. */
  readonly takeBack: string;
  /** Says that the source is well and has nothing to tell. */
  readonly heartbeat: string;
}

const REPLY_SECONDS = 60;

/**
 * Commands for a shell that work when they are pasted. The question is not asked before `channel.since`: an older one
 * would be judged by no promise, and who has just published would see nothing change.
 * @param key an API key, or a placeholder for one.
 * @param now tells the example's conversation apart from those of other days.
 */
export function renderCurlExample(given: {
  baseUrl: string;
  slug: string;
  key: string;
  channel: { readonly id: string; readonly since: Instant };
  now: Instant;
}): CurlExample {
  const { now, channel } = given;
  const askedAt = Math.min(now, Math.max(now - REPLY_SECONDS, channel.since));
  const name = `example-${now}`;
  const shared = { conversation: name, channel: channel.id };
  const question = { id: `${name}-question`, ...shared, type: 'customer-message', at: formatInstant(askedAt) };
  const answer = { id: `${name}-answer`, ...shared, type: 'agent-reply', at: formatInstant(now) };
  const exclusion = { id: `${name}-excluded`, ...shared, type: 'excluded', reason: 'test', at: formatInstant(now) };
  return {
    send: renderPost(given, 'events', [question, answer]),
    takeBack: renderPost(given, 'events', [exclusion]),
    heartbeat: renderPost(given, 'heartbeat', undefined),
  };
}

function renderPost(given: { baseUrl: string; slug: string; key: string }, place: string, events: readonly object[] | undefined): string {
  const lines = [
    `curl -X POST ${quote(`${given.baseUrl}/api/v1/${place}?company=${given.slug}`)}`,
    `  -H ${quote(`Authorization: Bearer ${given.key}`)}`,
  ];
  if (events !== undefined) {
    const body = events.map((event) => `  ${JSON.stringify(event)}`).join(',\n');
    lines.push(`  -H ${quote('Content-Type: application/json')}`, `  -d ${quote(`[\n${body}\n]`)}`);
  }
  return lines.join(' \\\n');
}

/** In single quotes, as a shell reads it. */
const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

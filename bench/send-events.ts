import { MEASURED_CHANNEL } from './world/channels.ts';

/** A batch as the API takes it: questions and their answers, in conversations of their own. @param name makes them differ from all others */
export function makeBatch(name: string, count: number, askAt: (index: number) => number): string {
  const events = Array.from({ length: count }, (_, index) => {
    const conversation = `${name}-${index >> 1}`;
    const isQuestion = index % 2 === 0;
    const type = isQuestion ? 'customer-message' : 'agent-reply';
    const askedAt = askAt(index >> 1);
    return { id: `${conversation}-${type}`, conversation, channel: MEASURED_CHANNEL, type, at: isQuestion ? askedAt : askedAt + 1_800 };
  });
  return JSON.stringify(events);
}

/** @throws Error unless all `count` events of the batch are recorded. */
export async function sendBatch(url: string, key: string, body: string, count: number): Promise<void> {
  const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' };
  const answer = await fetch(`${url}/api/v1/events`, { method: 'POST', headers, body });
  const { recorded } = (await answer.json()) as { recorded?: number };
  if (recorded !== count) throw new Error(`A batch was answered with ${answer.status}, ${recorded} recorded.`);
}

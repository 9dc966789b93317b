import { z } from 'zod';

/** Where a conversation's id goes in the address of its page at the source. */
export const CONVERSATION_PLACE = '{conversation}';

const EXAMPLE = `https://desk.example/tickets/${CONVERSATION_PLACE}`;

/** The address of a source's conversations, such as `https://desk.example/tickets/{conversation}`; empty when there is none. */
export const conversationLinkForm = z
  .string()
  .trim()
  .max(500, 'Write at most 500 characters.')
  .superRefine((template, problems) => {
    const problem = template === '' ? undefined : findProblem(template);
    if (problem !== undefined) problems.addIssue({ code: 'custom', message: problem });
  });

function findProblem(template: string): string | undefined {
  if (!template.includes(CONVERSATION_PLACE)) return `Put ${CONVERSATION_PLACE} where the conversation’s id goes, as in ${EXAMPLE}.`;
  const address = parseFilled(template, '1');
  if (address === undefined || !/^https?:\/\//i.test(template)) return `Write a full address with https:// or http://, as in ${EXAMPLE}.`;
  if (address.username !== '' || address.password !== '') return 'Leave out user name and password: every member sees the address.';
  // The source's own ids must not decide where a click leads.
  if (parseFilled(template, '2')?.origin !== address.origin) return `Put ${CONVERSATION_PLACE} after the host name, as in ${EXAMPLE}.`;
  return undefined;
}

/**
 * The address of a conversation: `https://desk.example/tickets/a%2Fb` for the id `a/b`. Undefined without a template, and for ids of dots
 * alone, which an address would take for its own folders.
 */
export function fillConversationLink(template: string | null, conversationId: string): string | undefined {
  if (template === null || /^\.{1,2}$/.test(conversationId)) return undefined;
  const address = parseFilled(template, conversationId);
  return address !== undefined && /^https?:$/.test(address.protocol) ? address.href : undefined;
}

function parseFilled(template: string, conversationId: string): URL | undefined {
  return URL.parse(template.replaceAll(CONVERSATION_PLACE, () => encodeURIComponent(conversationId.toWellFormed()))) ?? undefined;
}

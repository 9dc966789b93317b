import type { Role } from './role.ts';

/** What a role is called and what it may do, in the words that people choose it by. Each may do all that those below it may. */
export const ROLE_WORDS: Readonly<Record<Role, { readonly name: string; readonly may: string }>> = {
  owner: { name: 'Owner', may: 'does everything, and decides who else is an owner' },
  admin: { name: 'Admin', may: 'publishes agreements, connects sources, manages members and settings' },
  editor: { name: 'Editor', may: 'writes drafts of the agreement' },
  agent: { name: 'Agent', may: 'sees everything inside, works through the queue, and excludes messages that need no answer' },
  viewer: { name: 'Viewer', may: 'reads the reports' },
};

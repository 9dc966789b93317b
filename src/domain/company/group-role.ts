/** What somebody may do in a group of companies: who manages it also reads it. */
export const GROUP_ROLES = ['manager', 'reader'] as const;
export type GroupRole = (typeof GROUP_ROLES)[number];

import { z } from 'zod';

/** What somebody writes of a group. */
export const groupForm = z.strictObject({
  name: z.string().trim().min(2, 'Write at least 2 characters.').max(80, 'Write at most 80 characters.'),
});

export type GroupInput = z.input<typeof groupForm>;

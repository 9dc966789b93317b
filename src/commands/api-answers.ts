import { z } from 'zod';
import { instantText } from '../domain/figures/compliance-answer.ts';
import { ERROR_STATUS, type ErrorCode } from './errors.ts';

/** Answers of the API that are no figures, as its description gives them. Tests hold real answers to them. */

const code = z.enum(Object.keys(ERROR_STATUS) as [ErrorCode, ...ErrorCode[]]);

export const problemAnswer = z.strictObject({
  type: z.url().meta({ description: 'Address that explains the code.' }),
  title: z.string(),
  status: z.int(),
  detail: z.string().meta({ description: 'What happened, and why.' }),
  code,
  hint: z.string().meta({ description: 'What to do.' }),
  fields: z.array(z.strictObject({ field: z.string(), message: z.string() })).optional(),
});

export const recordingAnswer = z.strictObject({
  recorded: z.int().min(0),
  duplicates: z.int().min(0),
  rejected: z.int().min(0),
  items: z
    .array(
      z.strictObject({
        index: z.int().min(0).meta({ description: 'Position in the batch, from 0.' }),
        id: z.string().nullable(),
        status: z.enum(['recorded', 'duplicate', 'rejected']),
        code: code.optional(),
        message: z.string().optional(),
        hint: z.string().optional(),
      }),
    )
    .meta({ description: 'One for each event, in the same order.' }),
});

export const heartbeatAnswer = z.strictObject({ seenAt: instantText });

export const badgeEndpointAnswer = z.strictObject({
  schemaVersion: z.literal(1),
  label: z.string(),
  message: z.string(),
  color: z.string(),
  labelColor: z.string(),
  style: z.string(),
  isError: z.literal(true).optional(),
});

/** Why a promise was broken, as the company says. A cause explains a breach and changes no figure of compliance. */
export const CAUSES = ['staffing', 'outage', 'volume', 'tool', 'holiday', 'other'] as const;
export type Cause = (typeof CAUSES)[number];

/** As a choice and in a table's first column. */
export const CAUSE_NAMES: Readonly<Record<Cause, string>> = {
  staffing: 'Staffing',
  outage: 'Outage',
  volume: 'Volume',
  tool: 'Tool',
  holiday: 'Holiday',
  other: 'Other',
};

/** What each one means, beside the choice. */
export const CAUSE_WORDS: Readonly<Record<Cause, string>> = {
  staffing: 'too few people at work',
  outage: 'power, network or the channel itself was down',
  volume: 'far more messages than usual',
  tool: 'the support system failed or misled',
  holiday: 'a holiday that the promised hours do not leave out',
  other: 'something else that is known',
};

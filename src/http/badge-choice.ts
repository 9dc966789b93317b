import { type FieldProblem, isAppError } from '../commands/errors.ts';
import { DEFAULT_WINDOW } from '../domain/compliance/window.ts';
import { parseBadgeOptions } from './badge-address.ts';

/** What somebody chose in a form that makes a badge. Where a choice cannot be, its default stands and `problems` says why. */
export interface BadgeChoice {
  readonly channel: string | undefined;
  readonly style: string | undefined;
  readonly window: string | undefined;
  readonly label: string | undefined;
  readonly problems: readonly FieldProblem[];
}

/** Reads the form from the query of its page. Defaults are undefined, so that they stay out of the badge's address. */
export function readBadgeChoice(query: URLSearchParams, channels: readonly { readonly id: string }[]): BadgeChoice {
  const channel = channels.find(({ id }) => id === query.get('channel'))?.id;
  try {
    const { style, window, label } = parseBadgeOptions(query);
    return {
      channel,
      style: style === 'flat' ? undefined : style,
      window: window === DEFAULT_WINDOW ? undefined : window,
      label: label === '' ? undefined : label,
      problems: [],
    };
  } catch (error) {
    if (!isAppError(error)) throw error;
    return { channel, style: undefined, window: undefined, label: undefined, problems: error.fields };
  }
}

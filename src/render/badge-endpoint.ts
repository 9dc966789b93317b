import type { Badge } from '../domain/figures/badge.ts';
import { BADGE_COLOURS } from './badge-svg.ts';

/** The form in which shields.io and what follows it read a badge's words from elsewhere. */
export interface BadgeEndpoint {
  readonly schemaVersion: 1;
  readonly label: string;
  readonly message: string;
  readonly color: string;
  readonly labelColor: string;
  readonly isError?: true;
}

/** A badge's words for shields' endpoint badge. `isError` keeps its reader from overriding the colour. */
export function toBadgeEndpoint(badge: Badge): BadgeEndpoint {
  const label = [badge.label, badge.promise].filter((text) => text !== '').join(': ');
  return {
    schemaVersion: 1,
    label,
    message: badge.result,
    color: BADGE_COLOURS[badge.tone],
    labelColor: BADGE_COLOURS.label,
    ...(badge.isProblem ? { isError: true as const } : {}),
  };
}

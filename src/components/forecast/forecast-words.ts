import { formatCount } from '../../domain/count-text.ts';
import type { Expected } from '../../domain/forecast/forecast.ts';

/** A number of messages: whole from ten on, where tenths say nothing. */
export const describeCount = (count: number): string =>
  count >= 10 ? formatCount(Math.round(count)) : count.toLocaleString('en', { maximumFractionDigits: 1 });

/** "240, between 210 and 281", widened to whole messages. */
export const describeVolume = ({ lower, upper }: Expected): string =>
  `${formatCount(Math.floor(lower))} to ${formatCount(Math.ceil(upper))}`;

/** A share, cut like every share. */
export const describePart = (share: number): string => `${Math.floor(share * 100 + 1e-9)}\u00a0%`;

/** The interval of a share, widened to whole per cents. */
export const describeParts = ({ lower, upper }: Expected): string => `${Math.floor(lower * 100)} to ${Math.ceil(upper * 100)}\u00a0%`;

import type { HourCell } from '../figures/charts.ts';
import type { Forecast } from './forecast.ts';

/** Less than so many messages expected in an hour are no square in a picture. */
const FEWEST_DRAWN = 0.05;

/** The hours of a coming week as the picture of hours draws them; none where volume or share is not forecast. */
export function toHourCells({ volume, share }: Forecast): HourCell[] {
  if (volume.kind !== 'shown' || share.kind !== 'shown') return [];
  return volume.hours.flatMap(({ value: decided }, index) => {
    const part = share.hours[index]?.value ?? 0;
    return decided < FEWEST_DRAWN ? [] : [{ weekday: Math.floor(index / 24), hour: index % 24, decided, met: part * decided }];
  });
}

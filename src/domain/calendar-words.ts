/** Names of months and weekdays as the pages write them. Writing dates with `Intl` anew each time costs more than the rest of a page. */
const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** @param month 1 to 12. */
export const nameMonth = (month: number): string => MONTHS[month - 1] ?? '';

/** The first letters of the month: "Nov", "Sept". @param month 1 to 12. */
export const abbreviateMonth = (month: number): string => nameMonth(month).slice(0, month === 9 ? 4 : 3);

/** @param weekday 1 to 7, from Monday. */
export const nameWeekday = (weekday: number): string => WEEKDAYS[weekday - 1] ?? '';

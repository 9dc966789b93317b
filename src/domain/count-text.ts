/** `Number.toLocaleString` looks for its locale each time, which takes twenty times as long. */
const COUNT = new Intl.NumberFormat('en');

/** A count as it is written everywhere: 1234567 is "1,234,567". */
export const formatCount = (count: number): string => COUNT.format(count);

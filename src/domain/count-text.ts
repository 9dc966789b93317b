/** `Number.toLocaleString` looks for its locale each time, which takes twenty times as long. */
const COUNT = new Intl.NumberFormat('en');

/** A count as it is written everywhere: 1234567 is "1,234,567". */
export const formatCount = (count: number): string => COUNT.format(count);

/** So many of a thing: "1 message", "1,204 messages"; `many` where the plural is not the noun with an s: "2 companies". */
export const countOf = (count: number, noun: string, many = `${noun}s`): string => `${formatCount(count)} ${count === 1 ? noun : many}`;

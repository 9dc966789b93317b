/** Writes the moments of a page in the reader's own time zone. What the server wrote, in the company's zone, stays without this script. */

const pad = (part: number): string => String(part).padStart(2, '0');

const startOfDay = (date: Date): number => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();

function describeDay(date: Date, now: Date): string {
  const isThisYear = date.getFullYear() === now.getFullYear();
  return date.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', ...(isThisYear ? {} : { year: 'numeric' }) });
}

function describeMoment(date: Date, now: Date): string {
  const days = Math.round((startOfDay(date) - startOfDay(now)) / 86_400_000);
  const clock = `${pad(date.getHours())}:${pad(date.getMinutes())}`;
  if (days === 0) return clock;
  if (days === 1) return `tomorrow ${clock}`;
  if (days > 1 && days < 7) return `${date.toLocaleDateString('en-GB', { weekday: 'long' })} ${clock}`;
  const day = describeDay(date, now);
  return date.getFullYear() === now.getFullYear() ? `${day} ${clock}` : day;
}

export function showLocalTimes(root: ParentNode = document): void {
  const now = new Date();
  for (const element of root.querySelectorAll<HTMLTimeElement>('time[data-moment]')) {
    const date = new Date(element.dateTime);
    element.textContent = element.dataset['moment'] === 'day' ? describeDay(date, now) : describeMoment(date, now);
  }
  for (const element of root.querySelectorAll<HTMLElement>('[data-zone]')) element.textContent = 'your time';
}

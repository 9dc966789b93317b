import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Resident memory of a process in bytes: now, and where the system tells it, the most it ever had. */
export interface ProcessMemory {
  readonly present: number;
  readonly peak: number;
}

const KIBIBYTE = 1024;

/** @throws Error when there is no such process. */
export function readProcessMemory(pid: number): ProcessMemory {
  if (process.platform !== 'linux') {
    const present = Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) * KIBIBYTE;
    return { present, peak: present };
  }
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const read = (field: string) => Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) * KIBIBYTE;
  const memory = { present: read('VmRSS'), peak: read('VmHWM') };
  // A process that has ended, and that its parent has not heard of yet, has no memory.
  if (Number.isNaN(memory.peak)) throw new Error(`Process ${pid} has ended.`);
  return memory;
}

/** Watches a process until it ends; the returned function tells the most memory that was seen, in bytes. */
export function watchPeakMemory(pid: number): () => number {
  let peak = 0;
  const timer = setInterval(() => {
    try {
      peak = Math.max(peak, readProcessMemory(pid).peak);
    } catch {
      clearInterval(timer);
    }
  }, 100);
  return () => {
    clearInterval(timer);
    return peak;
  };
}

/** Linux counts processor time in hundredths of a second. */
const TICK_MILLISECONDS = 10;

/** Processor time that a process has used, in milliseconds; undefined where the system does not tell it. */
export function readProcessorTime(pid: number): number | undefined {
  if (process.platform !== 'linux') return undefined;
  // The name of the program, in parentheses, may hold anything; user and system time are the 12th and 13th field after it.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * TICK_MILLISECONDS;
}

import { environment } from '../../support/environment.ts';
import { physicalCores } from './physical-cores.ts';

function environmentThreads(): number | undefined {
  const value = environment('KERATIN_THREADS');
  const count = Number(value);
  return value !== undefined && Number.isInteger(count) && count >= 1 ? count : undefined;
}

/** Physical cores available to the process, 1 where there are no worker threads to use. */
function availableCores(): number {
  if (typeof process === 'undefined') return 1;
  const available = process.getBuiltinModule?.('node:os').availableParallelism() ?? 1;
  if (process.platform !== 'linux') return available;
  const { readFileSync } = process.getBuiltinModule('node:fs');
  return physicalCores((path) => readFileSync(path, 'utf8'), available);
}

/** Documented configuration: threads that programs may use, as somebody asked for them. */
let chosen: number | undefined;
let cores: number | undefined;

/** Sets how many threads programs run on, the calling one included. Results do not depend on it. */
export function setThreads(count: number): void {
  chosen = count;
}

/** How many threads somebody asked for; undefined when nobody did. */
export function chosenThreads(): number | undefined {
  chosen ??= environmentThreads();
  return chosen;
}

export function getThreads(): number {
  cores ??= availableCores();
  return chosenThreads() ?? cores;
}

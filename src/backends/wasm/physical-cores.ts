/** 0-3,8 as numbers. */
const listed = (text: string): number[] =>
  text
    .trim()
    .split(',')
    .filter((part) => part !== '')
    .flatMap((part) => {
      const [first = 0, last = first] = part.split('-').map(Number);
      return Array.from({ length: last - first + 1 }, (_, i) => first + i);
    });

/**
 * Physical cores among the processors that a Linux process may use: two threads of one core share its multiply-add
 * units, and would only wait for each other.
 *
 * @param read reads a text file of /proc or /sys
 * @param available processors that may be used at the same time, when those files don't tell
 */
export function physicalCores(read: (path: string) => string, available: number): number {
  try {
    const allowed = /^Cpus_allowed_list:(.*)$/m.exec(read('/proc/self/status'))?.[1] ?? '';
    const siblings = listed(allowed).map((processor) =>
      read(`/sys/devices/system/cpu/cpu${processor}/topology/thread_siblings_list`).trim(),
    );
    return siblings.length === 0 ? available : Math.min(available, new Set(siblings).size);
  } catch {
    return available;
  }
}

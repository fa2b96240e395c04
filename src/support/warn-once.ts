/** Messages that have been printed. */
const printed = new Set<string>();

/** Prints a word of advice on stderr, the first time only. */
export function warnOnce(message: string): void {
  if (printed.has(message)) return;
  printed.add(message);
  console.warn(message);
}

/** An environment variable of the process; undefined where it is empty or there is no process, as in browsers. */
export function environment(name: string): string | undefined {
  const value = typeof process === 'undefined' ? undefined : process.env?.[name];
  return value === '' ? undefined : value;
}

/** Prints a line on stderr when the environment variable KERATIN_DEBUG is set. */
export function debug(message: string): void {
  if (environment('KERATIN_DEBUG') !== undefined) console.error(`keratin: ${message}`);
}

let current: string | undefined;

/** Whose computation is being traced: the path of a layer, `loss`; undefined outside of all. */
export const currentScope = (): string | undefined => current;

/** Runs `body` and says of whatever it traces that it belongs to `scope`, so that a profile can name who causes work. */
export function withScope<T>(scope: string | undefined, body: () => T): T {
  const outer = current;
  current = scope;
  try {
    return body();
  } finally {
    current = outer;
  }
}

import type { FloatDType } from '../support/dtype.ts';

/** The dtype in which the layer that is being called reads float variables; undefined: in their own. */
let current: FloatDType | undefined;

export const currentAutocast = (): FloatDType | undefined => current;

/** Runs `body` so that float variables read in it are cast to a dtype. Calls are synchronous. */
export function withAutocast<T>(dtype: FloatDType | undefined, body: () => T): T {
  const outer = current;
  current = dtype;
  try {
    return body();
  } finally {
    current = outer;
  }
}

import type { Target } from './kernel.ts';

/** A [batch, rows, columns] matrix in a buffer. */
export interface Matrix {
  readonly buffer: number;
  readonly offset: number;
  readonly strides: readonly [batch: number, row: number, column: number];
}

export interface DotShape {
  readonly batch: number;
  readonly m: number;
  readonly n: number;
  readonly k: number;
}

/** Vectors of the widest tile. */
const maxWidth = (target: Target): number => target.tileRows.length - 1;
/** The columns of a product in panels: `regular` ones of `width` full vectors, then at most one narrower. */
export interface Panels {
  readonly width: number;
  readonly count: number;
  readonly regular: number;
  /** Vectors and used lanes of the last vector of the irregular panel; undefined when all are regular. */
  readonly last: { readonly width: number; readonly lanes: number } | undefined;
}

export function panelsOf(n: number, target: Target): Panels {
  const { lanes } = target;
  const vectors = Math.ceil(n / lanes);
  const width = Math.ceil(vectors / Math.ceil(vectors / maxWidth(target)));
  const count = Math.ceil(vectors / width);
  const even = n % (width * lanes) === 0;
  const regular = even ? count : count - 1;
  const rest = n - regular * width * lanes;
  return {
    width,
    count,
    regular,
    last: even ? undefined : { width: Math.ceil(rest / lanes), lanes: rest % lanes === 0 ? lanes : rest % lanes },
  };
}

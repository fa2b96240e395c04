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

/** What panels depend on: the lanes of a vector, and the widths for which there is a tile. */
export type PanelTarget = Pick<Target, 'lanes' | 'tileRows'>;

/** The columns of a product in panels: `regular` ones of `width` full vectors, then at most one narrower. */
export interface Panels {
  readonly width: number;
  readonly count: number;
  readonly regular: number;
  /** Vectors and used lanes of the last vector of the irregular panel; undefined when all are regular. */
  readonly last: { readonly width: number; readonly lanes: number } | undefined;
}

export function panelsOf(n: number, { lanes, tileRows }: PanelTarget): Panels {
  const widest = tileRows.length - 1;
  const vectors = Math.ceil(n / lanes);
  const width = Math.ceil(vectors / Math.ceil(vectors / widest));
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

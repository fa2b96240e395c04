import { at } from '../support/shape.ts';
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

/** The same elements with rows as columns. */
export const transposed = ({ strides: [batch, row, column], ...place }: Matrix): Matrix => ({
  ...place,
  strides: [batch, column, row],
});

/**
 * Whether a product is better computed with its operands swapped: when the right one lies in columns, and is so much
 * larger than the left one that copying it into rows would cost more than transposing the result. Strides that are a
 * multiple of 1 KB fall into few cache sets.
 */
export function isSwapped(shape: DotShape, left: Matrix, right: Matrix): boolean {
  const [, step, column] = right.strides;
  if (step !== 1 || column === 1 || left.strides[2] !== 1) return false;
  return shape.batch === 1 && 2 * shape.m <= shape.n && (column * 4) % 1024 !== 0;
}

/** Tiles of a swapped product are as high as a vector is wide, so that they can be transposed. */
export function swappedTile(target: Target): Target {
  const registers = Math.max(...target.tileRows.map((rows, width) => rows * width));
  const width = Math.max(1, Math.floor(registers / target.lanes));
  return { ...target, tileRows: [0, ...new Array<number>(width).fill(target.lanes)] };
}

/** Vectors of a tile of one row: so many that the right operand is read in long pieces. */
const SINGLE_ROW_WIDTH = 12;

/** The tiles of a product with few rows: a single one leaves its registers to more columns. */
export function tilesFor(rows: number, target: Target): Target {
  if (rows > 1) return target;
  return { ...target, tileRows: [0, ...new Array<number>(Math.max(SINGLE_ROW_WIDTH, maxWidth(target))).fill(1)] };
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

/** Rows of the tiles that are `width` vectors wide. */
export function tileHeight({ m }: DotShape, width: number, swapped: boolean, target: Target): number {
  return Math.min(m, m === 1 ? 1 : swapped ? target.lanes : at(target.tileRows, width));
}

/**
 * Whether the left operand is read down columns whose stride puts all of a column into a few cache sets. Then sums must
 * be done in parts, or the operand copied so that k runs along its rows.
 */
export function isScattered({ m, k }: DotShape, { strides: [, row, step] }: Matrix): boolean {
  return row === 1 && (step * 4) % 1024 === 0 && k >= 64 && m >= 16;
}

/** A panel so many times larger than its share of the level-1 cache doesn't stay in the level-2 cache either. */
const BEYOND = 8;

/**
 * Steps of k after which a panel's tiles go on to the next rows: so few that a panel stays in the level-1 cache, where
 * the whole sum would read it from memory for each tile, or a scattered left operand. Otherwise all, as sums that begin
 * and end in memory cost some percent. In parts of equal length where there are such, of even length anyway, so that a
 * turn of the loop over k is never cut.
 */
export function partOfSum(shape: DotShape, left: Matrix, { width }: Panels, target: Target): number {
  const { m, k } = shape;
  const row = width * target.lanes * 4;
  const most = Math.floor(target.panelBytes / row / 2) * 2;
  if (k <= most || m <= 2 * tileHeight(shape, width, false, target)) return k;
  if (k * row <= BEYOND * target.panelBytes && !isScattered(shape, left)) return k;
  for (let part = most; part * 2 > most; part -= 2) if (k % part === 0) return part;
  return Math.ceil(k / Math.ceil(k / most) / 2) * 2;
}

/** Vectors of the wider half of the panels, if two threads share them. */
const halfOf = (vectors: number, width: number): number => vectors - Math.floor(Math.ceil(vectors / width) / 2) * width;

export function panelsOf(n: number, target: Target): Panels {
  const { lanes } = target;
  const vectors = Math.ceil(n / lanes);
  const widest = Math.ceil(vectors / Math.ceil(vectors / maxWidth(target)));
  // A little narrower where that makes two more equal halves.
  const narrower = Math.max(1, widest - 1);
  const width = vectors > widest && halfOf(vectors, narrower) < halfOf(vectors, widest) ? narrower : widest;
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

import type { Kernel, Target } from './kernel.ts';
import { type DotPlan, sharingOf } from './lower-dot.ts';
import { lowerPack, needsPacking, type Packing, packedMatrix, packedSize } from './lower-pack.ts';
import { lowerTransposedCopy } from './lower-transposed-copy.ts';
import {
  type DotShape,
  isScattered,
  isSwapped,
  type Matrix,
  panelsOf,
  partOfSum,
  swappedTile,
  tilesFor,
  transposed,
} from './panels.ts';

/** Elements from which the right operand of a product in a loop is packed once, before the loop. */
const WORTH_PACKING_ONCE = 1024;

/** Where a buffer has the value that it has here: in the same code, or before a loop around it. */
interface Home {
  readonly isOutside: boolean;
  readonly newBuffer: (size: number) => number;
  readonly add: (kernel: Kernel) => void;
}

/** Where a product goes. */
export interface Product extends Matrix {
  /** Nobody but its epilogue reads it. */
  readonly isPrivate: boolean;
}

/** What planning needs of the program around a product. */
export interface DotSurroundings {
  readonly target: Target;
  readonly homeOf: (buffer: number) => Home;
  readonly scratch: (size: number) => number;
  readonly add: (kernel: Kernel) => void;
}

/** Brings the operands of a product into a form in which they can be read quickly, by kernels that copy them where needed. */
export function planDot(
  name: string,
  shape: DotShape,
  [left, right]: readonly [Matrix, Matrix],
  product: Product,
  around: DotSurroundings,
): DotPlan {
  if (!isSwapped(shape, left, right)) return planOperands(name, shape, [left, right], product, false, around);
  const flipped = { ...shape, m: shape.n, n: shape.m };
  const flippedProduct = { ...product, ...transposed(product) };
  return planOperands(name, flipped, [transposed(right), transposed(left)], flippedProduct, true, around);
}

function planOperands(
  name: string,
  shape: DotShape,
  [a, b]: readonly [Matrix, Matrix],
  product: Product,
  swapped: boolean,
  { target, homeOf, scratch, add }: DotSurroundings,
): DotPlan {
  const panels = panelsOf(shape.n, swapped ? swappedTile(target) : tilesFor(shape.m, target));
  let [left, right] = [a, b];
  let panelStride = panels.width * target.lanes;
  let packing: Packing | undefined;
  const sharing = sharingOf(shape, panels, swapped, product.isPrivate);
  const home = homeOf(right.buffer);
  const hoisted = home.isOutside && shape.n * shape.k >= WORTH_PACKING_ONCE;
  if (needsPacking(shape, right) || hoisted) {
    const packed = home.newBuffer(packedSize(shape, panels, target));
    packing = { shape, right, packed, panels };
    if (hoisted || !sharing.byPanels) {
      home.add(lowerPack(`${name}_pack`, packing, target));
      packing = undefined;
    }
    ({ matrix: right, panelStride } = packedMatrix(shape, packed, panels, target));
  }
  if (isScattered(shape, left) && (swapped || partOfSum(shape, left, panels, target) === shape.k)) {
    const { batch, m, k } = shape;
    const copy = scratch(batch * m * k);
    add(lowerTransposedCopy(`${name}_transpose`, shape, left, copy, target));
    left = { buffer: copy, offset: 0, strides: [m * k, k, 1] };
  }
  return { shape, left, right, panels, panelStride, packing, product, swapped, ...sharing };
}

import { badArgument } from '../support/errors.ts';
import { at, formatShape, normalizeAxis, type Shape, sizeOf } from '../support/shape.ts';

/** How many inputs a unit of a weight has, and how many units an input feeds. */
export interface Fans {
  readonly fanIn: number;
  readonly fanOut: number;
}

/**
 * Fans of a weight: [inputs, outputs] of a matrix; kernels [...spatial, in, out] have in and out times the size of the
 * receptive field. When the axes of both are given, the products of their extents.
 *
 * @see https://keras.io/api/layers/initializers/
 *
 * @example
 * ```ts
 * import { initializers } from 'keratin';
 * console.log(initializers.computeFans([3, 3, 16, 32])); // => { fanIn: 144, fanOut: 288 }
 * ```
 */
export function computeFans(
  shape: Shape,
  inputAxes: readonly number[] | null = null,
  outputAxes: readonly number[] | null = null,
): Fans {
  if (inputAxes !== null && outputAxes !== null) {
    const product = (axes: readonly number[], name: string) =>
      axes.reduce((total, axis) => total * at(shape, normalizeAxis(axis, shape.length, name)), 1);
    return { fanIn: product(inputAxes, 'inputAxes'), fanOut: product(outputAxes, 'outputAxes') };
  }
  if (shape.some((n) => !Number.isInteger(n) || n < 0))
    throw badArgument('shape', 'a shape of whole numbers', formatShape(shape));
  const rank = shape.length;
  const [only] = shape;
  if (only === undefined) return { fanIn: 1, fanOut: 1 };
  if (rank === 1) return { fanIn: only, fanOut: only };
  const field = sizeOf(shape.slice(0, -2));
  return { fanIn: at(shape, rank - 2) * field, fanOut: at(shape, rank - 1) * field };
}

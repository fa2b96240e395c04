import { isTypedArray, type TypedArray } from './dtype.ts';
import type { Shape } from './shape.ts';

/** Elements in row-major order together with their shape. */
export interface ShapedArray {
  readonly data: TypedArray;
  readonly shape: Shape;
}

export const isShapedArray = (x: unknown): x is ShapedArray =>
  typeof x === 'object' && x !== null && 'data' in x && 'shape' in x && isTypedArray(x.data) && Array.isArray(x.shape);

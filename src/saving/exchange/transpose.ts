import type { HostArray } from '../../support/dtype.ts';
import { type Shape, sizeOf } from '../../support/shape.ts';

/** Elements with their axes in another order: axis i of the result is axis `axes[i]` of the source. */
export function transpose<A extends HostArray>(values: A, shape: Shape, axes: readonly number[]): A {
  const strides = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
  const out = values.slice() as A;
  const extents = axes.map((axis) => shape[axis] ?? 1);
  const steps = axes.map((axis) => strides[axis] ?? 0);
  const index = extents.map(() => 0);
  for (let i = 0, from = 0; i < out.length; i++) {
    out[i] = values[from] ?? 0;
    for (let axis = index.length - 1; axis >= 0; axis--) {
      from += steps[axis] ?? 0;
      const next = (index[axis] ?? 0) + 1;
      if (next < (extents[axis] ?? 1)) {
        index[axis] = next;
        break;
      }
      from -= (steps[axis] ?? 0) * next;
      index[axis] = 0;
    }
  }
  return out;
}

/** The order that undoes an order of axes. */
export const inverse = (axes: readonly number[]): number[] => axes.map((_, axis) => axes.indexOf(axis));

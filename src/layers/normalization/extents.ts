import { badArgument } from '../../support/errors.ts';
import type { PartialShape } from '../../support/shape.ts';

/** The extents of some axes, which must be known. */
export function extentsOf(inputShape: PartialShape, axes: readonly number[]): number[] {
  return axes.map((axis) => {
    const extent = inputShape.at(axis);
    if (extent === null || extent === undefined)
      throw badArgument(
        'inputShape',
        `a shape whose extent along axis ${axis} is known, as weights depend on it`,
        inputShape,
      );
    return extent;
  });
}

import * as ops from '../../ops/index.ts';
import { ArgumentError } from '../../support/errors.ts';
import type { TensorLike } from '../../tensor/convert.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { FormatParts } from './format.ts';

/** The edges of boxes, each of shape [..., 1]. */
export interface Corners {
  readonly left: Tensor;
  readonly top: Tensor;
  readonly right: Tensor;
  readonly bottom: Tensor;
}

/** The four numbers of each box, each of shape [..., 1]. */
export function columns(name: string, boxes: TensorLike): readonly [Tensor, Tensor, Tensor, Tensor] {
  const tensor = ops.convertToTensor(boxes);
  const [a, b, c, d] = tensor.shape.at(-1) === 4 ? ops.split(tensor, 4, { axis: -1 }) : [];
  if (!a || !b || !c || !d) {
    throw new ArgumentError(
      `${name}: expected boxes of four numbers, of shape [..., 4]. Received: shape [${tensor.shape}]`,
    );
  }
  return [a, b, c, d];
}

/** The edges of boxes in a format, in the format's own unit. */
export function cornersOf(name: string, boxes: TensorLike, { verticalFirst, layout }: FormatParts): Corners {
  const [a, b, c, d] = columns(name, boxes);
  const [x, y, z, w] = verticalFirst ? [b, a, d, c] : [a, b, c, d];
  switch (layout) {
    case 'corners':
      return { left: x, top: y, right: z, bottom: w };
    case 'corner and size':
      return { left: x, top: y, right: ops.add(x, z), bottom: ops.add(y, w) };
    case 'center and size': {
      const [halfWidth, halfHeight] = [ops.divide(z, 2), ops.divide(w, 2)];
      return {
        left: ops.subtract(x, halfWidth),
        top: ops.subtract(y, halfHeight),
        right: ops.add(x, halfWidth),
        bottom: ops.add(y, halfHeight),
      };
    }
  }
}

/** Boxes with these edges, in a format. */
export function boxesOf({ left, top, right, bottom }: Corners, { verticalFirst, layout }: FormatParts): Tensor {
  const inOrder = (x: Tensor, y: Tensor, z: Tensor, w: Tensor) =>
    ops.concatenate(verticalFirst ? [y, x, w, z] : [x, y, z, w], { axis: -1 });
  const [width, height] = [ops.subtract(right, left), ops.subtract(bottom, top)];
  switch (layout) {
    case 'corners':
      return inOrder(left, top, right, bottom);
    case 'corner and size':
      return inOrder(left, top, width, height);
    case 'center and size':
      return inOrder(ops.add(left, ops.divide(width, 2)), ops.add(top, ops.divide(height, 2)), width, height);
  }
}

/** The edges with horizontal and vertical ones changed alike. */
export function mapCorners(
  { left, top, right, bottom }: Corners,
  horizontal: (edge: Tensor) => Tensor,
  vertical: (edge: Tensor) => Tensor,
): Corners {
  return { left: horizontal(left), top: vertical(top), right: horizontal(right), bottom: vertical(bottom) };
}

/** Width times height, of shape [..., 1]. */
export function area({ left, top, right, bottom }: Corners): Tensor {
  return ops.multiply(ops.subtract(right, left), ops.subtract(bottom, top));
}

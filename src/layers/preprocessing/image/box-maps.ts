import { add, divide, multiply, subtract } from '../../../ops/arithmetic.ts';
import { max, min } from '../../../ops/extremes.ts';
import { getItem } from '../../../ops/get-item.ts';
import { concatenate } from '../../../ops/joining.ts';
import { expandDims } from '../../../ops/shape.ts';
import { split } from '../../../ops/splitting.ts';
import type { TensorLike } from '../../../tensor/convert.ts';
import type { Tensor } from '../../../tensor/tensor.ts';

type Edges = readonly [left: Tensor, top: Tensor, right: Tensor, bottom: Tensor];

/** The edges of boxes [batch, n, 4], each [batch, n, 1]. */
export function edgesOf(boxes: Tensor): Edges {
  const [left, top, right, bottom] = split(boxes, 4, { axis: -1 });
  if (left === undefined || top === undefined || right === undefined || bottom === undefined)
    throw new Error('A box has four edges.');
  return [left, top, right, bottom];
}

export const boxesOf = (edges: Edges): Tensor => concatenate(edges, -1);

/** Boxes of a part of the image that begins at (left, top), which is then resized. */
export function partOfBoxes(
  boxes: Tensor,
  [left, top]: readonly [TensorLike, TensorLike],
  [scaleX, scaleY]: readonly [number, number] = [1, 1],
): Tensor {
  const [x1, y1, x2, y2] = edgesOf(boxes);
  const across = (x: Tensor) => multiply(subtract(x, left), scaleX);
  const down = (y: Tensor) => multiply(subtract(y, top), scaleY);
  return boxesOf([across(x1), down(y1), across(x2), down(y2)]);
}

/**
 * The upright boxes around boxes [batch, n, 4] of images that are sampled at (a x + b y + c, d x + e y + f): their
 * corners go the other way. Numbers of a map are [batch, 8], for places of pixels, whose middles are at whole numbers;
 * edges lie between pixels.
 */
export function affineBoxes(boxes: Tensor, map: Tensor): Tensor {
  const number = (i: number) => expandDims(getItem(map, [{}, { start: i, stop: i + 1 }]), 1);
  const [a, b, c, d, e, f] = [number(0), number(1), number(2), number(3), number(4), number(5)];
  const determinant = subtract(multiply(a, e), multiply(b, d));
  const [left, top, right, bottom] = edgesOf(boxes);
  const corners = [
    [left, top],
    [right, top],
    [left, bottom],
    [right, bottom],
  ] as const;
  const moved = corners.map(([x, y]) => {
    const [p, q] = [subtract(subtract(x, 0.5), c), subtract(subtract(y, 0.5), f)];
    return [
      add(divide(subtract(multiply(e, p), multiply(b, q)), determinant), 0.5),
      add(divide(subtract(multiply(a, q), multiply(d, p)), determinant), 0.5),
    ] as const;
  });
  const xs = concatenate(
    moved.map(([x]) => x),
    -1,
  );
  const ys = concatenate(
    moved.map(([, y]) => y),
    -1,
  );
  const over = { axis: -1, keepdims: true } as const;
  return boxesOf([min(xs, over), min(ys, over), max(xs, over), max(ys, over)]);
}

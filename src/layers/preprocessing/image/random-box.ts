import { add, multiply, subtract } from '../../../ops/arithmetic.ts';
import { greaterEqual, less } from '../../../ops/comparison.ts';
import { cast } from '../../../ops/core.ts';
import { logicalAnd } from '../../../ops/logical.ts';
import { arange } from '../../../ops/sequence.ts';
import { reshape } from '../../../ops/shape.ts';
import { type SeedGenerator, uniform } from '../../../random/index.ts';
import type { Tensor } from '../../../tensor/tensor.ts';

/** Where a part of a side begins and ends, for each image: [batch]. */
export interface Span {
  readonly start: Tensor;
  readonly end: Tensor;
}

/** A part of a side of `extent` pixels at a random place; `share` [batch] says how much of it. */
export function drawSpan(share: Tensor, extent: number, seed: SeedGenerator): Span {
  const length = multiply(share, extent);
  const start = multiply(uniform(share.shape, { seed }), subtract(extent, length));
  return { start, end: add(start, length) };
}

/** True inside of a box: [batch, height, width]. */
export function boxMask(across: Span, down: Span, height: number, width: number): Tensor {
  const inside = ({ start, end }: Span, extent: number, shape: readonly number[], edges: readonly number[]) => {
    const position = reshape(cast(arange(extent), 'float32'), shape);
    return logicalAnd(greaterEqual(position, reshape(start, edges)), less(position, reshape(end, edges)));
  };
  const edges = [-1, 1, 1];
  return logicalAnd(inside(down, height, [1, height, 1], edges), inside(across, width, [1, 1, width], edges));
}

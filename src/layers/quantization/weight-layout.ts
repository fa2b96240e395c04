import { reshape, transpose } from '../../ops/shape.ts';
import { at, range, type Shape, sizeOf } from '../../support/shape.ts';
import type { Tensor } from '../../tensor/tensor.ts';

/** How a weight is quantized: which of its numbers share a scale, and how files have the scales. */
export interface WeightLayout {
  /** `kernel` or `embeddings`. */
  readonly label: string;
  readonly shape: Shape;
  /** The axes whose numbers share a scale: those that are summed over. */
  readonly axes: readonly number[];
  /** The other axes, in the order of the scales. */
  readonly kept: readonly number[];
  /** The shape of the scales, which may have axes of extent 1 between those of `kept`. */
  readonly scaleShape: Shape;
  /** The axis of the weight as a matrix along which 4-bit numbers share a scale. */
  readonly sharedAxis: 0 | 1;
}

/** The layout of a matrix. */
export const matrixLayout = (label: string, shape: Shape, sharedAxis: 0 | 1): WeightLayout => {
  const kept = 1 - sharedAxis;
  return { label, shape, axes: [sharedAxis], kept: [kept], scaleShape: [at(shape, kept)], sharedAxis };
};

/** Scales that lie along the weight, with extent 1 on the axes that share them, in the shape of files. */
export const storedScale = ({ axes, kept, scaleShape }: WeightLayout, scale: Tensor): Tensor =>
  reshape(transpose(scale, [...axes, ...kept]), scaleShape);

/** The way back. */
export function scaleAlongWeight({ axes, kept, shape }: WeightLayout, stored: Tensor): Tensor {
  const order = [...axes, ...kept];
  const extents = order.map((axis) => (axes.includes(axis) ? 1 : at(shape, axis)));
  return transpose(
    reshape(stored, extents),
    order.map((_, axis) => order.indexOf(axis)),
  );
}

/** The weight's shape as a matrix: what is summed over, and the rest. */
export function matrixShape({ shape, axes }: WeightLayout): Shape {
  if (shape.length === 2) return shape;
  const size = (shared: boolean) =>
    sizeOf(range(shape.length).flatMap((axis) => (axes.includes(axis) === shared ? [at(shape, axis)] : [])));
  return [size(true), size(false)];
}

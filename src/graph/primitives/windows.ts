import { hostArray, isFloat } from '../../support/dtype.ts';
import { ArgumentError } from '../../support/errors.ts';
import { at, formatShape, range, type Shape, sizeOf, stridesOf } from '../../support/shape.ts';
import type { WindowAttrs } from '../node.ts';
import { overlapAdd } from '../overlap-add.ts';
import { forEachIndex } from './movement.ts';
import type { Rule, RuleTable } from './rule.ts';

/** Elements that a window spans along one axis. */
export const spanOf = (size: number, dilation: number): number => (size - 1) * dilation + 1;

/** Windows of a span that fit along an axis, each `stride` after the one before. */
export const positionsOf = (extent: number, span: number, stride: number): number =>
  extent < span ? 0 : Math.floor((extent - span) / stride) + 1;

/** The extents [...lead, ...positions, ...rest] of windows over axes of a shape, whose spatial extents may be given. */
export function windowPositions(shape: Shape, attrs: WindowAttrs, spatial = spatialOf(shape, attrs)): number[] {
  const { sizes, strides, dilations } = attrs;
  return spatial.map((n, i) => positionsOf(n, spanOf(at(sizes, i), at(dilations, i)), at(strides, i)));
}

export const spatialOf = (shape: Shape, { first, sizes }: WindowAttrs): number[] =>
  shape.slice(first, first + sizes.length);

/** Refuses windows over axes that are not there, or that don't move. */
export function checkWindows(op: string, shape: Shape, attrs: WindowAttrs): void {
  const { first, sizes, strides, dilations } = attrs;
  const count = sizes.length;
  const positive = [...sizes, ...strides, ...dilations].every((n) => Number.isInteger(n) && n >= 1);
  if (positive && strides.length === count && dilations.length === count && first >= 0 && first + count <= shape.length)
    return;
  throw new ArgumentError(
    `Primitive ${op} takes positive sizes, strides and dilations of existing axes. Received: ${JSON.stringify(attrs)} for shape ${formatShape(shape)}`,
  );
}

/** The axes of the offsets in a result of `windows`. */
export const offsetAxes = ({ first, sizes }: WindowAttrs): number[] =>
  range(sizes.length).map((i) => first + sizes.length + i);

const windows: Rule<'windows'> = {
  infer: (inputs, attrs) => {
    const x = at(inputs, 0);
    checkWindows('windows', x.shape, attrs);
    const { first, sizes } = attrs;
    const positions = windowPositions(x.shape, attrs);
    const shape = [...x.shape.slice(0, first), ...positions, ...sizes, ...x.shape.slice(first + sizes.length)];
    return { shape, dtype: x.dtype };
  },
  // Overlapping windows add up in the elements that they share.
  vjp: (node, ct) => {
    const spatial = spatialOf(at(node.inputs, 0).shape, node.attrs);
    return [isFloat(node.dtype) ? overlapAdd(ct, spatial, node.attrs) : null];
  },
  evaluate: (inputs, { first, sizes, strides, dilations }, result) => {
    const x = at(inputs, 0);
    const steps = stridesOf(x.shape);
    const count = sizes.length;
    const factors = result.shape.map((_, axis) => {
      const i = axis - first;
      if (i < 0) return at(steps, axis);
      if (i < count) return at(strides, i) * at(steps, axis);
      if (i < 2 * count) return at(dilations, i - count) * at(steps, axis - count);
      return at(steps, axis - count);
    });
    const out = hostArray(result.dtype, sizeOf(result.shape));
    forEachIndex(result.shape, (index, position) => {
      out[position] = at(
        x.data,
        index.reduce((sum, i, axis) => sum + i * at(factors, axis), 0),
      );
    });
    return out;
  },
};

export const windowRules: RuleTable<'windows'> = { windows };

import type { Node } from '../graph/node.ts';
import { at, stridesOf } from '../support/shape.ts';
import type { Affine, Expr, ExprTable } from './expression.ts';
import { isTrivialReshape } from './roots.ts';

/** For each axis of a node, its coordinate as a function of the loop indices. */
export type Coordinates = readonly Affine[];

const ZERO = (rank: number): Affine => ({ strides: new Array<number>(rank).fill(0), offset: 0 });

const scale = (a: Affine, factor: number): Affine => ({
  strides: a.strides.map((s) => s * factor),
  offset: a.offset * factor,
});
const plus = (a: Affine, b: Affine): Affine => ({
  strides: a.strides.map((s, i) => s + at(b.strides, i)),
  offset: a.offset + b.offset,
});
const shift = (a: Affine, by: number): Affine => ({ strides: a.strides, offset: a.offset + by });

/** Row-major position of coordinates in a shape. */
export function linear(shape: readonly number[], coordinates: Coordinates, rank: number): Affine {
  const strides = stridesOf(shape);
  return coordinates.reduce((sum, c, axis) => plus(sum, scale(c, at(strides, axis))), ZERO(rank));
}

/** Coordinates of a node that is iterated over by loops over its axes of extent other than 1. */
export function identityCoordinates(shape: readonly number[]): { dims: number[]; coordinates: Coordinates } {
  const axes = shape.flatMap((n, axis) => (n === 1 ? [] : [axis]));
  const coordinates = shape.map((_, axis) => ({
    strides: axes.map((loopAxis) => (loopAxis === axis ? 1 : 0)),
    offset: 0,
  }));
  return { dims: axes.map((axis) => at(shape, axis)), coordinates };
}

/** Moves coordinates over axes of extent 1 that a reshape adds or drops. */
function throughTrivialReshape(
  from: readonly number[],
  to: readonly number[],
  coordinates: Coordinates,
  rank: number,
): Coordinates {
  const proper = coordinates.filter((_, axis) => at(from, axis) !== 1);
  let next = 0;
  return to.map((n) => (n === 1 ? ZERO(rank) : at(proper, next++)));
}

/** Coordinates in the operand of a movement, given those in its result. */
export function throughMovement(node: Node, coordinates: Coordinates, rank: number): Coordinates {
  const x = at(node.inputs, 0);
  switch (node.op) {
    case 'transpose':
      return x.shape.map((_, axis) => at(coordinates, node.attrs.permutation.indexOf(axis)));
    case 'broadcast':
      return x.shape.map((n, axis) => (n === 1 ? ZERO(rank) : at(coordinates, axis)));
    case 'slice':
      return x.shape.map((_, axis) =>
        shift(scale(at(coordinates, axis), at(node.attrs.strides, axis)), at(node.attrs.starts, axis)),
      );
    case 'flip':
      return x.shape.map((n, axis) =>
        node.attrs.axes.includes(axis) ? shift(scale(at(coordinates, axis), -1), n - 1) : at(coordinates, axis),
      );
    case 'windows': {
      const { first, sizes, strides, dilations } = node.attrs;
      return x.shape.map((_, axis) => {
        const i = axis - first;
        if (i < 0) return at(coordinates, axis);
        if (i >= sizes.length) return at(coordinates, axis + sizes.length);
        const offset = scale(at(coordinates, axis + sizes.length), at(dilations, i));
        return plus(scale(at(coordinates, axis), at(strides, i)), offset);
      });
    }
    case 'reshape':
      return throughTrivialReshape(node.shape, x.shape, coordinates, rank);
    default:
      throw new Error(`${node.op} is not a movement.`);
  }
}

/** Where a walk ends: which nodes have buffers, and which have their value in a register of this kernel. */
export interface WalkContext {
  readonly table: ExprTable;
  readonly rank: number;
  readonly hasBuffer: (node: Node) => boolean;
  /** An expression for a node at a position of its buffer that this kernel holds already. */
  readonly inRegister: (node: Node, position: Affine) => Expr | undefined;
}

/** The expression of a node at given coordinates. `top` forces the node itself to be computed rather than loaded. */
export function expressionOf(node: Node, coordinates: Coordinates, context: WalkContext, top = false): Expr {
  const { table, rank } = context;
  if (!top && (node.op === 'parameter' || context.hasBuffer(node))) {
    const position = linear(node.shape, coordinates, rank);
    return context.inRegister(node, position) ?? table.make({ kind: 'load', dtype: node.dtype, node, at: position });
  }
  switch (node.op) {
    case 'constant':
      return table.make({ kind: 'const', dtype: node.dtype, value: node.attrs.value });
    case 'iota':
      return table.make({ kind: 'index', dtype: node.dtype, at: at(coordinates, node.attrs.axis) });
    case 'reshape': {
      const x = at(node.inputs, 0);
      if (isTrivialReshape(node)) return expressionOf(x, throughMovement(node, coordinates, rank), context);
      // The operand has a buffer, in which the result's row-major position is the same.
      const position = linear(node.shape, coordinates, rank);
      return context.inRegister(x, position) ?? table.make({ kind: 'load', dtype: node.dtype, node: x, at: position });
    }
    case 'transpose':
    case 'broadcast':
    case 'slice':
    case 'flip':
    case 'windows':
      return expressionOf(at(node.inputs, 0), throughMovement(node, coordinates, rank), context);
    case 'stopGradient':
    case 'customGradient':
      return expressionOf(at(node.inputs, 0), coordinates, context);
    case 'randomBits': {
      const key = at(node.inputs, 0);
      const word = (i: number) => expressionOf(key, [{ ...ZERO(rank), offset: i }], context);
      return table.make({
        kind: 'random',
        dtype: 'uint32',
        args: [word(0), word(1)],
        at: linear(node.shape, coordinates, rank),
      });
    }
    case 'parameter':
    case 'dot':
    case 'conv':
    case 'windowSum':
    case 'windowMax':
    case 'reduceSum':
    case 'reduceProd':
    case 'reduceMax':
    case 'reduceMin':
    case 'argmax':
    case 'argmin':
    case 'gather':
    case 'scatterAdd':
    case 'scatterReduce':
    case 'argsort':
    case 'pad':
    case 'concat':
    case 'decompose':
    case 'solve':
    case 'scan':
    case 'whileLoop':
    case 'loopCarry':
    case 'loopStack':
      throw new Error(`${node.op} is not an elementwise expression.`);
    default: {
      const args = node.inputs.map((input) => expressionOf(input, coordinates, context));
      return table.make({ kind: 'op', dtype: node.dtype, op: node.op, args });
    }
  }
}

/** Strides and offset of a chain of movements over one buffer, for contractions: nothing is computed on the way. */
export function viewOf(node: Node, hasBuffer: (node: Node) => boolean): { source: Node; at: Affine } {
  const rank = node.shape.length;
  let coordinates: Coordinates = node.shape.map((n, axis) => ({
    strides: node.shape.map((_, i) => (i === axis && n !== 1 ? 1 : 0)),
    offset: 0,
  }));
  let source = node;
  while (source.op !== 'parameter' && !hasBuffer(source)) {
    const input = at(source.inputs, 0);
    if (source.op === 'reshape' && !isTrivialReshape(source))
      return { source: input, at: linear(source.shape, coordinates, rank) };
    coordinates = throughMovement(source, coordinates, rank);
    source = input;
  }
  return { source, at: linear(source.shape, coordinates, rank) };
}

/** Roots (and parameters) whose buffers the computation of `root` reads. */
export function dependencies(root: Node, hasBuffer: (node: Node) => boolean): Node[] {
  const found: Node[] = [];
  const seen = new Set<Node>();
  const stack = [...root.inputs];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    if (node.op === 'parameter' || hasBuffer(node)) found.push(node);
    else stack.push(...node.inputs);
  }
  return found;
}

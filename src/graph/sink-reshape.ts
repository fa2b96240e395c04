import { at, type Shape, sameShape, sizeOf } from '../support/shape.ts';
import * as g from './build.ts';
import { isElementwise } from './elementwise.ts';
import type { Node, PrimitiveName } from './node.ts';

/**
 * The axes that each axis of a reshape's result is made of, in order: [2, 3, 4] -> [6, 4] gives [[0, 1], [2]]. Undefined
 * when an axis is split, or nothing is merged.
 */
export function mergedAxes(from: Shape, to: Shape): number[][] | undefined {
  const groups: number[][] = [];
  let next = 0;
  for (const extent of to) {
    const group: number[] = [];
    let product = 1;
    while (next < from.length && (product < extent || (group.length === 0 && at(from, next) === 1))) {
      product *= at(from, next);
      group.push(next++);
      if (product === extent && at(from, next - 1) !== 1) break;
    }
    if (product !== extent) return undefined;
    groups.push(group);
  }
  while (next < from.length && at(from, next) === 1) groups.at(-1)?.push(next++);
  return next === from.length && groups.some((group) => group.length > 1) ? groups : undefined;
}

/** Operations that may as well be done again: lifting a value over a reshape separates it from its other uses. */
const CHEAP: ReadonlySet<PrimitiveName> = new Set<PrimitiveName>([
  'add',
  'sub',
  'mul',
  'neg',
  'max',
  'min',
  'eq',
  'ne',
  'lt',
  'le',
  'gt',
  'ge',
  'where',
  'cast',
]);
const MAX_DEPTH = 6;

/** A value in the shape before a merging reshape, without computing anything dear again. */
function lifted(node: Node, shape: Shape, groups: readonly (readonly number[])[], depth: number): Node {
  if (node.op === 'constant') return g.constant(node.attrs.value, shape, node.dtype);
  if (node.op === 'reshape' && sameShape(at(node.inputs, 0).shape, shape)) return at(node.inputs, 0);
  if (node.op === 'broadcast') {
    const x = at(node.inputs, 0);
    const split = groups.flatMap((group, axis) => group.map((i) => (x.shape[axis] === 1 ? 1 : at(shape, i))));
    return g.broadcast(g.reshape(x, split), shape);
  }
  if (CHEAP.has(node.op) && depth < MAX_DEPTH) {
    return g.again(
      node,
      node.inputs.map((input) => lifted(input, shape, groups, depth + 1)),
    );
  }
  return g.reshape(node, shape);
}

/** Elements from which a value is worth not being stored. */
const WORTH_SINKING = 4096;

/**
 * An elementwise operation on a computed value whose axes were merged is done before they are: f(reshape(u), v) =
 * reshape(f(u, v')), so that u need not be stored. Windows that lie side by side make such values.
 */
export function sinkReshape(node: Node): Node {
  if (!isElementwise(node) || sizeOf(node.shape) < WORTH_SINKING) return node;
  const reshaped = node.inputs.find((input) => {
    if (input.op !== 'reshape') return false;
    const x = at(input.inputs, 0);
    return (isElementwise(x) || x.op === 'broadcast') && mergedAxes(x.shape, input.shape) !== undefined;
  });
  if (reshaped === undefined) return node;
  const { shape } = at(reshaped.inputs, 0);
  const groups = mergedAxes(shape, reshaped.shape);
  if (groups === undefined) return node;
  const moved = g.again(
    node,
    node.inputs.map((input) => lifted(input, shape, groups, 0)),
  );
  return g.reshape(moved, node.shape);
}

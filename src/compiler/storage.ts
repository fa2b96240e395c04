import type { Node } from '../graph/node.ts';
import { at, sizeOf } from '../support/shape.ts';
import { ExprTable, visitExprs } from './expression.ts';
import { type Group, membersOf } from './groups.ts';
import { dependencies, expressionOf, identityCoordinates, linear, type WalkContext } from './walk.ts';

/** A kernel may overwrite what it reads when every element is read at the point where it is written. */
export function readsInPlace(group: Group, parameter: Node, hasBuffer: (node: Node) => boolean): boolean {
  if (group.kind === 'single' || group.kind === 'loop') return false;
  if (group.primaries.some((node) => dependencies(node, hasBuffer).includes(parameter))) return false;
  const isAligned = (node: Node, top: boolean): boolean => {
    const { dims, coordinates } = identityCoordinates(node.shape);
    const whole = linear(node.shape, coordinates, dims.length);
    const context: WalkContext = { table: new ExprTable(), rank: dims.length, hasBuffer, inRegister: () => undefined };
    let aligned = true;
    visitExprs([expressionOf(node, coordinates, context, top)], (expr) => {
      if (expr.kind === 'load' && expr.node === parameter) {
        aligned &&=
          expr.at.offset === 0 &&
          sizeOf(parameter.shape) === sizeOf(node.shape) &&
          expr.at.strides.every((s, i) => s === whole.strides[i]);
      }
    });
    return aligned;
  };
  return (
    group.elementwise.every((node) => isAligned(node, true)) &&
    group.riders.every((node) => isAligned(at(node.inputs, 0), false))
  );
}

/** Values that only the kernel which computes them reads: they stay in registers, or (products) in the cache. */
export function unstored(
  groups: readonly Group[],
  results: readonly Node[],
  hasBuffer: (node: Node) => boolean,
): Set<Node> {
  const groupOf = new Map<Node, Group>();
  for (const group of groups) for (const node of membersOf(group)) groupOf.set(node, group);
  const stored = new Set(results);
  for (const [node, group] of groupOf) {
    for (const read of dependencies(node, hasBuffer)) if (groupOf.get(read) !== group) stored.add(read);
  }
  return new Set(
    [...groupOf]
      .filter(([node, group]) => group.kind !== 'single' && group.kind !== 'loop' && !stored.has(node))
      .map(([node]) => node),
  );
}

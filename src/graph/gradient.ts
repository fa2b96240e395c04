import { isFloat } from '../support/dtype.ts';
import { ArgumentError } from '../support/errors.ts';
import { withScope } from '../support/scope.ts';
import { at, formatShape } from '../support/shape.ts';
import * as g from './build.ts';
import { loopPullback } from './loop-gradient.ts';
import { type Node, type PrimitiveName, topologicalOrder } from './node.ts';
import { ruleOf } from './rules.ts';

const vjpOf = <P extends PrimitiveName>(node: Node<P>, cotangent: Node) => ruleOf<P>(node.op).vjp(node, cotangent);

/** Which nodes depend on one of `targets`: the others need no cotangent. */
export function dependants(order: readonly Node[], targets: ReadonlySet<Node>): Set<Node> {
  const active = new Set<Node>();
  for (const node of order) {
    if (targets.has(node) || node.inputs.some((input) => active.has(input))) active.add(node);
  }
  return active;
}

/** A value and the cotangent that comes from its users. */
export interface Pulled {
  readonly node: Node;
  readonly cotangent: Node;
}

const gradientScope = (scope: string | undefined): string | undefined =>
  scope === undefined || scope.startsWith('gradient of ') ? scope : `gradient of ${scope}`;

/** For each target the gradient of the sum over `results` of sum(node * cotangent), or null where none depends on it. */
export function pullback(results: readonly Pulled[], targets: readonly Node[]): (Node | null)[] {
  const order = topologicalOrder(results.map(({ node }) => node));
  const active = dependants(order, new Set(targets));
  const cotangents = new Map<Node, Node>();
  const add = (node: Node, share: Node) => {
    const sum = cotangents.get(node);
    cotangents.set(node, sum === undefined ? share : g.add(sum, share));
  };
  /** What is taken out of each loop, with its cotangent. */
  const taken = new Map<Node, Pulled[]>();
  for (const { node, cotangent } of results) if (active.has(node)) add(node, cotangent);
  const sharesOf = (node: Node): readonly (Node | null)[] => {
    if (node.op === 'scan' || node.op === 'whileLoop') {
      const pulled = taken.get(node);
      return pulled === undefined ? [] : loopPullback(node, pulled, (input) => active.has(input));
    }
    const cotangent = cotangents.get(node);
    if (cotangent === undefined) return [];
    if (node.op !== 'loopCarry' && node.op !== 'loopStack') return vjpOf(node, cotangent);
    const loop = at(node.inputs, 0);
    if (isFloat(node.dtype)) taken.set(loop, [...(taken.get(loop) ?? []), { node, cotangent }]);
    return [];
  };
  for (let i = order.length - 1; i >= 0; i--) {
    const node = order[i];
    if (node === undefined || !node.inputs.some((input) => active.has(input))) continue;
    withScope(gradientScope(node.scope), () => {
      sharesOf(node).forEach((share, k) => {
        const input = node.inputs[k];
        if (share !== null && input !== undefined && active.has(input)) add(input, share);
      });
    });
  }
  return targets.map((target) => cotangents.get(target) ?? null);
}

/**
 * Reverse-mode differentiation as a graph transformation: for each target the nodes that compute
 * the gradient of sum(result * cotangent), or null where the result doesn't depend on it differentiably.
 * Without a cotangent the result must be a scalar.
 */
export function gradient(result: Node, targets: readonly Node[], cotangent?: Node): (Node | null)[] {
  if (!isFloat(result.dtype)) throw new ArgumentError(`Only floats have a gradient. Received: dtype=${result.dtype}`);
  if (cotangent === undefined && result.shape.length > 0) {
    throw new ArgumentError(`A gradient is taken of a scalar. Received: a value of shape ${formatShape(result.shape)}`);
  }
  return pullback([{ node: result, cotangent: cotangent ?? g.likeConstant(result, 1) }], targets);
}

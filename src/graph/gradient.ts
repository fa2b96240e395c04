import { ArgumentError } from '../support/errors.ts';
import { formatShape } from '../support/shape.ts';
import * as g from './build.ts';
import { type Node, type PrimitiveName, topologicalOrder } from './node.ts';
import { ruleOf } from './rules.ts';

const vjpOf = <P extends PrimitiveName>(node: Node<P>, cotangent: Node) => ruleOf<P>(node.op).vjp(node, cotangent);

/** Which nodes depend on one of `targets`: the others need no cotangent. */
function dependants(order: readonly Node[], targets: ReadonlySet<Node>): Set<Node> {
  const active = new Set<Node>();
  for (const node of order) {
    if (targets.has(node) || node.inputs.some((input) => active.has(input))) active.add(node);
  }
  return active;
}

/**
 * Reverse-mode differentiation as a graph transformation: for each target the nodes that compute
 * the gradient of sum(result * cotangent), or null where the result doesn't depend on it differentiably.
 * Without a cotangent the result must be a scalar.
 */
export function gradient(result: Node, targets: readonly Node[], cotangent?: Node): (Node | null)[] {
  if (result.dtype !== 'float32')
    throw new ArgumentError(`Only a float32 value has a gradient. Received: dtype=${result.dtype}`);
  if (cotangent === undefined && result.shape.length > 0) {
    throw new ArgumentError(`A gradient is taken of a scalar. Received: a value of shape ${formatShape(result.shape)}`);
  }
  const order = topologicalOrder([result]);
  const active = dependants(order, new Set(targets));
  const cotangents = new Map<Node, Node>();
  if (active.has(result)) cotangents.set(result, cotangent ?? g.likeConstant(result, 1));
  for (let i = order.length - 1; i >= 0; i--) {
    const node = order[i];
    if (node === undefined || !active.has(node)) continue;
    const ct = cotangents.get(node);
    if (ct === undefined || !node.inputs.some((input) => active.has(input))) continue;
    vjpOf(node, ct).forEach((share, k) => {
      const input = node.inputs[k];
      if (share === null || input === undefined || !active.has(input)) return;
      const sum = cotangents.get(input);
      cotangents.set(input, sum === undefined ? share : g.add(sum, share));
    });
  }
  return targets.map((target) => cotangents.get(target) ?? null);
}

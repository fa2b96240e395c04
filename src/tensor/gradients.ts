import * as g from '../graph/build.ts';
import { gradient } from '../graph/gradient.ts';
import type { Node } from '../graph/node.ts';
import { StateError } from '../support/errors.ts';
import { formatShape, sizeOf } from '../support/shape.ts';
import { Tensor } from './tensor.ts';
import { currentTrace } from './trace.ts';
import { Variable } from './variable.ts';

/** Somebody who wants to see gradients that are taken anyway, and further ones with them. */
export interface GradientTap {
  /** Tensors on the way to the result whose gradients are wanted too. */
  wanted(): readonly Tensor[];
  /** Called after gradients were taken; what doesn't depend on a target is null. */
  taken(
    result: Tensor,
    targets: readonly (Tensor | Variable)[],
    gradients: readonly (Tensor | null)[],
    extra: readonly (Tensor | null)[],
  ): void;
}

/** Tracing is synchronous, so a module-level variable holds who looks on. */
let tap: GradientTap | undefined;

/** Runs `body` while `newTap` sees the gradients that are taken in it, of one backward pass with its own. */
export function tapping<T>(newTap: GradientTap, body: () => T): T {
  const outer = tap;
  tap = newTap;
  try {
    return body();
  } finally {
    tap = outer;
  }
}

/** The nodes by which an expression may refer to a target: variables before their update, tensors before evaluation. */
function nodesOf(target: Tensor | Variable): Node[] {
  const trace = currentTrace();
  if (target instanceof Variable && trace !== undefined) return [trace.initial(target)];
  const tensor = target instanceof Variable ? target.value : target;
  return tensor.formerNode === undefined ? [tensor.node] : [tensor.node, tensor.formerNode];
}

/** The expression of a result, also of one that has been read since. */
function expressionOf(result: Tensor): Node {
  // Larger values may still know their history, but only until the garbage collector runs.
  const known = !result.settled || sizeOf(result.shape) === 1;
  const node = result.settled ? result.formerNode : result.node;
  if (known && node !== undefined) return node;
  throw new StateError(
    `The gradient of a value has to be taken before its elements are read: afterwards only scalars remember how they were computed. Received: an evaluated tensor of shape ${formatShape(result.shape)}`,
  );
}

/**
 * Gradients of a result with respect to variables or tensors, as tensors (lazy like all others); null where the result
 * does not depend on one. For a result that isn't a scalar, a cotangent of its shape must be given: the gradient is
 * that of sum(result * cotangent).
 *
 * Values on the way whose elements were read count as constants from then on; inside `jit` nothing is read on the way.
 *
 * @throws StateError when the elements of a result that isn't a scalar have been read already
 * @see https://docs.jax.dev/en/latest/_autosummary/jax.vjp.html
 *
 * @example
 * ```ts
 * import { gradients, ops, Variable } from 'keratin';
 * const w = new Variable([1, 2, 3]);
 * const [dw] = gradients(ops.sum(ops.square(w)), [w]);
 * console.log(await dw?.array()); // => [2, 4, 6]
 * ```
 */
export function gradients(
  result: Tensor,
  targets: readonly (Tensor | Variable)[],
  cotangent?: Tensor,
): (Tensor | null)[] {
  if (tap === undefined) return take(result, targets, cotangent);
  const wanted = tap.wanted();
  const all = take(result, [...targets, ...wanted], cotangent);
  const own = all.slice(0, targets.length);
  tap.taken(result, targets, own, all.slice(targets.length));
  return own;
}

function take(result: Tensor, targets: readonly (Tensor | Variable)[], cotangent?: Tensor): (Tensor | null)[] {
  const nodes = targets.map(nodesOf);
  const flat = gradient(expressionOf(result), nodes.flat(), cotangent?.node);
  let position = 0;
  return nodes.map((alternatives) => {
    const found = flat.slice(position, position + alternatives.length).filter((node) => node !== null);
    position += alternatives.length;
    const [first, ...rest] = found;
    return first === undefined ? null : new Tensor(rest.reduce(g.add, first));
  });
}

import * as g from '../graph/build.ts';
import { ArgumentError, describe } from '../support/errors.ts';
import { convertToTensor, type TensorLike } from '../tensor/convert.ts';
import { Tensor } from '../tensor/tensor.ts';
import { tensor } from './operands.ts';

/** Gives the gradients of the arguments for that of the result: null where none flows. One argument needs no list. */
export type CustomGradient = (upstream: Tensor) => Tensor | readonly (Tensor | null)[];

/**
 * A function whose gradient is computed by another function instead of being derived: for what is more exact or cheaper
 * that way, or has no gradient of its own.
 *
 * @param f from tensors to [result, gradient], where `gradient(upstream)` gives the gradient of each argument
 * @returns the function alone, for tensors and what can be one
 * @throws ArgumentError when f gives anything else; when a gradient is taken that has not its argument's shape
 * @see https://keras.io/api/ops/core/#customgradient-function
 *
 * @example
 * ```ts
 * import { gradients, ops, Variable } from 'keratin';
 * const clipped = ops.customGradient((x) => [x, (upstream) => ops.clip(upstream, -1, 1)]);
 * const x = new Variable([1, 2]);
 * const [dx] = gradients(ops.sum(ops.multiply(clipped(x), [5, 0.5])), [x]);
 * console.log(await dx?.array()); // => [1, 0.5]
 * ```
 */
export function customGradient(
  f: (...args: Tensor[]) => readonly [Tensor, CustomGradient],
): (...args: TensorLike[]) => Tensor {
  return (...args) => {
    const given = args.map((arg) => convertToTensor(arg));
    const made: unknown = f(...given.map(({ node }) => new Tensor(g.unary('stopGradient', node))));
    const [result, gradient]: unknown[] = Array.isArray(made) ? made : [];
    if (!(result instanceof Tensor) || typeof gradient !== 'function')
      throw new ArgumentError(`The function of customGradient gives [tensor, gradient]. Received: ${describe(made)}`);
    const shares = (upstream: Tensor): unknown => gradient(upstream);
    return tensor(
      g.customGradient(
        result.node,
        given.map(({ node }) => node),
        (cotangent) => {
          const found = shares(new Tensor(cotangent));
          const list: readonly unknown[] = Array.isArray(found) ? found : [found];
          return list.map((share) => (share instanceof Tensor ? share.node : null));
        },
      ),
    );
  };
}

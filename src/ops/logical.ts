import * as g from '../graph/build.ts';
import type { BinaryOp, Node } from '../graph/node.ts';
import { ArgumentError } from '../support/errors.ts';
import { broadcastShapes } from '../support/shape.ts';
import { convertToTensor, type TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { broadcastNodes, combine, nodeOf, resultDtype, tensor } from './operands.ts';

const logical = (op: BinaryOp, x1: TensorLike, x2: TensorLike): Tensor =>
  combine((a, b) => g.binary(op, a, b), convertToTensor(x1, 'bool'), convertToTensor(x2, 'bool'));

/**
 * x1 and x2, elementwise; what is not zero is true.
 *
 * @see https://keras.io/api/ops/numpy/#logical_and-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.logicalAnd([true, true], [true, false]).array()); // => [1, 0]
 * ```
 */
export function logicalAnd(x1: TensorLike, x2: TensorLike): Tensor {
  return logical('bitAnd', x1, x2);
}

/**
 * x1 or x2, elementwise; what is not zero is true.
 *
 * @see https://keras.io/api/ops/numpy/#logical_or-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.logicalOr([true, false], [false, false]).array()); // => [1, 0]
 * ```
 */
export function logicalOr(x1: TensorLike, x2: TensorLike): Tensor {
  return logical('bitOr', x1, x2);
}

/**
 * Either x1 or x2 but not both, elementwise.
 *
 * @see https://keras.io/api/ops/numpy/#logical_xor-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.logicalXor([true, true], [true, false]).array()); // => [0, 1]
 * ```
 */
export function logicalXor(x1: TensorLike, x2: TensorLike): Tensor {
  return logical('bitXor', x1, x2);
}

/**
 * not x, elementwise.
 *
 * @see https://keras.io/api/ops/numpy/#logical_not-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.logicalNot([true, false]).array()); // => [0, 1]
 * ```
 */
export function logicalNot(x: TensorLike): Tensor {
  const node = nodeOf(x, 'bool');
  return tensor(g.binary('bitXor', node, g.likeConstant(node, 1)));
}

/**
 * x1 where the condition holds, x2 elsewhere, with broadcasting.
 *
 * @see https://keras.io/api/ops/numpy/#where-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * const x = ops.convertToTensor([-1, 2]);
 * console.log(await ops.where(ops.greater(x, 0), x, 0).array()); // => [0, 2]
 * ```
 */
export function where(condition: TensorLike, options: Branches): Tensor;
export function where(condition: TensorLike, x1: TensorLike, x2: TensorLike): Tensor;
export function where(condition: TensorLike, first: TensorLike | Branches, second?: TensorLike): Tensor {
  const [x1, x2] = isBranches(first) ? [first.x1, first.x2] : [first, second];
  if (x1 === undefined || x2 === undefined) {
    throw new ArgumentError(
      'ops.where takes a condition and two values; indices of what is true would have no static shape. Received: a condition without two values',
    );
  }
  const chosen = convertToTensor(condition, 'bool').node;
  const [a, b] = broadcastNodes([x1, x2], resultDtype(x1, x2)) as [Node, Node];
  const shape = broadcastShapes(chosen.shape, a.shape);
  return tensor(g.where(g.broadcastTo(chosen, shape), g.broadcastTo(a, shape), g.broadcastTo(b, shape)));
}

interface Branches {
  readonly x1: TensorLike;
  readonly x2: TensorLike;
}

const isBranches = (x: unknown): x is Branches => typeof x === 'object' && x !== null && 'x1' in x;

/**
 * For each element the choice that belongs to the first condition that holds, else `default` (0).
 *
 * @see https://keras.io/api/ops/numpy/#select-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.select([[true, false], [true, true]], [[1, 2], [10, 20]]).array()); // => [1, 20]
 * ```
 */
export function select(
  condlist: readonly TensorLike[],
  choicelist: readonly TensorLike[],
  options: { default?: TensorLike } = {},
): Tensor {
  if (condlist.length === 0 || condlist.length !== choicelist.length) {
    throw new ArgumentError(
      `\`choicelist\` must have one choice for each of the conditions. Received: ${condlist.length} conditions and ${choicelist.length} choices`,
    );
  }
  const dtype = resultDtype(...choicelist, options.default ?? 0);
  return condlist.reduceRight<Tensor>(
    (rest, condition, i) => {
      const choice = choicelist[i];
      return choice === undefined ? rest : where(condition, tensor(nodeOf(choice, dtype)), rest);
    },
    tensor(nodeOf(options.default ?? 0, dtype)),
  );
}

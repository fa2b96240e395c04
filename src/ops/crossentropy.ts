import * as g from '../graph/build.ts';
import type { Node } from '../graph/node.ts';
import { epsilon } from '../support/epsilon.ts';
import { badArgument, checkOptions } from '../support/errors.ts';
import { at, formatShape, normalizeAxis, sameShape } from '../support/shape.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { clip } from './arithmetic.ts';
import { oneHot } from './encoding.ts';
import { floatNode, nodeOf, tensor } from './operands.ts';
import { logSigmoid } from './sigmoid.ts';
import { logSoftmax } from './softmax.ts';

export interface CrossentropyOptions {
  /** Whether `output` holds logits rather than probabilities. Default false. */
  readonly fromLogits?: boolean;
  /** The axis of the classes. Default -1. */
  readonly axis?: number;
}

/** Log-probabilities along an axis; probabilities are scaled to sum to 1 and kept away from 0 and 1. */
function logProbabilities(output: Node, axis: number, fromLogits: boolean): Node {
  if (fromLogits) return logSoftmax(tensor(output), axis).node;
  const total = g.reduceKeep('reduceSum', output, [axis]);
  const probability = g.div(output, g.broadcast(total, output.shape));
  return g.unary('log', clip(tensor(probability), epsilon(), 1 - epsilon()).node);
}

/**
 * -sum(target log(output)) along the axis of the classes.
 *
 * @see https://keras.io/api/ops/nn/#categorical_crossentropy-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.categoricalCrossentropy([[0, 1]], [[0.25, 0.75]]).array()); // => [0.2876821]
 * ```
 */
export function categoricalCrossentropy(
  target: TensorLike,
  output: TensorLike,
  options: boolean | CrossentropyOptions = {},
): Tensor {
  const chosen: CrossentropyOptions = typeof options === 'boolean' ? { fromLogits: options } : options;
  checkOptions('categoricalCrossentropy', chosen, ['fromLogits', 'axis']);
  const predicted = floatNode(output);
  const wanted = floatNode(target);
  if (!sameShape(wanted.shape, predicted.shape) || predicted.shape.length === 0) {
    throw badArgument('target', `a tensor of the shape of \`output\`, ${formatShape(predicted.shape)}`, tensor(wanted));
  }
  const axis = normalizeAxis(chosen.axis ?? -1, predicted.shape.length);
  const logs = logProbabilities(predicted, axis, chosen.fromLogits ?? false);
  return tensor(g.neg(g.reduceSum(g.mul(wanted, logs), [axis])));
}

/**
 * -log of the probability of the class whose index `target` holds: [...] or [..., 1].
 *
 * @see https://keras.io/api/ops/nn/#sparse_categorical_crossentropy-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.sparseCategoricalCrossentropy([1], [[0.25, 0.75]]).array()); // => [0.2876821]
 * ```
 */
export function sparseCategoricalCrossentropy(
  target: TensorLike,
  output: TensorLike,
  options: boolean | CrossentropyOptions = {},
): Tensor {
  const chosen: CrossentropyOptions = typeof options === 'boolean' ? { fromLogits: options } : options;
  checkOptions('sparseCategoricalCrossentropy', chosen, ['fromLogits', 'axis']);
  const predicted = floatNode(output);
  const axis = normalizeAxis(chosen.axis ?? -1, predicted.shape.length);
  const given = nodeOf(target, 'int32');
  const index =
    given.shape.length === predicted.shape.length && given.shape.at(-1) === 1
      ? g.reshape(given, given.shape.slice(0, -1))
      : given;
  const expected = predicted.shape.filter((_, i) => i !== axis);
  if (!sameShape(index.shape, expected)) {
    throw badArgument(
      'target',
      `class indices of shape ${formatShape(expected)}, for an \`output\` of shape ${formatShape(predicted.shape)}`,
      tensor(given),
    );
  }
  const logs = logProbabilities(predicted, axis, chosen.fromLogits ?? false);
  const hot = oneHot(tensor(index), at(predicted.shape, axis), axis).node;
  return tensor(g.neg(g.reduceSum(g.mul(hot, logs), [axis])));
}

/**
 * -(target log(output) + (1 - target) log(1 - output)), elementwise.
 *
 * @see https://keras.io/api/ops/nn/#binary_crossentropy-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.binaryCrossentropy([1, 0], [0.75, 0.5]).array()); // => [0.2876821, 0.6931472]
 * ```
 */
export function binaryCrossentropy(
  target: TensorLike,
  output: TensorLike,
  options: boolean | { fromLogits?: boolean } = {},
): Tensor {
  const chosen = typeof options === 'boolean' ? { fromLogits: options } : options;
  checkOptions('binaryCrossentropy', chosen, ['fromLogits']);
  const predicted = floatNode(output);
  const wanted = floatNode(target);
  if (!sameShape(wanted.shape, predicted.shape)) {
    throw badArgument('target', `a tensor of the shape of \`output\`, ${formatShape(predicted.shape)}`, tensor(wanted));
  }
  const one = g.likeConstant(predicted, 1);
  let logYes: Node;
  let logNo: Node;
  if (chosen.fromLogits) {
    logYes = logSigmoid(tensor(predicted)).node;
    logNo = logSigmoid(tensor(g.neg(predicted))).node;
  } else {
    const probability = clip(tensor(predicted), epsilon(), 1 - epsilon()).node;
    logYes = g.unary('log', probability);
    logNo = g.unary('log', g.sub(one, probability));
  }
  return tensor(g.neg(g.add(g.mul(wanted, logYes), g.mul(g.sub(one, wanted), logNo))));
}

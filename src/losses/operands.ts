import * as ops from '../ops/index.ts';
import { isFloat } from '../support/dtype.ts';
import { ArgumentError, badArgument } from '../support/errors.ts';
import { broadcastShapes, formatShape, sameShape } from '../support/shape.ts';
import { convertToTensor, type TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { squeezeOrExpandToSameRank } from './same-rank.ts';

const mismatch = (expected: string, yTrue: Tensor, yPred: Tensor): ArgumentError =>
  new ArgumentError(
    `\`yTrue\` and \`yPred\` must have ${expected}. Received: yTrue of shape ${formatShape(yTrue.shape)}, yPred of shape ${formatShape(yPred.shape)}`,
  );

/** As a float of the dtype that it has, or float32. */
function floatTensor(x: TensorLike): Tensor {
  const tensor = convertToTensor(x);
  return isFloat(tensor.dtype) ? tensor : convertToTensor(tensor, 'float32');
}

function convert(yTrue: TensorLike, yPred: TensorLike): [Tensor, Tensor] {
  const pred = floatTensor(yPred);
  if (pred.rank === 0) throw badArgument('yPred', 'a tensor with at least one axis', pred);
  return [convertToTensor(yTrue, pred.dtype), pred];
}

/**
 * Targets and predictions as float tensors of one rank, for what compares them element by element.
 *
 * @throws ArgumentError when their shapes cannot be broadcast together
 */
export function lossOperands(yTrue: TensorLike, yPred: TensorLike): [Tensor, Tensor] {
  const [target, pred] = squeezeOrExpandToSameRank(...convert(yTrue, yPred));
  try {
    broadcastShapes(target.shape, pred.shape);
  } catch {
    throw mismatch('shapes that can be broadcast together', target, pred);
  }
  return [target, pred];
}

/**
 * Targets and predictions as float tensors of one shape, for losses that read a row as a distribution.
 *
 * @throws ArgumentError when their shapes differ
 */
export function lossOperandsOfOneShape(yTrue: TensorLike, yPred: TensorLike): [Tensor, Tensor] {
  const [target, pred] = squeezeOrExpandToSameRank(...convert(yTrue, yPred));
  if (!sameShape(target.shape, pred.shape)) throw mismatch('the same shape', target, pred);
  return [target, pred];
}

/**
 * Class numbers (int32, without a last axis of extent 1) and predictions whose axis `axis` holds the classes.
 *
 * @throws ArgumentError when the labels' shape isn't that of the predictions without the class axis
 */
export function labelOperands(yTrue: TensorLike, yPred: TensorLike, axis: number): [Tensor, Tensor] {
  const [target, pred] = convert(yTrue, yPred);
  let labels = ops.cast(target, 'int32');
  if (labels.rank === pred.rank && labels.shape[labels.rank - 1] === 1) labels = ops.squeeze(labels, { axis: -1 });
  const expected = pred.shape.filter((_, i) => i !== axis && i !== axis + pred.rank);
  if (!sameShape(labels.shape, expected)) {
    throw new ArgumentError(
      `\`yTrue\` must hold one class number for each prediction, so have shape ${formatShape(expected)} for yPred of shape ${formatShape(pred.shape)}. ` +
        `Received: yTrue of shape ${formatShape(target.shape)}`,
    );
  }
  return [labels, pred];
}

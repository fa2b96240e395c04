import * as ops from '../ops/index.ts';
import { finiteNumber, flag } from '../support/check-values.ts';
import { ArgumentError, badArgument } from '../support/errors.ts';
import type { Config } from '../support/registry.ts';
import { at, formatShape } from '../support/shape.ts';
import { convertToTensor, type TensorLike } from '../tensor/convert.ts';
import { setMask } from '../tensor/mask.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { Loss, type LossOptions } from './loss.ts';

/** Settings of the circle loss, shared by the function and the class. */
export interface CircleArguments {
  /** Scale of the loss. Default 80. */
  readonly gamma?: number;
  /** How far apart the two kinds of pairs are to be held. Default 0.4. */
  readonly margin?: number;
  /** Whether a sample's likeness to itself is left out. Default true. */
  readonly removeDiagonal?: boolean;
}

/** What `circle` compares with what. */
export interface CircleFunctionArguments extends CircleArguments {
  /** Labels of the embeddings to compare with, [m]. Default null: `yTrue`. */
  readonly refLabels?: TensorLike | null;
  /** Embeddings to compare with, [m, d]. Default null: `yPred`. */
  readonly refEmbeddings?: TensorLike | null;
}

function checkArguments(options: CircleArguments): Required<CircleArguments> {
  return {
    gamma: finiteNumber('gamma', options.gamma ?? 80),
    margin: finiteNumber('margin', options.margin ?? 0.4),
    removeDiagonal: flag('removeDiagonal', options.removeDiagonal ?? true),
  };
}

function labelsOf(name: string, labels: TensorLike, count: number): Tensor {
  const tensor = convertToTensor(labels, 'int32');
  const flat = tensor.rank === 2 && tensor.shape[1] === 1 ? ops.squeeze(tensor, { axis: -1 }) : tensor;
  if (flat.rank !== 1 || flat.shape[0] !== count) {
    throw badArgument(
      name,
      `labels of shape ${formatShape([count])}, one for each embedding`,
      `shape ${formatShape(tensor.shape)}`,
    );
  }
  return flat;
}

function embeddingsOf(name: string, embeddings: TensorLike): Tensor {
  const tensor = convertToTensor(embeddings, 'float32');
  if (tensor.rank !== 2) throw badArgument(name, 'embeddings of shape [n, d]', `shape ${formatShape(tensor.shape)}`);
  return tensor;
}

/** log(sum(exp(x))) over the pairs of each row that count; -infinity where none does. */
function logSumOfPairs(x: Tensor, pairs: Tensor): Tensor {
  return ops.logsumexp(ops.where(pairs, x, Number.NEGATIVE_INFINITY), { axis: 1 });
}

/**
 * Circle loss, for learning embeddings: pulls samples with one label together and pushes others apart, each pair with
 * a weight that grows with how far it is from where it should be.
 *
 * Sun et al. 2020, https://arxiv.org/abs/2002.10857.
 *
 * @param yTrue labels, [n]
 * @param yPred embeddings of length 1, [n, d]
 * @param options see `CircleFunctionArguments`
 * @returns the loss of each sample, [n]; its mask leaves out samples without loss
 * @throws ArgumentError when labels and embeddings do not fit
 *
 * @example
 * ```ts
 * import { losses } from 'keratin';
 * const loss = losses.circle([0, 0, 1], [[1, 0], [1, 0], [0, 1]], { gamma: 1 });
 * console.log(loss.shape); // => [3]
 * ```
 */
export function circle(yTrue: TensorLike, yPred: TensorLike, options: CircleFunctionArguments = {}): Tensor {
  const { gamma, margin, removeDiagonal } = checkArguments(options);
  const embeddings = embeddingsOf('yPred', yPred);
  const n = at(embeddings.shape, 0);
  const labels = labelsOf('yTrue', yTrue, n);
  const others = embeddingsOf('refEmbeddings', options.refEmbeddings ?? embeddings);
  const m = at(others.shape, 0);
  const otherLabels = labelsOf('refLabels', options.refLabels ?? labels, m);
  if (others.shape[1] !== embeddings.shape[1]) {
    throw new ArgumentError(
      `\`refEmbeddings\` must be as wide as yPred, ${embeddings.shape[1]}. Received: shape ${formatShape(others.shape)}`,
    );
  }

  const same = ops.equal(ops.expandDims(labels, { axis: 1 }), ops.expandDims(otherLabels, { axis: 0 }));
  const different = ops.logicalNot(same);
  const itself = ops.eye(n, { M: m, dtype: 'bool' });
  const positive = removeDiagonal ? ops.logicalAnd(same, ops.logicalNot(itself)) : same;

  const distance = ops.maximum(ops.subtract(1, ops.matmul(embeddings, ops.transpose(others))), 0);
  const tooFar = ops.maximum(ops.add(distance, margin), 0);
  const tooNear = ops.maximum(ops.subtract(1 + margin, distance), 0);
  const positiveTerm = ops.multiply(ops.multiply(tooFar, ops.subtract(margin, distance)), -gamma);
  const negativeTerm = ops.multiply(ops.multiply(tooNear, ops.subtract(1 - margin, distance)), gamma);
  const losses = ops.softplus(ops.add(logSumOfPairs(positiveTerm, positive), logSumOfPairs(negativeTerm, different)));
  return setMask(losses, ops.greater(losses, 0));
}

/** Options of `Circle`. */
export interface CircleOptions extends LossOptions, CircleArguments {}

/**
 * Circle loss of a batch of embeddings of length 1 (see `losses.circle`), weighted and reduced.
 *
 * Sun et al. 2020, https://arxiv.org/abs/2002.10857.
 *
 * @example
 * ```ts
 * import { losses } from 'keratin';
 * const loss = new losses.Circle({ gamma: 32, margin: 0.25 });
 * console.log(loss.gamma); // => 32
 * ```
 */
export class Circle extends Loss {
  static override readonly className: string = 'Circle';
  readonly gamma: number;
  readonly margin: number;
  readonly removeDiagonal: boolean;

  /** @param options see `CircleOptions`; the default name is `circle` */
  constructor(options: CircleOptions = {}) {
    super(options, { name: 'circle', own: ['gamma', 'margin', 'removeDiagonal'] });
    const { gamma, margin, removeDiagonal } = checkArguments(options);
    this.gamma = gamma;
    this.margin = margin;
    this.removeDiagonal = removeDiagonal;
  }

  override call(yTrue: Tensor, yPred: Tensor): Tensor {
    const { gamma, margin, removeDiagonal } = this;
    return circle(yTrue, yPred, { gamma, margin, removeDiagonal });
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      gamma: this.gamma,
      margin: this.margin,
      remove_diagonal: this.removeDiagonal,
    };
  }
}

import * as ops from '../ops/index.ts';
import { flag, integer, optional, positiveInteger } from '../support/check-values.ts';
import { epsilon } from '../support/epsilon.ts';
import { ArgumentError, badArgument } from '../support/errors.ts';
import { classNameOf } from '../support/naming.ts';
import { formatShape, range } from '../support/shape.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Variable } from '../tensor/variable.ts';
import { accumulate, Metric, type MetricOptions, type UpdateOptions } from './metric.ts';
import { updateOperand, weightOf } from './update-operands.ts';

/** Options of the metrics of intersection over union. */
export interface IoUOptions extends MetricOptions {
  /** A label (such as 255 for "void") whose entries do not count. Default null: none. */
  readonly ignoreClass?: number | null;
  /** Whether targets are class numbers; else the largest along `axis` is meant. */
  readonly sparseYTrue?: boolean;
  /** Whether predictions are class numbers; else the largest along `axis` is meant. */
  readonly sparseYPred?: boolean;
  /** The axis of the classes, where there is one. Default -1. */
  readonly axis?: number;
}

/** The classes of whose intersections over unions the mean is taken. */
function targetClassesOption(value: unknown, numClasses: number): readonly number[] {
  const isClass = (x: unknown): x is number => Number.isInteger(x) && Number(x) >= 0 && Number(x) < numClasses;
  if (Array.isArray(value) && value.length > 0 && value.every(isClass)) return value;
  throw badArgument('targetClassIds', `a list of class numbers from 0 to ${numClasses - 1}`, value);
}

/** The confusion matrix of all classes, and the mean intersection over union of some of them. */
export abstract class IoUBase extends Metric {
  override readonly direction = 'up';
  readonly numClasses: number;
  readonly targetClassIds: readonly number[];
  readonly ignoreClass: number | null;
  readonly sparseYTrue: boolean;
  readonly sparseYPred: boolean;
  readonly axis: number;
  /** Rows are the true classes, columns the predicted ones. */
  readonly confusionMatrix: Variable;

  /**
   * @param targetClassIds null for all classes
   * @param known names of the subclass's options, and its default for `sparseYTrue`
   */
  constructor(
    numClasses: number,
    targetClassIds: readonly number[] | null,
    options: IoUOptions,
    known: { readonly own?: readonly string[]; readonly sparseYTrue?: boolean } = {},
  ) {
    super(options, { own: known.own ?? ['ignoreClass', 'sparseYTrue', 'sparseYPred', 'axis'] });
    this.numClasses = positiveInteger('numClasses', numClasses);
    this.targetClassIds =
      targetClassIds === null ? range(this.numClasses) : targetClassesOption(targetClassIds, this.numClasses);
    this.ignoreClass = optional(integer, 'ignoreClass', options.ignoreClass);
    this.sparseYTrue = flag('sparseYTrue', options.sparseYTrue ?? known.sparseYTrue ?? true);
    this.sparseYPred = flag('sparseYPred', options.sparseYPred ?? true);
    this.axis = integer('axis', options.axis ?? -1);
    this.confusionMatrix = this.addVariable([this.numClasses, this.numClasses], {
      name: 'total_confusion_matrix',
      dtype: 'float32',
    });
  }

  /** Class numbers as a vector. */
  #labels(name: string, value: TensorLike, sparse: boolean): Tensor {
    const tensor = updateOperand(name, value);
    return ops.ravel(ops.cast(sparse ? tensor : ops.argmax(tensor, { axis: this.axis }), 'int32'));
  }

  #weights(sampleWeight: Tensor | null, labels: Tensor): Tensor {
    const given = sampleWeight === null ? ops.ones([], 'float32') : sampleWeight;
    const flat = given.rank > 1 ? ops.ravel(given) : given;
    // A metric of integers, as older Keras files have them, counts whole weights only.
    const counted = this.dtype === 'float32' ? flat : ops.cast(ops.cast(flat, this.dtype), 'float32');
    if (counted.rank === 1 && counted.shape[0] !== 1 && counted.shape[0] !== labels.shape[0]) {
      throw badArgument('sampleWeight', `of shape ${formatShape(labels.shape)}`, `shape ${formatShape(given.shape)}`);
    }
    const weights = ops.broadcastTo(counted, labels.shape);
    return this.ignoreClass === null ? weights : ops.where(ops.equal(labels, this.ignoreClass), 0, weights);
  }

  /**
   * @param yTrue class numbers of any shape, or scores of classes along `axis`
   * @param yPred the same for the predictions
   * @param options see `UpdateOptions`; weights have the shape of the class numbers
   * @throws ArgumentError when shapes do not fit
   */
  override updateState(yTrue: TensorLike, yPred: TensorLike, options: UpdateOptions = {}): void {
    const sampleWeight = weightOf(`${classNameOf(this)}.updateState`, options);
    const labels = this.#labels('yTrue', yTrue, this.sparseYTrue);
    const predicted = this.#labels('yPred', yPred, this.sparseYPred);
    if (labels.shape[0] !== predicted.shape[0]) {
      throw new ArgumentError(
        `\`yTrue\` and \`yPred\` must hold as many class numbers. Received: ${labels.shape[0]} in yTrue, ${predicted.shape[0]} in yPred`,
      );
    }
    const weights = ops.expandDims(this.#weights(sampleWeight, labels), { axis: -1 });
    const rows = ops.multiply(ops.oneHot(labels, this.numClasses), weights);
    accumulate(this.confusionMatrix, ops.matmul(ops.transpose(rows), ops.oneHot(predicted, this.numClasses)));
  }

  /** Mean of TP / (TP + FP + FN) over the target classes that occur. */
  override result(): Tensor {
    const chosen = ops.array([...this.targetClassIds], 'int32');
    const matrix = this.confusionMatrix.value;
    const hits = ops.diag(matrix);
    const union = ops.subtract(ops.add(ops.sum(matrix, { axis: 0 }), ops.sum(matrix, { axis: 1 })), hits);
    const [ofHits, ofUnion] = [ops.take(hits, chosen), ops.take(union, chosen)];
    const occurring = ops.sum(ops.cast(ops.greater(ofUnion, 1e-9), 'float32'));
    return ops.divide(ops.sum(ops.divide(ofHits, ops.add(ofUnion, epsilon()))), ops.add(occurring, epsilon()));
  }
}

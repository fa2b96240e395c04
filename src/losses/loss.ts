import { type DTypePolicyIdentifier, get as getPolicy } from '../dtype-policies/index.ts';
import * as ops from '../ops/index.ts';
import { type FloatDType, isFloat } from '../support/dtype.ts';
import { badArgument, checkOptions } from '../support/errors.ts';
import { floatx } from '../support/floatx.ts';
import { autoName, classNameOf } from '../support/naming.ts';
import { type Config, optionsFromConfig } from '../support/registry.ts';
import { convertToTensor, isTensorLike, type TensorLike } from '../tensor/convert.ts';
import { getMask } from '../tensor/mask.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { type Reduction, reduceWeightedValues, standardizeReduction } from './reduction.ts';

/** Options of every loss. */
export interface LossOptions {
  /** How the losses of a batch become one number. Default `'sum_over_batch_size'`. */
  readonly reduction?: Reduction | null;
  /** Default: the class's name in snake case. */
  readonly name?: string | null;
  /** The dtype of the computation, or the policy that gives it. Default `config.floatx()`, which is `'float32'`. */
  readonly dtype?: DTypePolicyIdentifier | null;
}

/** The loss of each sample, as a plain function: [batch, ...] and [batch, ...] to [batch] or so. */
export type LossFunction = (yTrue: Tensor, yPred: Tensor) => Tensor;

/** Options of a call. */
export interface LossCallOptions {
  /**
   * Weights of samples, [batch], or of samples and steps, [batch, steps], in the shape of the unreduced losses.
   * Default null: all count the same.
   */
  readonly sampleWeight?: TensorLike | null;
}

const LOSS_OPTIONS = ['reduction', 'name', 'dtype'] as const;

/**
 * What a net should make small: a function of targets and predictions, weighted and reduced to one number.
 *
 * A custom loss extends this class and overrides `call`, which gives the loss of each sample; weights, masks and the
 * reduction are taken care of. Masked entries (a Keras mask on `yPred`) do not count.
 *
 * See https://keras.io/api/losses/.
 *
 * @example
 * ```ts
 * import { losses, ops, type Tensor } from 'keratin';
 * class CubicError extends losses.Loss {
 *   static override readonly className = 'CubicError';
 *   override call(yTrue: Tensor, yPred: Tensor): Tensor {
 *     return ops.mean(ops.power(ops.abs(ops.subtract(yPred, yTrue)), 3), { axis: -1 });
 *   }
 * }
 * console.log(await new CubicError().apply([[0, 0]], [[1, 2]]).item()); // => 4.5
 * ```
 */
export abstract class Loss {
  static readonly className: string = 'Loss';

  readonly name: string;
  readonly reduction: Reduction;
  /** What losses are computed in. */
  readonly dtype: FloatDType;

  /**
   * @param options see `LossOptions`
   * @param known the default name, and the names of the subclass's own options when all others are to be refused
   */
  constructor(options: LossOptions = {}, known: { readonly name?: string; readonly own?: readonly string[] } = {}) {
    const className = classNameOf(this);
    if (known.own !== undefined) checkOptions(className, options, [...LOSS_OPTIONS, ...known.own]);
    if (typeof (options.name ?? '') !== 'string') throw badArgument('name', 'a string', options.name);
    this.reduction = options.reduction === undefined ? 'sum_over_batch_size' : standardizeReduction(options.reduction);
    const dtype = getPolicy(options.dtype ?? floatx()).computeDtype;
    if (!isFloat(dtype)) throw badArgument('dtype', 'a float', options.dtype);
    this.dtype = dtype;
    this.name = options.name ?? known.name ?? autoName(className);
  }

  /**
   * The losses of the samples, neither weighted nor reduced.
   *
   * @param yTrue targets, float32
   * @param yPred predictions, float32
   */
  abstract call(yTrue: Tensor, yPred: Tensor): Tensor;

  /**
   * The loss of a batch: a scalar, or the losses of the samples when the reduction is `'none'`.
   *
   * @param yTrue targets, [batch, ...]
   * @param yPred predictions, [batch, ...]
   * @throws ArgumentError when shapes of targets, predictions and weights do not fit
   */
  apply(yTrue: TensorLike, yPred: TensorLike, options: LossCallOptions = {}): Tensor {
    checkOptions(`${classNameOf(this)}.apply`, options, ['sampleWeight']);
    const pred = operand('yPred', yPred, this.dtype);
    const target = operand('yTrue', yTrue, this.dtype);
    const weight = options.sampleWeight ?? null;
    const losses = this.call(target, pred);
    const masks = [typeof yPred === 'object' ? getMask(yPred) : undefined, getMask(losses)].filter(
      (mask) => mask !== undefined,
    );
    const [first, second] = masks;
    const mask = first === undefined ? null : second === undefined ? first : ops.logicalAnd(first, second);
    return reduceWeightedValues(losses, {
      reduction: this.reduction,
      sampleWeight: weight === null ? null : operand('sampleWeight', weight, this.dtype),
      mask,
    });
  }

  /** Keras's config: the constructor's options in snake case. */
  getConfig(): Config {
    return { name: this.name, reduction: this.reduction };
  }

  /** Makes a loss from what `getConfig` (or Keras's `get_config`) gave. */
  static fromConfig<T extends Loss>(this: new (options: never) => T, config: Config): T {
    // A config is JSON of any content: the constructor checks every value, whatever its type promises.
    return new this(optionsFromConfig(config) as never);
  }
}

function operand(name: string, value: TensorLike, dtype: FloatDType): Tensor {
  if (!isTensorLike(value)) throw badArgument(name, 'a tensor or an array of numbers', value);
  return convertToTensor(value, dtype);
}

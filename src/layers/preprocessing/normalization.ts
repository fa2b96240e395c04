import { add, divide, maximum, multiply, square, subtract } from '../../ops/arithmetic.ts';
import { cast } from '../../ops/core.ts';
import { sqrt } from '../../ops/exponential.ts';
import { moments } from '../../ops/normalization.ts';
import { broadcastTo, reshape } from '../../ops/shape.ts';
import { axisOrAxes, flag } from '../../support/check-values.ts';
import { epsilon } from '../../support/epsilon.ts';
import { ArgumentError, badArgument, describe } from '../../support/errors.ts';
import type { Config } from '../../support/registry.ts';
import { formatShape, normalizeAxes, type PartialShape, range, type Shape } from '../../support/shape.ts';
import { convertToTensor, type TensorLike } from '../../tensor/convert.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { Variable } from '../../tensor/variable.ts';
import { Layer } from '../layer.ts';
import type { LayerOptions } from '../layer-options.ts';
import { extentsOf } from '../normalization/extents.ts';
import { type AdaptData, type AdaptOptions, adaptBatches } from './adapt-data.ts';

/** A number, or numbers in nested arrays, as configs hold them. */
type Numbers = number | readonly Numbers[];

export interface NormalizationOptions extends LayerOptions {
  /** The axis or axes that keep a mean and a variance of their own; null or [] for one of each. Default -1. */
  axis?: number | readonly number[] | null;
  /** Given together with `variance`; otherwise `adapt` finds both. */
  mean?: Numbers | null;
  variance?: Numbers | null;
  /** Whether the layer maps normalized values back. Default false. */
  invert?: boolean;
}

function isNumbers(x: unknown): x is Numbers {
  return typeof x === 'number' ? Number.isFinite(x) : Array.isArray(x) && x.every(isNumbers);
}

function checkedNumbers(name: string, value: Numbers | null | undefined): Numbers | null {
  if (value === null || value === undefined) return null;
  if (!isNumbers(value)) throw badArgument(name, 'a number or nested arrays of numbers', value);
  return value;
}

/** Mean and variance of all samples seen, without keeping them. */
interface Summary {
  readonly mean: Tensor;
  readonly variance: Tensor;
  readonly count: number;
}

/** The statistics of two sets of samples together (Chan et al. 1979). */
function joined(a: Summary, b: Summary): Summary {
  const count = a.count + b.count;
  const weight = a.count / count;
  const mean = add(multiply(a.mean, weight), multiply(b.mean, 1 - weight));
  const part = (s: Summary, w: number) => multiply(add(s.variance, square(subtract(s.mean, mean))), w);
  return { mean, variance: add(part(a, weight), part(b, 1 - weight)), count };
}

/**
 * Standardizes its input with the mean and variance of a data set: (x - mean) / sqrt(variance). Both are given, or found
 * by `adapt(data)` before the layer is used; training does not change them.
 *
 * @param options `axis`, `mean` and `variance`, `invert`
 * @returns applied to a tensor of any shape: one of the same shape
 * @throws ArgumentError when only one of mean and variance is given
 * @see https://keras.io/api/layers/preprocessing_layers/numerical/normalization/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const layer = new layers.Normalization();
 * await layer.adapt([[1, 10], [3, 30]]);
 * console.log(await layer.apply([[1, 30]]).array()); // => [[-1, 1]]
 * ```
 */
export class Normalization extends Layer {
  static override readonly className: string = 'Normalization';
  readonly axis: readonly number[];
  readonly mean: Numbers | null;
  readonly variance: Numbers | null;
  readonly invert: boolean;
  #keep: readonly number[] = [];
  #adapted: { readonly mean: Variable; readonly variance: Variable } | undefined;

  constructor(options: NormalizationOptions = {}) {
    super(options, ['axis', 'mean', 'variance', 'invert']);
    const { axis = -1 } = options;
    const none = axis === null || (Array.isArray(axis) && axis.length === 0);
    const axes = none ? [] : axisOrAxes('axis', axis);
    this.axis = typeof axes === 'number' ? [axes] : axes;
    this.mean = checkedNumbers('mean', options.mean);
    this.variance = checkedNumbers('variance', options.variance);
    if ((this.mean === null) !== (this.variance === null)) {
      throw new ArgumentError(
        `Give both \`mean\` and \`variance\`, or neither and call adapt(data). Received: mean=${describe(this.mean)}, variance=${describe(this.variance)}`,
      );
    }
    this.invert = flag('invert', options.invert ?? false);
  }

  override build(inputShape: PartialShape): void {
    this.#keep = this.axis.length === 0 ? [] : normalizeAxes(this.axis, inputShape.length);
    if (this.mean !== null) return;
    const shape = extentsOf(inputShape, this.#keep);
    const statistic = (name: string, initializer: 'zeros' | 'ones') =>
      this.addWeight({ name, shape, initializer, trainable: false });
    this.#adapted = { mean: statistic('mean', 'zeros'), variance: statistic('variance', 'ones') };
    this.addWeight({ name: 'count', dtype: 'int32', initializer: 'zeros', trainable: false });
  }

  /**
   * Finds mean and variance of data. What was found before is forgotten.
   *
   * @param data samples [N, ...], or an iterable (also asynchronous) of batches of them
   * @param options `steps`: how many batches to look at. Default all
   * @throws ArgumentError when mean and variance were given, or there are no samples
   */
  async adapt(data: AdaptData, options: AdaptOptions = {}): Promise<void> {
    if (this.mean !== null)
      throw new ArgumentError(`Layer "${this.name}" was given its mean and variance. Received: adapt(data)`);
    let summary: Summary | undefined;
    for await (const batch of adaptBatches(data, options)) {
      const own = this.#summarize(convertToTensor(batch));
      summary = summary === undefined ? own : joined(summary, own);
    }
    if (summary === undefined || this.#adapted === undefined) throw badArgument('data', 'at least one sample', data);
    this.#adapted.mean.assign(summary.mean);
    this.#adapted.variance.assign(summary.variance);
  }

  #summarize(batch: Tensor): Summary {
    const [count] = batch.shape;
    if (count === undefined || count === 0) throw badArgument('data', `samples along the first axis`, batch);
    if (!this.built) this.build([null, ...batch.shape.slice(1)]);
    this.checkInputs(batch);
    const axes = range(batch.rank).filter((axis) => !this.#keep.includes(axis));
    const [mean, variance] = moments(batch, axes);
    const shape = this.#adapted?.mean.shape ?? [];
    if (formatShape(mean.shape) !== formatShape(shape)) {
      throw badArgument('data', `samples whose kept axes have extents ${formatShape(shape)}`, batch);
    }
    return { mean, variance, count };
  }

  /** Mean or variance, such that it broadcasts against an input. */
  #along(value: TensorLike, shape: Shape): Tensor {
    const kept = this.#keep.map((axis) => shape[axis] ?? 1);
    const own = convertToTensor(value, 'float32');
    return reshape(
      broadcastTo(own, kept),
      shape.map((n, axis) => (this.#keep.includes(axis) ? n : 1)),
    );
  }

  override call(inputs: Tensor): Tensor {
    const mean = this.#along(this.#adapted?.mean ?? this.mean ?? 0, inputs.shape);
    const variance = this.#along(this.#adapted?.variance ?? this.variance ?? 1, inputs.shape);
    const deviation = maximum(sqrt(variance), epsilon());
    const x = cast(inputs, 'float32');
    return this.invert ? add(mean, multiply(x, deviation)) : divide(subtract(x, mean), deviation);
  }

  override computeOutputShape(inputShape: PartialShape): PartialShape {
    return inputShape;
  }

  override getConfig(): Config {
    return { ...super.getConfig(), axis: this.axis, invert: this.invert, mean: this.mean, variance: this.variance };
  }

  protected override printed(): Readonly<Record<string, unknown>> {
    return { axis: `[${this.axis.join(', ')}]` };
  }
}

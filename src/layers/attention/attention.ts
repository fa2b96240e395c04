import { add, multiply, subtract } from '../../ops/arithmetic.ts';
import { causalMask } from '../../ops/attention.ts';
import { swapaxes } from '../../ops/axis-order.ts';
import { cast } from '../../ops/core.ts';
import { logicalAnd, where } from '../../ops/logical.ts';
import { matmul } from '../../ops/matrix-product.ts';
import { sum } from '../../ops/reduction.ts';
import { expandDims } from '../../ops/shape.ts';
import { softmax } from '../../ops/softmax.ts';
import { tanh } from '../../ops/trigonometric.ts';
import { dropout, SeedGenerator } from '../../random/index.ts';
import { flag, fractionBelowOne, oneOf } from '../../support/check-values.ts';
import { ArgumentError, describe } from '../../support/errors.ts';
import type { Config } from '../../support/registry.ts';
import { formatShape, type PartialShape } from '../../support/shape.ts';
import { Tensor } from '../../tensor/tensor.ts';
import type { Variable } from '../../tensor/variable.ts';
import { builtWeight } from '../built-weight.ts';
import type { LayerInputs, MaskStructure } from '../call-inputs.ts';
import type { ApplyOptions, CallOptions } from '../call-options.ts';
import { isPartialShape, type KerasTensor, type ShapeStructure } from '../keras-tensor.ts';
import { Layer } from '../layer.ts';
import type { LayerOptions } from '../layer-options.ts';
import type { Structure } from '../structure.ts';

export interface AdditiveAttentionOptions extends LayerOptions {
  /** Whether scores are scaled by a trained weight. */
  useScale?: boolean;
  /** The share of attention weights that training drops. Default 0. */
  dropout?: number;
  seed?: number | null;
}

export interface AttentionOptions extends AdditiveAttentionOptions {
  /** 'dot' (default): query · key; 'concat': the sum of tanh(query + key). */
  scoreMode?: 'dot' | 'concat';
}

/** How an attention layer is applied. */
export interface AttentionApplyOptions extends ApplyOptions {
  /** Whether to give the attention weights, too. Default false. */
  returnAttentionScores?: boolean;
  /** Whether a position attends only to those that are not later. Default false. */
  useCausalMask?: boolean;
}

/** What `call` of an attention layer gets beside the inputs. */
export interface AttentionCallOptions extends CallOptions {
  returnAttentionScores?: boolean;
  useCausalMask?: boolean;
}

/** Query, value and (where it isn't the value) key. */
function threeInputs<T>(inputs: unknown, isOne: (x: unknown) => x is T, layerName: string): [T, T, T] {
  const list: readonly unknown[] = Array.isArray(inputs) ? inputs : [];
  const found = list.filter(isOne);
  const [query, value, key = value] = found;
  if (
    query === undefined ||
    value === undefined ||
    key === undefined ||
    list.length > 3 ||
    found.length < list.length
  ) {
    const received = isPartialShape(inputs) ? `one tensor of shape ${formatShape(inputs)}` : describe(inputs);
    throw new ArgumentError(
      `Layer "${layerName}" takes a list of two or three tensors, [query, value] or [query, value, key]. Received: ${received}`,
    );
  }
  return [query, value, key];
}

const isTensor = (x: unknown): x is Tensor => x instanceof Tensor;

/** Subtracted from the scores of positions that are masked. */
const MASKED = 1e9;

/**
 * Dot-product attention (Luong et al. 2015): softmax(query · keyᵀ) · value, along the time axis.
 *
 * @param options `useScale` (default false), `scoreMode`, `dropout`, `seed`
 * @returns applied to [query, value] or [query, value, key] of shapes [batch, Tq, dim], [batch, Tv, dim], [batch, Tv,
 *   dim]: [batch, Tq, dim]; with `returnAttentionScores` a list of it and the weights [batch, Tq, Tv]
 * @throws ArgumentError when it isn't applied to a list of two or three tensors
 * @see https://keras.io/api/layers/attention_layers/attention/
 *
 * @example
 * ```ts
 * import { layers, ops } from 'keratin';
 * const [query, value] = [ops.ones([1, 2, 4]), ops.ones([1, 3, 4])];
 * console.log(new layers.Attention().apply([query, value]).shape); // => [1, 2, 4]
 * ```
 */
export class Attention extends Layer {
  static override readonly className: string = 'Attention';
  override readonly takesMask: boolean = true;
  readonly useScale: boolean;
  readonly scoreMode: 'dot' | 'concat';
  readonly dropout: number;
  readonly seed: number | null;
  readonly seedGenerator: SeedGenerator | null;
  #scale: Variable | undefined;
  #concatWeight: Variable | undefined;

  constructor(options: AttentionOptions = {}) {
    super(options, ['useScale', 'scoreMode', 'dropout', 'seed']);
    this.useScale = flag('useScale', options.useScale ?? false);
    this.scoreMode = oneOf('scoreMode', options.scoreMode ?? 'dot', ['dot', 'concat'] as const);
    this.dropout = fractionBelowOne('dropout', options.dropout ?? 0);
    this.seed = options.seed ?? null;
    this.seedGenerator = this.dropout > 0 ? new SeedGenerator({ seed: this.seed }) : null;
    this.supportsMasking = true;
  }

  override build(inputShape: ShapeStructure): void {
    const [query] = threeInputs(inputShape, isPartialShape, this.name);
    if (this.useScale) this.#scale = this.addScale(query);
    if (this.scoreMode === 'concat')
      this.#concatWeight = this.addWeight({ name: 'concat_score_weight', initializer: 'ones' });
  }

  /** @internal Makes the weight that scales scores. */
  protected addScale(_queryShape: PartialShape): Variable {
    return this.addWeight({ name: 'scale', initializer: 'ones' });
  }

  /** The weight that scales scores; null with `useScale: false`. */
  get scale(): Variable | null {
    return this.useScale ? builtWeight(this.#scale, 'scale', this.name) : null;
  }

  /** @internal The scores [batch, Tq, Tv] of query and key. */
  protected scores(query: Tensor, key: Tensor): Tensor {
    const { scale } = this;
    if (this.scoreMode === 'dot') {
      const products = matmul(query, swapaxes(key, -2, -1));
      return scale === null ? products : multiply(products, scale);
    }
    const sums = add(expandDims(query, -2), expandDims(key, -3));
    const bent = tanh(scale === null ? sums : multiply(scale, sums));
    return multiply(builtWeight(this.#concatWeight, 'concat_score_weight', this.name), sum(bent, { axis: -1 }));
  }

  #masked(scores: Tensor, valueMask: Tensor | null, causal: boolean): Tensor {
    const [queries = 0, keys = 0] = scores.shape.slice(-2);
    const before = causal ? causalMask(queries, keys) : null;
    const valid = valueMask === null ? null : expandDims(cast(valueMask, 'bool'), -2);
    const both = before !== null && valid !== null ? logicalAnd(valid, before) : (before ?? valid);
    return both === null ? scores : where(both, scores, subtract(scores, MASKED));
  }

  override call(inputs: Structure<Tensor>, options: AttentionCallOptions = {}): Structure<Tensor> {
    const { mask = null, training = false, returnAttentionScores = false, useCausalMask = false } = options;
    const [query, value, key] = threeInputs(inputs, isTensor, this.name);
    const [queryMask, valueMask] = this.#masks(mask);
    let weights = softmax(this.#masked(this.scores(query, key), valueMask, useCausalMask));
    if (training && this.seedGenerator !== null) weights = dropout(weights, this.dropout, { seed: this.seedGenerator });
    const attended = matmul(weights, value);
    const output = queryMask === null ? attended : where(expandDims(cast(queryMask, 'bool'), -1), attended, 0);
    return returnAttentionScores ? [output, weights] : output;
  }

  #masks(mask: MaskStructure | null): [Tensor | null, Tensor | null] {
    if (mask === null) return [null, null];
    if (!Array.isArray(mask) || mask.length < 2 || mask.length > 3) {
      throw new ArgumentError(
        `The mask of layer "${this.name}" must be a list, [queryMask, valueMask], with null for none. Received: mask=${describe(mask)}`,
      );
    }
    const one = (x: unknown): Tensor | null => (isTensor(x) ? x : null);
    return [one(mask[0]), one(mask[1])];
  }

  /** That of the query. */
  override computeMask(_inputs: Structure<Tensor>, mask: MaskStructure | null): Tensor | null {
    return this.#masks(mask)[0];
  }

  override apply<Out extends Structure<KerasTensor> = KerasTensor>(
    inputs: Structure<KerasTensor>,
    options?: AttentionApplyOptions,
  ): NoInfer<Out>;
  override apply<Out extends Structure<Tensor> = Tensor>(
    inputs: LayerInputs,
    options?: AttentionApplyOptions,
  ): NoInfer<Out>;
  override apply(
    inputs: Structure<KerasTensor> | LayerInputs,
    options?: AttentionApplyOptions,
  ): Structure<KerasTensor> | Structure<Tensor>;
  override apply(
    inputs: Structure<KerasTensor> | LayerInputs,
    options: AttentionApplyOptions = {},
  ): Structure<KerasTensor> | Structure<Tensor> {
    return super.apply(inputs, options);
  }

  override getConfig(): Config {
    const { useScale, scoreMode, dropout: rate, seed } = this;
    return { ...super.getConfig(), use_scale: useScale, score_mode: scoreMode, dropout: rate, seed };
  }
}

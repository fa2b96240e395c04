import { serialize } from '../../dtype-policies/index.ts';
import * as initializers from '../../initializers/index.ts';
import { multiply } from '../../ops/arithmetic.ts';
import { dotProductAttention } from '../../ops/attention.ts';
import { einsum } from '../../ops/einsum.ts';
import { expandDims } from '../../ops/shape.ts';
import * as regularizers from '../../regularizers/index.ts';
import { flag, fractionBelowOne, optional, positiveInteger } from '../../support/check-values.ts';
import { ArgumentError, badArgument, describe } from '../../support/errors.ts';
import { isPlainRecord } from '../../support/plain-record.ts';
import type { Config } from '../../support/registry.ts';
import { formatShape, type PartialShape, range } from '../../support/shape.ts';
import { convertToTensor, isTensorLike, type TensorLike } from '../../tensor/convert.ts';
import { withoutMasks } from '../../tensor/mask.ts';
import { Tensor } from '../../tensor/tensor.ts';
import { Softmax } from '../activation/softmax.ts';
import type { LayerInputs, MaskStructure } from '../call-inputs.ts';
import type { ApplyOptions, CallOptions } from '../call-options.ts';
import { EinsumDense } from '../core/einsum-dense.ts';
import { KernelLayer, type KernelOptions } from '../core/kernel-layer.ts';
import { isKerasTensor, isPartialShape, type KerasTensor, type ShapeStructure } from '../keras-tensor.ts';
import { policyOfParts } from '../quantization/policy-of-parts.ts';
import { Dropout } from '../regularization/dropout.ts';
import { optional as optionalConfig } from '../serialize-member.ts';
import type { Structure } from '../structure.ts';
import { joinMasks } from './attention-masks.ts';

export interface ProjectedAttentionOptions extends KernelOptions {
  /** The share of attention weights that training drops. Default 0. */
  dropout?: number;
  /** Whether the projections have biases. Default true. */
  useBias?: boolean;
  /** Attention reaches this many positions, itself included, in both directions. Default null: any. */
  slidingWindow?: number | null;
  /** Taken for compatibility: the compiler decides how to compute attention. Default null. */
  flashAttention?: boolean | null;
  /** Whether sigmoid(projection of the query) multiplies the output of each head (Qiu et al. 2025). Default false. */
  useGate?: boolean;
  seed?: number | null;
}

const optionNames = ['dropout', 'useBias', 'slidingWindow', 'flashAttention', 'useGate', 'seed'];

/** How MultiHeadAttention and GroupQueryAttention are applied. */
export interface ProjectedAttentionApplyOptions<T = TensorLike | KerasTensor> extends ApplyOptions {
  /** [batch, S, dim]. Default: the value. */
  key?: T | null;
  /** Which queries are valid, [batch, T]. Default: the mask attached to the query. */
  queryMask?: T | null;
  /** Which values are valid, [batch, S]. Default: the mask attached to the value. */
  valueMask?: T | null;
  /** Which keys are valid, [batch, S]. Default: the mask attached to the key. */
  keyMask?: T | null;
  /** Which positions attend to which, [batch, T, S] or what broadcasts to it. */
  attentionMask?: T | null;
  /** Whether to give the attention weights, too. Default false. */
  returnAttentionScores?: boolean;
  /** Whether a position attends only to those that are not later. Default false. */
  useCausalMask?: boolean;
}

type AttentionCall = CallOptions & Omit<ProjectedAttentionApplyOptions<TensorLike>, keyof ApplyOptions>;

/** The equations of one kind of attention. */
export interface AttentionEquations {
  /** Scores of keys and queries, the weights last. */
  readonly scores: (query: Tensor, key: Tensor) => Tensor;
  /** Values averaged with the weights. */
  readonly combined: (weights: Tensor, value: Tensor) => Tensor;
  /** The axes of the scores over which weights sum to 1. */
  readonly weightAxes: readonly number[];
}

/** The shapes of query, value and key. */
export function attentionShapes(
  inputShape: ShapeStructure,
  layerName: string,
): [PartialShape, PartialShape, PartialShape] {
  const shapes = Array.isArray(inputShape) ? inputShape.filter(isPartialShape) : [];
  const [query, value, key = value] = shapes;
  const list = Array.isArray(inputShape) && !isPartialShape(inputShape);
  if (!list || query === undefined || value === undefined || key === undefined || shapes.length > 3) {
    throw new ArgumentError(
      `Layer "${layerName}" takes a query and a value, and maybe a key. Received: ${isPartialShape(inputShape) ? `one tensor of shape ${formatShape(inputShape)}` : describe(inputShape)}`,
    );
  }
  if (query.length < 3) {
    throw new ArgumentError(
      `Layer "${layerName}" takes tensors with at least 3 axes, [batch, time, features]. Received: a query of shape ${formatShape(query)}`,
    );
  }
  if (formatShape(value.slice(1, -1)) !== formatShape(key.slice(1, -1))) {
    throw new ArgumentError(
      `The value and the key of layer "${layerName}" must agree in all axes but the last. Received: shapes ${formatShape(value)} and ${formatShape(key)}`,
    );
  }
  return [query, value, key];
}

/** What MultiHeadAttention and GroupQueryAttention share: projections of query, key, value and output around attention. */
export abstract class ProjectedAttention extends KernelLayer {
  override readonly callArguments: readonly string[] = ['query', 'value', 'key'];
  readonly dropout: number;
  readonly useBias: boolean;
  readonly useGate: boolean;
  readonly slidingWindow: number | null;
  readonly flashAttention: boolean;
  readonly seed: number | null;
  // In this order their weights are listed.
  queryDense: EinsumDense | null = null;
  keyDense: EinsumDense | null = null;
  gateDense: EinsumDense | null = null;
  valueDense: EinsumDense | null = null;
  dropoutLayer: Dropout | null = null;
  outputDense: EinsumDense | null = null;
  readonly #activityRegularizer: regularizers.Regularizer | null;

  constructor({ activityRegularizer, ...options }: ProjectedAttentionOptions, ownOptions: readonly string[]) {
    // As in Keras, the regularizer of activities is that of the projections.
    super(options, [...ownOptions, ...optionNames]);
    this.#activityRegularizer = regularizers.get(activityRegularizer);
    this.dropout = fractionBelowOne('dropout', options.dropout ?? 0);
    this.useBias = flag('useBias', options.useBias ?? true);
    this.useGate = flag('useGate', options.useGate ?? false);
    this.slidingWindow = optional(positiveInteger, 'slidingWindow', options.slidingWindow);
    this.flashAttention = flag('flashAttention', options.flashAttention ?? false);
    if (this.flashAttention && this.dropout > 0)
      throw badArgument('dropout', '0 with flashAttention, which has no weights to drop', this.dropout);
    this.seed = options.seed ?? null;
    this.supportsMasking = true;
  }

  /** @internal A projection; each has initializers of its own, which draw seeds of their own. */
  protected project(
    name: string,
    equation: string,
    outputShape: PartialShape,
    biasAxes: string,
    activation: 'sigmoid' | null = null,
  ): EinsumDense {
    const again = (initializer: initializers.Initializer) =>
      initializers.deserialize(initializers.serialize(initializer));
    return new EinsumDense(equation, outputShape, {
      name,
      dtype: this.dtypePolicy,
      biasAxes: this.useBias ? biasAxes : null,
      ...(activation === null ? {} : { activation }),
      kernelInitializer: again(this.kernelInitializer),
      biasInitializer: again(this.biasInitializer),
      kernelRegularizer: this.kernelRegularizer,
      biasRegularizer: this.biasRegularizer,
      activityRegularizer: this.#activityRegularizer,
      kernelConstraint: this.kernelConstraint,
      biasConstraint: this.biasConstraint,
    });
  }

  /** @internal Makes the layer that drops weights. */
  protected makeDropout(): Dropout {
    return new Dropout(this.dropout, { dtype: this.dtypePolicy, seed: this.seed });
  }

  /** @internal How scores and values are combined where weights are asked for or dropped. */
  protected abstract equations(): AttentionEquations;

  /** @internal Keys or values with as many heads as the query. */
  protected spread(projected: Tensor): Tensor {
    return projected;
  }

  /** @internal What scores are multiplied by. */
  protected abstract get scoreScale(): number;

  /** @internal Whether an explicit mask of the query counts; otherwise only an attached one does. */
  protected abstract readonly heedsQueryMask: boolean;

  #weighted(query: Tensor, key: Tensor, value: Tensor, mask: Tensor | null, training: boolean): [Tensor, Tensor] {
    const { scores, combined, weightAxes } = this.equations();
    const raw = scores(multiply(query, this.scoreScale), key);
    const count = weightAxes.length * 2;
    const spread = mask === null ? null : this.#withHeads(mask, raw.rank, count);
    const softmax = new Softmax({ axis: weightAxes, name: 'softmax' });
    const weights = softmax.call(raw, { mask: spread });
    const kept = this.dropoutLayer === null ? weights : this.dropoutLayer.call(weights, { training });
    return [combined(kept, value), weights];
  }

  /** A mask with axes of extent 1 for the heads, which stand before the last `count` axes. */
  #withHeads(mask: Tensor, rank: number, count: number): Tensor {
    return range(Math.max(0, rank - mask.rank)).reduce((x) => expandDims(x, -count - 1), mask);
  }

  override call(inputs: Structure<Tensor>, options: AttentionCall = {}): Structure<Tensor> {
    const list: readonly unknown[] = Array.isArray(inputs) ? inputs : [];
    const [query, value, key = value] = list.filter((x) => x instanceof Tensor);
    const { queryDense, keyDense, valueDense, outputDense } = this;
    if (!query || !value || !key || !queryDense || !keyDense || !valueDense || !outputDense)
      throw new ArgumentError(`Layer "${this.name}" takes a query and a value. Received: ${describe(inputs)}`);
    const { training = false, returnAttentionScores: wantsScores = false, useCausalMask = false } = options;
    if (this.flashAttention && wantsScores)
      throw badArgument('returnAttentionScores', 'false with flashAttention, which has no scores', wantsScores);
    const attached = Array.isArray(options.mask) ? options.mask : [];
    const maskOf = (i: number): Tensor | null => (attached[i] instanceof Tensor ? attached[i] : null);
    const mask = joinMasks(
      {
        query: maskOf(0) ?? (this.heedsQueryMask ? (options.queryMask ?? null) : null),
        value: options.valueMask ?? maskOf(1),
        key: options.keyMask ?? maskOf(2),
        attention: options.attentionMask ?? null,
        causal: useCausalMask,
        window: this.slidingWindow,
      },
      query.shape[1] ?? 1,
      value.shape[1] ?? 1,
    );
    const [q, k, v, gate] = withoutMasks([query, value, key], () => [
      queryDense.apply(query),
      keyDense.apply(key),
      valueDense.apply(value),
      this.gateDense?.apply(query),
    ]);
    const fused = this.dropout === 0 && !wantsScores && q.rank === 4;
    const [attended, weights] = fused
      ? [dotProductAttention(q, k, v, { mask: mask && this.#withHeads(mask, 4, 2), scale: this.scoreScale }), null]
      : this.#weighted(q, this.spread(k), this.spread(v), mask, training);
    const output = outputDense.apply(gate === undefined ? attended : multiply(attended, gate));
    return weights === null ? output : wantsScores ? [output, weights] : output;
  }

  /** That of the query. */
  override computeMask(_inputs: Structure<Tensor>, mask: MaskStructure | null): Tensor | null {
    const first: unknown = Array.isArray(mask) ? mask[0] : null;
    return first instanceof Tensor ? first : null;
  }

  override apply<Out extends Structure<KerasTensor> = KerasTensor>(
    inputs: Structure<KerasTensor>,
    options?: ProjectedAttentionApplyOptions,
  ): NoInfer<Out>;
  override apply<Out extends Structure<Tensor> = Tensor>(
    inputs: LayerInputs,
    options?: ProjectedAttentionApplyOptions,
  ): NoInfer<Out>;
  override apply(
    inputs: Structure<KerasTensor> | LayerInputs,
    options?: ProjectedAttentionApplyOptions,
  ): Structure<KerasTensor> | Structure<Tensor>;
  /** As Keras writes it: query and value by position, and the key by position or as an option. */
  override apply<Out extends Structure<KerasTensor> = KerasTensor>(
    query: KerasTensor,
    value: KerasTensor,
    key?: KerasTensor | ProjectedAttentionApplyOptions,
    options?: ProjectedAttentionApplyOptions,
  ): NoInfer<Out>;
  override apply<Out extends Structure<Tensor> = Tensor>(
    query: TensorLike,
    value: TensorLike,
    key?: TensorLike | ProjectedAttentionApplyOptions,
    options?: ProjectedAttentionApplyOptions,
  ): NoInfer<Out>;
  override apply(...args: readonly unknown[]): Structure<KerasTensor> | Structure<Tensor> {
    const last = args.at(-1);
    const { key, ...options } = (isPlainRecord(last) ? last : {}) as ProjectedAttentionApplyOptions;
    const tensors = isPlainRecord(last) ? args.slice(0, -1) : args;
    const [only] = tensors;
    const listed = tensors.length === 1 && Array.isArray(only) && !isNumbers(only);
    const inputs: readonly unknown[] = [...(listed ? only : tensors), ...(key == null ? [] : [key])];
    const stray = inputs.find((x) => !isKerasTensor(x) && !isTensorLike(x));
    if (inputs.length < 2 || inputs.length > 3 || stray !== undefined) {
      throw new ArgumentError(
        `Layer "${this.name}" is applied to a query and a value, and maybe a key: apply(query, value, { key }). Received: ${inputs.map(describe).join(', ')}`,
      );
    }
    // Each of them is a tensor, symbolic or not; whether they go together is what the base class looks at.
    const each = inputs.map((x) => (isTensorLike(x) ? convertToTensor(x) : x));
    return super.apply(each as LayerInputs, options);
  }

  override getBuildConfig(): Config | null {
    if (this.buildShape === undefined) return null;
    const [query, value, key] = Array.isArray(this.buildShape) ? this.buildShape : [];
    return {
      shapes_dict: { query_shape: query, value_shape: value, ...(key === undefined ? {} : { key_shape: key }) },
    };
  }

  override buildFromConfig(config: Config): void {
    const shapes = isPlainRecord(config.shapes_dict) ? config.shapes_dict : {};
    const list = [shapes.query_shape, shapes.value_shape, shapes.key_shape].filter((shape) => isPartialShape(shape));
    if (list.length >= 2) this.build(list);
  }

  /** @internal The part of the config that both layers have. */
  protected projectedConfig(): Config {
    return {
      ...super.getConfig(),
      dtype: serialize(policyOfParts(this)),
      dropout: this.dropout,
      use_bias: this.useBias,
      use_gate: this.useGate,
      sliding_window: this.slidingWindow,
      ...this.kernelConfig(),
      activity_regularizer: optionalConfig(this.#activityRegularizer, regularizers.serialize),
      seed: this.seed,
    };
  }
}

/** Nested arrays of numbers, which are one tensor. */
function isNumbers(list: readonly unknown[]): boolean {
  let first: unknown = list;
  while (Array.isArray(first)) first = first[0];
  return typeof first === 'number' || typeof first === 'boolean';
}

/** Scores and values combined as einsum equations say. */
export const einsumEquations = (
  scores: string,
  combined: string,
  weightAxes: readonly number[],
  keyFirst: boolean,
): AttentionEquations => ({
  scores: (query, key) => (keyFirst ? einsum(scores, key, query) : einsum(scores, query, key)),
  combined: (weights, value) => einsum(combined, weights, value),
  weightAxes,
});

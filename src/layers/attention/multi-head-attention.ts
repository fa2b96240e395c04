import { positiveInteger } from '../../support/check-values.ts';
import { badArgument } from '../../support/errors.ts';
import type { Config } from '../../support/registry.ts';
import { normalizeAxis, type PartialShape, range, type Shape } from '../../support/shape.ts';
import { isPartialShape, type ShapeStructure } from '../keras-tensor.ts';
import {
  type AttentionEquations,
  attentionShapes,
  einsumEquations,
  ProjectedAttention,
  type ProjectedAttentionOptions,
} from './projected-attention.ts';

export interface MultiHeadAttentionOptions extends ProjectedAttentionOptions {
  /** The size of each head for values. Default keyDim. */
  valueDim?: number | null;
  /** The extents of the output's last axes. Default null: the last extent of the query. */
  outputShape?: number | Shape | null;
  /** The axes over which attention goes. Default null: all but the first (batch) and the last (features). */
  attentionAxes?: number | readonly number[] | null;
}

const letters = 'abcdefghijklmnopqrstuvwxyz';

interface Projection {
  readonly equation: string;
  readonly biasAxes: string;
  readonly outputShape: PartialShape;
}

/** A dense map from the last `bound` axes to axes of given extents; `free` axes stay. */
function projection(free: number, bound: number, extents: Shape): Projection {
  const kept = letters.slice(0, free);
  const summed = letters.slice(free, free + bound);
  const made = letters.slice(free + bound, free + bound + extents.length);
  return {
    equation: `${kept}${summed},${summed}${made}->${kept}${made}`,
    biasAxes: made,
    outputShape: [...range(free - 1).map(() => null), ...extents],
  };
}

/**
 * Equations of attention over some axes of tensors [batch, ..., heads, depth]: the scores have the batch axes, the
 * heads, the query's attention axes and the key's.
 */
function attentionEquations(rank: number, axes: readonly number[]): AttentionEquations {
  const target = letters.slice(0, rank);
  const source = range(rank)
    .map((i) => (axes.includes(i) ? letters.charAt(rank + axes.indexOf(i)) : target.charAt(i)))
    .join('');
  const batch = range(rank - 1).filter((i) => !axes.includes(i));
  const pick = (term: string, places: readonly number[]) => places.map((i) => term.charAt(i)).join('');
  const product = pick(target, batch) + pick(target, axes) + pick(source, axes);
  const weightAxes = range(axes.length).map((i) => i - axes.length);
  return einsumEquations(`${source},${target}->${product}`, `${product},${source}->${target}`, weightAxes, true);
}

/**
 * Multi-head attention (Vaswani et al. 2017): query, key and value are projected for each head, attention is taken in
 * each, and the results are projected to the output.
 *
 * @param numHeads the number of heads
 * @param keyDim the size of each head for query and key
 * @param options `valueDim`, `dropout`, `useBias`, `outputShape`, `attentionAxes`, `slidingWindow`, `useGate`, `seed`,
 *   initializers, regularizers and constraints of the projections
 * @returns applied to a query [batch, T, dim] and a value [batch, S, dim], and maybe a key: [batch, T, dim]; with
 *   `returnAttentionScores` a list of it and the weights [batch, heads, T, S]
 * @throws ArgumentError when an extent isn't a positive integer, or the tensors don't fit each other
 * @see https://keras.io/api/layers/attention_layers/multi_head_attention/
 *
 * @example
 * ```ts
 * import { layers, ops } from 'keratin';
 * const layer = new layers.MultiHeadAttention(2, 4);
 * const x = ops.ones([1, 5, 8]);
 * console.log(layer.apply(x, x, { useCausalMask: true }).shape); // => [1, 5, 8]
 * ```
 */
export class MultiHeadAttention extends ProjectedAttention {
  static override readonly className: string = 'MultiHeadAttention';
  static override readonly positional: readonly string[] = ['numHeads', 'keyDim'];
  protected override readonly heedsQueryMask = false;
  readonly numHeads: number;
  readonly keyDim: number;
  readonly valueDim: number;
  readonly projectedShape: Shape | null;
  #attentionAxes: readonly number[] | null;
  /** The rank of query, key and value with their heads. */
  #rank = 4;

  /** @internal Keras keeps the gate in a private attribute. */
  override savedAttributes(): readonly (readonly [name: string, held: unknown])[] {
    return super.savedAttributes().map(([name, held]) => [name === 'gate_dense' ? '_gate_dense' : name, held]);
  }

  constructor(numHeads: number, keyDim: number, options: MultiHeadAttentionOptions = {}) {
    super(options, ['valueDim', 'outputShape', 'attentionAxes']);
    this.numHeads = positiveInteger('numHeads', numHeads);
    this.keyDim = positiveInteger('keyDim', keyDim);
    this.valueDim = positiveInteger('valueDim', options.valueDim ?? keyDim);
    const { outputShape = null, attentionAxes = null } = options;
    const shape = typeof outputShape === 'number' ? [outputShape] : outputShape;
    if (shape !== null && (!isPartialShape(shape) || shape.length === 0))
      throw badArgument('outputShape', 'null, an extent or a list of extents', outputShape);
    this.projectedShape = shape;
    const axes = typeof attentionAxes === 'number' ? [attentionAxes] : attentionAxes;
    if (axes !== null && !(Array.isArray(axes) && axes.every((axis) => Number.isInteger(axis))))
      throw badArgument('attentionAxes', 'null, an axis or a list of axes', attentionAxes);
    this.#attentionAxes = axes;
  }

  /** The axes over which attention goes; null before the layer is built and unless they were given. */
  get attentionAxes(): readonly number[] | null {
    return this.#attentionAxes;
  }

  protected override get scoreScale(): number {
    return 1 / Math.sqrt(this.keyDim);
  }

  override build(inputShape: ShapeStructure): void {
    const [query, value, key] = attentionShapes(inputShape, this.name);
    const { numHeads, keyDim, valueDim } = this;
    const make = (name: string, shape: PartialShape, size: number, activation: 'sigmoid' | null = null) => {
      const { equation, outputShape, biasAxes } = projection(shape.length - 1, 1, [numHeads, size]);
      const dense = this.project(name, equation, outputShape, biasAxes, activation);
      dense.build(shape);
      return dense;
    };
    this.queryDense = make('query', query, keyDim);
    this.keyDense = make('key', key, keyDim);
    if (this.useGate) this.gateDense = make('gate', query, valueDim, 'sigmoid');
    this.valueDense = make('value', value, valueDim);
    this.#rank = query.length + 1;
    this.#attentionAxes = (this.#attentionAxes ?? range(query.length - 2).map((i) => i + 1)).map((axis) =>
      normalizeAxis(axis, query.length, 'attentionAxes'),
    );
    this.dropoutLayer = this.makeDropout();
    const features = query.at(-1);
    if (features === null || features === undefined)
      throw badArgument('inputShape', 'one whose query has a last extent that is known', query);
    const { equation, outputShape, biasAxes } = projection(query.length - 1, 2, this.projectedShape ?? [features]);
    this.outputDense = this.project('attention_output', equation, outputShape, biasAxes);
    this.outputDense.build([...query.slice(0, -1), numHeads, valueDim]);
  }

  protected override equations(): AttentionEquations {
    return attentionEquations(this.#rank, this.#attentionAxes ?? []);
  }

  override getConfig(): Config {
    return {
      ...this.projectedConfig(),
      num_heads: this.numHeads,
      key_dim: this.keyDim,
      value_dim: this.valueDim,
      output_shape: this.projectedShape,
      attention_axes: this.#attentionAxes,
    };
  }

  protected override printed(): Readonly<Record<string, unknown>> {
    return { numHeads: this.numHeads, keyDim: this.keyDim };
  }
}

import { repeat } from '../../ops/repetition.ts';
import { positiveInteger } from '../../support/check-values.ts';
import { badArgument } from '../../support/errors.ts';
import type { Config } from '../../support/registry.ts';
import type { PartialShape } from '../../support/shape.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { ShapeStructure } from '../keras-tensor.ts';
import {
  type AttentionEquations,
  attentionShapes,
  einsumEquations,
  ProjectedAttention,
  type ProjectedAttentionOptions,
} from './projected-attention.ts';

export type GroupQueryAttentionOptions = ProjectedAttentionOptions;

const equations = einsumEquations('bquh,bkuh->buqk', 'buqk,bkuh->bquh', [-1], false);

/**
 * Grouped-query attention (Ainslie et al. 2023): multi-head attention in which several query heads share the keys and
 * values of one head.
 *
 * @param headDim the size of each head
 * @param numQueryHeads the number of query heads, a multiple of numKeyValueHeads
 * @param numKeyValueHeads the number of heads for keys and values
 * @param options `dropout`, `useBias`, `slidingWindow`, `useGate`, `seed`, initializers, regularizers and constraints of
 *   the projections
 * @returns applied to a query [batch, T, dim] and a value [batch, S, dim], and maybe a key: [batch, T, dim]; with
 *   `returnAttentionScores` a list of it and the weights [batch, numQueryHeads, T, S]
 * @throws ArgumentError when the numbers of heads don't fit, or the tensors don't fit each other
 * @see https://keras.io/api/layers/attention_layers/group_query_attention/
 *
 * @example
 * ```ts
 * import { layers, ops } from 'keratin';
 * const layer = new layers.GroupQueryAttention(4, 4, 2);
 * const x = ops.ones([1, 5, 8]);
 * console.log(layer.apply(x, x).shape); // => [1, 5, 8]
 * ```
 */
export class GroupQueryAttention extends ProjectedAttention {
  static override readonly className: string = 'GroupQueryAttention';
  static override readonly positional: readonly string[] = ['headDim', 'numQueryHeads', 'numKeyValueHeads'];
  protected override readonly heedsQueryMask = true;
  readonly headDim: number;
  readonly numQueryHeads: number;
  readonly numKeyValueHeads: number;

  /** @internal */
  override get pythonName(): string {
    return 'GroupedQueryAttention';
  }

  /** @internal Keras keeps these layers in private attributes. */
  override savedAttributes(): readonly (readonly [name: string, held: unknown])[] {
    return super.savedAttributes().map(([name, held]) => [name.endsWith('_dense') ? `_${name}` : name, held]);
  }

  constructor(
    headDim: number,
    numQueryHeads: number,
    numKeyValueHeads: number,
    options: GroupQueryAttentionOptions = {},
  ) {
    super(options, []);
    this.headDim = positiveInteger('headDim', headDim);
    this.numQueryHeads = positiveInteger('numQueryHeads', numQueryHeads);
    this.numKeyValueHeads = positiveInteger('numKeyValueHeads', numKeyValueHeads);
    if (numQueryHeads % numKeyValueHeads !== 0)
      throw badArgument('numQueryHeads', `a multiple of numKeyValueHeads (${numKeyValueHeads})`, numQueryHeads);
  }

  protected override get scoreScale(): number {
    return 1 / Math.sqrt(this.headDim);
  }

  override build(inputShape: ShapeStructure): void {
    const [query, value, key] = attentionShapes(inputShape, this.name);
    const { headDim, numQueryHeads, numKeyValueHeads } = this;
    const features = query.at(-1);
    if (query.length !== 3 || features === null || features === undefined)
      throw badArgument('inputShape', 'shapes [batch, time, features] whose last extents are known', query);
    const ofQuery = (name: string, activation: 'sigmoid' | null = null) =>
      this.project(name, 'bqm,muh->bquh', [null, numQueryHeads, headDim], 'uh', activation);
    const ofKey = (name: string) => this.project(name, 'bkm,mvh->bkvh', [null, numKeyValueHeads, headDim], 'vh');
    this.queryDense = ofQuery('query');
    this.queryDense.build(query);
    this.keyDense = ofKey('key');
    this.keyDense.build(key);
    if (this.useGate) {
      this.gateDense = ofQuery('gate', 'sigmoid');
      this.gateDense.build(query);
    }
    this.valueDense = ofKey('value');
    this.valueDense.build(value);
    this.dropoutLayer = this.makeDropout();
    this.outputDense = this.project('attention_output', 'bquh,uhm->bqm', [null, features], 'm');
    const heads: PartialShape = [null, null, numQueryHeads, headDim];
    this.outputDense.build(heads);
  }

  protected override equations(): AttentionEquations {
    return equations;
  }

  protected override spread(projected: Tensor): Tensor {
    return repeat(projected, this.numQueryHeads / this.numKeyValueHeads, { axis: 2 });
  }

  override getConfig(): Config {
    return {
      ...this.projectedConfig(),
      head_dim: this.headDim,
      num_query_heads: this.numQueryHeads,
      num_key_value_heads: this.numKeyValueHeads,
    };
  }

  protected override printed(): Readonly<Record<string, unknown>> {
    const { headDim, numQueryHeads, numKeyValueHeads } = this;
    return { headDim, numQueryHeads, numKeyValueHeads };
  }
}

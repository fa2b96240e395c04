import { add, multiply } from '../../ops/arithmetic.ts';
import { sum } from '../../ops/reduction.ts';
import { expandDims } from '../../ops/shape.ts';
import { tanh } from '../../ops/trigonometric.ts';
import { badArgument } from '../../support/errors.ts';
import type { Config } from '../../support/registry.ts';
import type { PartialShape } from '../../support/shape.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { Variable } from '../../tensor/variable.ts';
import { type AdditiveAttentionOptions, Attention } from './attention.ts';

/**
 * Additive attention (Bahdanau et al. 2014): scores are the sum of scale · tanh(query + key) over the features.
 *
 * @param options `useScale` (default true), `dropout`, `seed`
 * @returns applied to [query, value] or [query, value, key] of shapes [batch, Tq, dim], [batch, Tv, dim], [batch, Tv,
 *   dim]: [batch, Tq, dim]; with `returnAttentionScores` a list of it and the weights [batch, Tq, Tv]
 * @throws ArgumentError when it isn't applied to a list of two or three tensors
 * @see https://keras.io/api/layers/attention_layers/additive_attention/
 *
 * @example
 * ```ts
 * import { layers, ops } from 'keratin';
 * const [query, value] = [ops.ones([1, 2, 4]), ops.ones([1, 3, 4])];
 * console.log(new layers.AdditiveAttention().apply([query, value]).shape); // => [1, 2, 4]
 * ```
 */
export class AdditiveAttention extends Attention {
  static override readonly className: string = 'AdditiveAttention';

  constructor(options: AdditiveAttentionOptions = {}) {
    if ('scoreMode' in options) throw badArgument('options', 'those of AdditiveAttention: scores are sums', options);
    super({ ...options, useScale: options.useScale ?? true });
  }

  protected override addScale(queryShape: PartialShape): Variable {
    const features = queryShape.at(-1);
    if (features === null || features === undefined)
      throw badArgument('inputShape', 'shapes whose last extents are known', queryShape);
    return this.addWeight({ name: 'scale', shape: [features], initializer: 'glorot_uniform' });
  }

  protected override scores(query: Tensor, key: Tensor): Tensor {
    const bent = tanh(add(expandDims(query, -2), expandDims(key, -3)));
    return sum(this.scale === null ? bent : multiply(this.scale, bent), { axis: -1 });
  }

  override getConfig(): Config {
    const { score_mode: _, ...config } = super.getConfig();
    return config;
  }
}

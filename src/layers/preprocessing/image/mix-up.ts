import { add, multiply, subtract } from '../../../ops/arithmetic.ts';
import { take } from '../../../ops/indexing.ts';
import { arange } from '../../../ops/sequence.ts';
import { reshape } from '../../../ops/shape.ts';
import { beta, type SeedGenerator, shuffle } from '../../../random/index.ts';
import { positiveNumber } from '../../../support/check-values.ts';
import type { Config } from '../../../support/registry.ts';
import type { Tensor } from '../../../tensor/tensor.ts';
import { RandomImageLayer, type RandomImageLayerOptions } from './image-layer.ts';
import { countOf } from './random-choice.ts';

export interface MixUpOptions extends RandomImageLayerOptions {
  /** Both parameters of the beta distribution that weights are drawn from. Default 0.2. */
  alpha?: number;
}

interface Drawn {
  readonly order: Tensor;
  readonly weight: Tensor;
}

/** Each item blended with the one that stands in its place in another order. */
function blended(items: Tensor, { order, weight }: Drawn): Tensor {
  const share = reshape(weight, [-1, ...items.shape.slice(1).map(() => 1)]);
  return add(multiply(share, items), multiply(subtract(1, share), take(items, order, 0)));
}

/**
 * Blends each image of a batch with another one, and their labels alike (Zhang et al. 2017). In training alone.
 *
 * @param options `alpha`, `seed`, `dataFormat`
 * @returns applied to images, or to a record of `images`, `labels` (one-hot) and `segmentation_masks`: the same shapes
 * @throws ArgumentError when alpha isn't positive
 * @see https://keras.io/api/layers/preprocessing_layers/image_augmentation/mix_up/
 *
 * @example
 * ```ts
 * import { layers, ops } from 'keratin';
 * console.log(new layers.MixUp().apply(ops.ones([4, 8, 8, 3])).shape); // => [4, 8, 8, 3]
 * ```
 */
export class MixUp extends RandomImageLayer<Drawn> {
  static override readonly className: string = 'MixUp';
  protected override readonly boxes = 'refused' as const;
  readonly alpha: number;

  constructor(options: MixUpOptions = {}) {
    super(options, ['alpha']);
    this.alpha = positiveNumber('alpha', options.alpha ?? 0.2);
  }

  protected override draw(images: Tensor, seed: SeedGenerator): Drawn {
    const order = shuffle(arange(countOf(images)), { seed });
    return { order, weight: beta([countOf(images)], this.alpha, this.alpha, { seed }) };
  }

  protected override transformImages(images: Tensor, drawn: Drawn): Tensor {
    return blended(images, drawn);
  }

  protected override transformLabels(labels: Tensor, drawn: Drawn): Tensor {
    return blended(labels, drawn);
  }

  protected override transformSegmentationMasks(masks: Tensor, drawn: Drawn): Tensor {
    return blended(masks, drawn);
  }

  override getConfig(): Config {
    return { ...super.getConfig(), alpha: this.alpha };
  }
}

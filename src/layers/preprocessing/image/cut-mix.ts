import { add, divide, multiply, subtract } from '../../../ops/arithmetic.ts';
import { sqrt } from '../../../ops/exponential.ts';
import { take } from '../../../ops/indexing.ts';
import { where } from '../../../ops/logical.ts';
import { arange } from '../../../ops/sequence.ts';
import { reshape } from '../../../ops/shape.ts';
import { beta, type SeedGenerator, shuffle, uniform } from '../../../random/index.ts';
import type { Config } from '../../../support/registry.ts';
import type { Tensor } from '../../../tensor/tensor.ts';
import { RandomImageLayer, type RandomImageLayerOptions } from './image-layer.ts';
import { type Factor, factorPair, type Pair } from './image-options.ts';
import { boxMask, drawSpan } from './random-box.ts';
import { countOf } from './random-choice.ts';

export interface CutMixOptions extends RandomImageLayerOptions {
  /** Both parameters of the beta distribution, drawn between two numbers from 0 to 1 or up to one. Default 1. */
  factor?: Factor;
}

interface Drawn {
  readonly order: Tensor;
  readonly mask: Tensor;
  /** The share of an image that stays. */
  readonly weight: Tensor;
}

/**
 * Replaces a rectangle of each image of a batch by that of another one, and blends their labels by its area (Yun et al.
 * 2019). In training alone.
 *
 * @param options `factor`, `seed`, `dataFormat`
 * @returns applied to images, or to a record of `images`, `labels` (one-hot) and `segmentation_masks`: the same shapes
 * @throws ArgumentError when factor is out of bounds
 * @see https://keras.io/api/layers/preprocessing_layers/image_augmentation/cut_mix/
 *
 * @example
 * ```ts
 * import { layers, ops } from 'keratin';
 * console.log(new layers.CutMix().apply(ops.ones([4, 8, 8, 3])).shape); // => [4, 8, 8, 3]
 * ```
 */
export class CutMix extends RandomImageLayer<Drawn> {
  static override readonly className: string = 'CutMix';
  protected override readonly boxes = 'refused' as const;
  readonly factor: Pair;

  constructor(options: CutMixOptions = {}) {
    super(options, ['factor']);
    this.factor = factorPair('factor', options.factor ?? 1, [0, 1]);
  }

  protected override draw(images: Tensor, seed: SeedGenerator): Drawn | null {
    const [batch = 0, height = 1, width = 1] = images.shape;
    const [minval, maxval] = this.factor;
    const alpha = add(uniform([], { minval, maxval, seed }), 1e-6);
    const side = sqrt(subtract(1, beta([batch], alpha, alpha, { seed })));
    const across = drawSpan(side, width, seed);
    const down = drawSpan(side, height, seed);
    const area = multiply(subtract(across.end, across.start), subtract(down.end, down.start));
    const order = shuffle(arange(countOf(images)), { seed });
    const weight = subtract(1, divide(area, width * height));
    return { order, mask: boxMask(across, down, height, width), weight };
  }

  protected override transformImages(images: Tensor, { order, mask }: Drawn): Tensor {
    return where(reshape(mask, [...mask.shape, 1]), take(images, order, 0), images);
  }

  protected override transformLabels(labels: Tensor, { order, weight }: Drawn): Tensor {
    const share = reshape(weight, [-1, 1]);
    return add(multiply(share, labels), multiply(subtract(1, share), take(labels, order, 0)));
  }

  protected override transformSegmentationMasks(masks: Tensor, drawn: Drawn): Tensor {
    return this.transformImages(masks, drawn);
  }

  override getConfig(): Config {
    return { ...super.getConfig(), factor: this.factor };
  }
}

import { subtract } from '../../../ops/arithmetic.ts';
import { lessEqual } from '../../../ops/comparison.ts';
import { where } from '../../../ops/logical.ts';
import { flip } from '../../../ops/reversal.ts';
import { reshape } from '../../../ops/shape.ts';
import type { SeedGenerator } from '../../../random/index.ts';
import { oneOf } from '../../../support/check-values.ts';
import type { Config } from '../../../support/registry.ts';
import type { Tensor } from '../../../tensor/tensor.ts';
import { boxesOf, edgesOf } from './box-maps.ts';
import type { ImageSize } from './box-record.ts';
import { RandomImageLayer, type RandomImageLayerOptions } from './image-layer.ts';
import { drawn, onlyWhere } from './random-choice.ts';

const modes = ['horizontal', 'vertical', 'horizontal_and_vertical'] as const;

export interface RandomFlipOptions extends RandomImageLayerOptions {
  /** 'horizontal', 'vertical' or 'horizontal_and_vertical' (default). */
  mode?: (typeof modes)[number];
}

/**
 * Flips every second image, on average, left to right or top to bottom or both. In training alone.
 *
 * @param options `mode`, `seed`, `dataFormat`
 * @returns applied to images [..., height, width, channels]: the same shape
 * @throws ArgumentError when mode is unknown
 * @see https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_flip/
 *
 * @example
 * ```ts
 * import { layers, ops } from 'keratin';
 * const layer = new layers.RandomFlip({ mode: 'horizontal', seed: 1 });
 * console.log(layer.apply(ops.ones([4, 8, 8, 3])).shape); // => [4, 8, 8, 3]
 * ```
 */
export class RandomFlip extends RandomImageLayer<Tensor> {
  static override readonly className: string = 'RandomFlip';
  protected override readonly boxes = 'follow' as const;
  readonly mode: (typeof modes)[number];

  constructor(options: RandomFlipOptions = {}) {
    super(options, ['mode']);
    this.mode = oneOf('mode', options.mode ?? 'horizontal_and_vertical', modes);
  }

  protected override draw(images: Tensor, seed: SeedGenerator): Tensor {
    return lessEqual(drawn(images, [0, 1], seed), 0.5);
  }

  protected override transformImages(images: Tensor, choice: Tensor): Tensor {
    const axes = this.mode === 'horizontal' ? [2] : this.mode === 'vertical' ? [1] : [1, 2];
    return onlyWhere(choice, flip(images, { axis: axes }), images);
  }

  protected override transformSegmentationMasks(masks: Tensor, choice: Tensor): Tensor {
    return this.transformImages(masks, choice);
  }

  protected override transformBoundingBoxes(boxes: Tensor, choice: Tensor, [height, width]: ImageSize): Tensor {
    const [left, top, right, bottom] = edgesOf(boxes);
    const [across, down] = [this.mode !== 'vertical', this.mode !== 'horizontal'];
    const flipped = boxesOf([
      across ? subtract(width, right) : left,
      down ? subtract(height, bottom) : top,
      across ? subtract(width, left) : right,
      down ? subtract(height, top) : bottom,
    ]);
    return where(reshape(choice, [-1, 1, 1]), flipped, boxes);
  }

  override getConfig(): Config {
    return { ...super.getConfig(), mode: this.mode };
  }
}

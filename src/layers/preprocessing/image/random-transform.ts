import { ones, zeros } from '../../../ops/creation.ts';
import { affineTransform, type TransformInterpolation } from '../../../ops/image/transforms.ts';
import { stack } from '../../../ops/joining.ts';
import { finiteNumber } from '../../../support/check-values.ts';
import type { Config } from '../../../support/registry.ts';
import { Tensor } from '../../../tensor/tensor.ts';
import { affineBoxes } from './box-maps.ts';
import { RandomImageLayer, type RandomImageLayerOptions } from './image-layer.ts';
import { fillModeOption, interpolationOption, type SamplingOptions } from './image-options.ts';

export interface RandomTransformOptions extends RandomImageLayerOptions, SamplingOptions {}

/** A layer that turns, moves, zooms or shears images, each by an affine map of its own: eight numbers [batch, 8]. */
export abstract class RandomTransform extends RandomImageLayer<Tensor> {
  protected override readonly boxes = 'follow' as const;
  readonly interpolation: TransformInterpolation;
  readonly fillMode: NonNullable<SamplingOptions['fillMode']>;
  readonly fillValue: number;

  constructor(options: RandomTransformOptions, ownOptions: readonly string[]) {
    super(options, ['interpolation', 'fillMode', 'fillValue', ...ownOptions]);
    this.interpolation = interpolationOption(options.interpolation);
    this.fillMode = fillModeOption(options.fillMode);
    this.fillValue = finiteNumber('fillValue', options.fillValue ?? 0);
  }

  #transform(images: Tensor, map: Tensor, interpolation: TransformInterpolation): Tensor {
    const { fillMode, fillValue } = this;
    return affineTransform(images, map, { interpolation, fillMode, fillValue, dataFormat: 'channels_last' });
  }

  protected override transformImages(images: Tensor, map: Tensor): Tensor {
    return this.#transform(images, map, this.interpolation);
  }

  protected override transformSegmentationMasks(masks: Tensor, map: Tensor): Tensor {
    return this.#transform(masks, map, 'nearest');
  }

  protected override transformBoundingBoxes(boxes: Tensor, map: Tensor): Tensor {
    return affineBoxes(boxes, map);
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      fill_mode: this.fillMode,
      fill_value: this.fillValue,
      interpolation: this.interpolation,
    };
  }
}

/** Affine maps of images, from the first six numbers of each: tensors [batch], or one number for all. */
export function affineMaps(batch: number, numbers: readonly (Tensor | 0 | 1)[]): Tensor {
  const columns = numbers.map((x) => (x instanceof Tensor ? x : x === 0 ? zeros([batch]) : ones([batch])));
  return stack([...columns, zeros([batch]), zeros([batch])], 1);
}

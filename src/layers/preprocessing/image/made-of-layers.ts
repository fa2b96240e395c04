import type { TransformInterpolation } from '../../../ops/image/transforms.ts';
import type { SeedGenerator } from '../../../random/index.ts';
import type { Tensor } from '../../../tensor/tensor.ts';
import { AutoContrast } from './auto-contrast.ts';
import { Equalization } from './equalization.ts';
import type { Pair } from './image-options.ts';
import { RandomBrightness } from './random-brightness.ts';
import { RandomColorDegeneration } from './random-color-degeneration.ts';
import { RandomContrast } from './random-contrast.ts';
import { RandomPosterization } from './random-posterization.ts';
import { RandomRotation } from './random-rotation.ts';
import { RandomSharpness } from './random-sharpness.ts';
import { RandomShear } from './random-shear.ts';
import { RandomTranslation } from './random-translation.ts';
import { Solarization } from './solarization.ts';

/** Draws, for images [batch, height, width, channels], one way to change images like them. */
export type Augmentation = (images: Tensor, seed: SeedGenerator) => (images: Tensor) => Tensor;

/** What the layers that an augmentation is made of are made with. */
export interface AugmentationOptions {
  readonly factor: Pair;
  readonly valueRange: Pair;
  readonly interpolation: TransformInterpolation;
  readonly seed: number | null;
}

/** The augmentations that Keras's RandAugment and AugMix choose from. */
export function augmentations({ factor, valueRange, interpolation, seed }: AugmentationOptions): {
  readonly geometry: Readonly<Record<'shear' | 'translation' | 'rotation', Augmentation>>;
  readonly tone: Readonly<Record<'solarization' | 'posterization' | 'contrast' | 'equalization', Augmentation>>;
  /** Made when they are wanted. */
  readonly color: () => Readonly<Record<'brightness' | 'degeneration' | 'contrast' | 'sharpness', Augmentation>>;
} {
  const colors = { valueRange, seed };
  const places = { interpolation, seed };
  const random =
    (layer: { prepare: Augmentation }): Augmentation =>
    (images, generator) =>
      layer.prepare(images, generator);
  const bits = Math.max(1, Math.trunc(8 * factor[1]));
  const [autoContrast, equalization] = [new AutoContrast({ valueRange }), new Equalization({ valueRange })];
  return {
    geometry: {
      shear: random(new RandomShear({ xFactor: factor, yFactor: factor, ...places })),
      translation: random(new RandomTranslation(factor, factor, places)),
      rotation: random(new RandomRotation(factor, places)),
    },
    tone: {
      solarization: random(new Solarization({ additionFactor: factor, thresholdFactor: factor, ...colors })),
      posterization: random(new RandomPosterization(bits, colors)),
      contrast: () => (images) => autoContrast.transformImages(images),
      equalization: () => (images) => equalization.transformImages(images),
    },
    color: () => ({
      brightness: random(new RandomBrightness(factor, colors)),
      degeneration: random(new RandomColorDegeneration(factor, colors)),
      contrast: random(new RandomContrast(factor, colors)),
      sharpness: random(new RandomSharpness(factor, colors)),
    }),
  };
}

import { add, multiply } from '../../ops/arithmetic.ts';
import { cast } from '../../ops/core.ts';
import { badArgument } from '../../support/errors.ts';
import type { Config } from '../../support/registry.ts';
import type { PartialShape } from '../../support/shape.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { Layer } from '../layer.ts';
import type { LayerOptions } from '../layer-options.ts';

export interface RescalingOptions extends LayerOptions {
  /** What is added, one number or one for each channel. Default 0. */
  offset?: number | readonly number[];
}

function numbers(name: string, value: unknown): number | readonly number[] {
  const valid = Array.isArray(value) ? value.length > 0 && value.every(Number.isFinite) : Number.isFinite(value);
  if (!valid) throw badArgument(name, 'a number or a list of numbers', value);
  return value as number | readonly number[];
}

/**
 * x · scale + offset, in training and inference alike: brings pixels from [0, 255] to [0, 1] with `1 / 255`.
 *
 * @param scale one number, or one for each channel
 * @param options `offset`
 * @returns applied to a tensor of any shape: one of the same shape
 * @throws ArgumentError when scale or offset isn't a number or a list of numbers
 * @see https://keras.io/api/layers/preprocessing_layers/image_preprocessing/rescaling/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * console.log(await new layers.Rescaling(1 / 127.5, { offset: -1 }).apply([[0, 255]]).array()); // => [[-1, 1]]
 * ```
 */
export class Rescaling extends Layer {
  static override readonly className: string = 'Rescaling';
  static override readonly positional: readonly string[] = ['scale'];
  readonly scale: number | readonly number[];
  readonly offset: number | readonly number[];

  constructor(scale: number | readonly number[], options: RescalingOptions = {}) {
    super(options, ['offset']);
    this.scale = numbers('scale', scale);
    this.offset = numbers('offset', options.offset ?? 0);
    this.supportsMasking = true;
    this.built = true;
  }

  override call(inputs: Tensor): Tensor {
    const [scale, offset] = [this.scale, this.offset].map((x) => (typeof x === 'number' ? x : Float32Array.from(x)));
    return add(multiply(cast(inputs, this.computeDtype), scale ?? 1), offset ?? 0);
  }

  override computeOutputShape(inputShape: PartialShape): PartialShape {
    return inputShape;
  }

  override getConfig(): Config {
    return { ...super.getConfig(), scale: this.scale, offset: this.offset };
  }
}

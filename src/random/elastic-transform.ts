import { add, multiply } from '../ops/arithmetic.ts';
import { cast, convertToTensor } from '../ops/core.ts';
import { gaussianBlur } from '../ops/image/filters.ts';
import type { FillMode } from '../ops/image/interpolation.ts';
import type { DataFormatOption } from '../ops/image/layout.ts';
import { mapCoordinates, type TransformInterpolation } from '../ops/image/transforms.ts';
import { stack } from '../ops/joining.ts';
import { arange } from '../ops/sequence.ts';
import { broadcastTo, expandDims, reshape } from '../ops/shape.ts';
import { checkedFormat } from '../ops/spatial.ts';
import { finiteNumber, positiveNumber } from '../support/check-values.ts';
import { isFloat } from '../support/dtype.ts';
import { badArgument, checkOptions, unknownName } from '../support/errors.ts';
import { at } from '../support/shape.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { normal } from './normal.ts';
import type { Seed } from './seed-generator.ts';

export interface ElasticTransformOptions extends DataFormatOption {
  /** How far pixels move. Default 20. */
  readonly alpha?: number;
  /** The width of the filter that makes neighbours move alike, in pixels. Default 5. */
  readonly sigma?: number;
  /** Default 'bilinear'. */
  readonly interpolation?: TransformInterpolation;
  /** What is beyond the borders. Default 'reflect'. */
  readonly fillMode?: FillMode;
  /** The number beyond the borders with fillMode 'constant'. Default 0. */
  readonly fillValue?: number;
  readonly seed?: Seed;
}

const INTERPOLATIONS = ['nearest', 'bilinear'] as const;

/**
 * Moves the pixels of images about, neighbours alike: by α · blur(σ · noise) to the right and, as in Keras, as far down
 * (Simard et al. 2003).
 *
 * @param images floats [batch, height, width, channels], or one image
 * @param options `alpha`, `sigma`, `interpolation`, `fillMode`, `fillValue`, `seed`, `dataFormat`
 * @throws ArgumentError when images are not of floats, or an option is out of range
 * @see https://keras.io/api/ops/image/#elastic_transform-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(ops.image.elasticTransform(ops.ones([2, 8, 8, 3]), { alpha: 5, sigma: 1, seed: 1 }).shape); // => [2, 8, 8, 3]
 * ```
 */
export function elasticTransform(images: TensorLike, options: ElasticTransformOptions = {}): Tensor {
  const known = ['alpha', 'sigma', 'interpolation', 'fillMode', 'fillValue', 'seed', 'dataFormat'];
  checkOptions('elasticTransform', options, known);
  const alpha = finiteNumber('alpha', options.alpha ?? 20);
  const sigma = positiveNumber('sigma', options.sigma ?? 5);
  const { interpolation = 'bilinear', fillMode = 'reflect', fillValue = 0, seed = null } = options;
  if (!INTERPOLATIONS.includes(interpolation)) throw unknownName('interpolation', interpolation, INTERPOLATIONS);
  const given = convertToTensor(images);
  if (given.rank !== 3 && given.rank !== 4) throw badArgument('images', 'one image or a batch of them', given);
  if (!isFloat(given.dtype)) throw badArgument('images', 'images of floats', given);
  const batch = given.rank === 3 ? expandDims(given, 0) : given;
  const { shape } = batch;
  const [vertical, horizontal] = checkedFormat(options.dataFormat) === 'channels_first' ? [2, 3] : [1, 2];
  const plane = [at(shape, 0), at(shape, vertical), at(shape, horizontal)];
  const noise = multiply(normal(plane, { seed }), sigma);
  const size = Math.floor(6 * sigma) | 1;
  const smooth = gaussianBlur(expandDims(noise, -1), {
    kernelSize: [size, size],
    sigma: [sigma, sigma],
    dataFormat: 'channels_last',
  });
  const shift = reshape(
    multiply(smooth, alpha),
    shape.map((n, axis) => (axis === 0 || axis === vertical || axis === horizontal ? n : 1)),
  );
  const coordinates = shape.map((extent, axis) => {
    const along = shape.map((n, i) => (i === axis ? n : 1));
    const place = reshape(cast(arange(extent), 'float32'), along);
    return broadcastTo(axis === vertical || axis === horizontal ? add(place, shift) : place, shape);
  });
  const order = interpolation === 'nearest' ? 0 : 1;
  const moved = mapCoordinates(batch, stack(coordinates, 0), order, { fillMode, fillValue });
  return given.rank === 3 ? reshape(moved, given.shape) : moved;
}

import * as g from '../../graph/build.ts';
import type { Node } from '../../graph/node.ts';
import { isFloat } from '../../support/dtype.ts';
import { badArgument, checkOptions, unknownName } from '../../support/errors.ts';
import type { TensorLike } from '../../tensor/convert.ts';
import { Tensor } from '../../tensor/tensor.ts';
import { saturateCast } from '../core.ts';
import { take } from '../indexing.ts';
import { singleNode, tensor } from '../operands.ts';
import { type DataFormatOption, type Images, imagesOf, pairOf } from './layout.ts';
import { extent, type ResampleMethod, resampleWeights, weigh } from './resampling.ts';

/** How pixels between pixels are found when an image is resized. */
export type Interpolation = 'bilinear' | 'nearest' | 'bicubic' | 'lanczos3' | 'lanczos5';

const INTERPOLATIONS: readonly Interpolation[] = ['bilinear', 'nearest', 'bicubic', 'lanczos3', 'lanczos5'];
const METHODS: readonly ResampleMethod[] = [
  'linear',
  'bilinear',
  'trilinear',
  'cubic',
  'bicubic',
  'tricubic',
  'lanczos3',
  'lanczos5',
];

export interface ResizeOptions extends DataFormatOption {
  /** Default 'bilinear'. */
  readonly interpolation?: Interpolation;
  /** Averages over all pixels that fall together when the image shrinks. Default false. */
  readonly antialias?: boolean;
  /** Cuts the longer sides off first, so that nothing is distorted. Default false. */
  readonly cropToAspectRatio?: boolean;
  /** Surrounds the image with `fillValue` first, so that nothing is distorted. Default false. */
  readonly padToAspectRatio?: boolean;
  /** How to pad: 'constant', the only one. */
  readonly fillMode?: 'constant';
  /** Default 0. */
  readonly fillValue?: number;
}

/** The largest part in the middle of an image that has the target's proportions. */
function cropToAspect({ node, height, width }: Images, [rows, columns]: readonly [number, number]): Node {
  const [h, w] = [extent(node, height), extent(node, width)];
  const cropHeight = Math.max(Math.min(h, Math.trunc((w * rows) / columns)), 1);
  const cropWidth = Math.max(Math.min(w, Math.trunc((h * columns) / rows)), 1);
  const starts = node.shape.map((_, axis) =>
    axis === height ? Math.floor((h - cropHeight) / 2) : axis === width ? Math.floor((w - cropWidth) / 2) : 0,
  );
  const limits = node.shape.map((n, axis) =>
    axis === height ? (starts[axis] ?? 0) + cropHeight : axis === width ? (starts[axis] ?? 0) + cropWidth : n,
  );
  return g.slice(node, starts, limits);
}

/** The image in the middle of an area with the target's proportions. */
function padToAspect({ node, height, width }: Images, [rows, columns]: readonly [number, number], fill: number): Node {
  const [h, w] = [extent(node, height), extent(node, width)];
  const above = Math.floor((Math.max(h, Math.trunc((w * rows) / columns)) - h) / 2);
  const beside = Math.floor((Math.max(w, Math.trunc((h * columns) / rows)) - w) / 2);
  // Keras pads only one direction, and as much behind as before.
  const room = node.shape.map((_, axis) => (axis === height ? above : axis === width && above === 0 ? beside : 0));
  return g.pad(node, room, room, fill);
}

/** Output pixel i shows input pixel floor((i + 1/2) input / output). */
function nearest(node: Node, axis: number, output: number): Node {
  const input = extent(node, axis);
  if (input === output) return node;
  const step = Math.fround(input / output);
  const rows = Array.from({ length: output }, (_, i) => Math.min(input - 1, Math.floor(Math.fround((i + 0.5) * step))));
  return take(tensor(node), rows, axis).node;
}

/**
 * Images of another height and width, `(batch, ..., ...)` or a single one. Whole-number images stay so (rounded).
 *
 * @param size [height, width] of the result
 * @param options `{ interpolation, antialias, cropToAspectRatio, padToAspectRatio, fillMode, fillValue, dataFormat }`
 * @throws ArgumentError for a size that is not positive, unknown interpolations, cropping and padding at once
 * @see https://keras.io/api/ops/image/
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * const image = ops.reshape([0, 1, 2, 3], [2, 2, 1]);
 * console.log(await ops.squeeze(ops.image.resize(image, [2, 4])).array()); // => [[0, 0.25, 0.75, 1], [2, 2.25, 2.75, 3]]
 * ```
 */
export function resize(images: TensorLike, size: number | readonly number[], options: ResizeOptions = {}): Tensor {
  const known = ['interpolation', 'antialias', 'cropToAspectRatio', 'padToAspectRatio', 'fillMode', 'fillValue'];
  checkOptions('resize', options, [...known, 'dataFormat']);
  const { interpolation = 'bilinear', antialias = false, fillMode = 'constant', fillValue = 0 } = options;
  if (!INTERPOLATIONS.includes(interpolation)) throw unknownName('interpolation', interpolation, INTERPOLATIONS);
  if (fillMode !== 'constant') throw badArgument('fillMode', "'constant'", fillMode);
  const target = pairOf(size, 'size');
  if (target.some((n) => !Number.isInteger(n) || n < 1))
    throw badArgument('size', '[height, width], both positive', size);
  if (options.cropToAspectRatio && options.padToAspectRatio)
    throw badArgument('cropToAspectRatio', 'false when `padToAspectRatio` is true', true);
  const found = imagesOf(images, options.dataFormat);
  const { height, width } = found;
  const node = options.cropToAspectRatio
    ? cropToAspect(found, target)
    : options.padToAspectRatio
      ? padToAspect(found, target, fillValue)
      : found.node;
  if (interpolation === 'nearest') return tensor(nearest(nearest(node, height, target[0]), width, target[1]));
  const along = (x: Node, axis: number, output: number): Node => {
    const input = extent(x, axis);
    if (input === output) return x;
    const [scale, translation] = [g.constant(output / input), g.constant(0)];
    return weigh(x, axis, resampleWeights({ input, output }, scale, translation, interpolation, antialias));
  };
  const resized = along(along(singleNode(tensor(node)), height, target[0]), width, target[1]);
  if (isFloat(node.dtype)) return tensor(g.cast(resized, node.dtype));
  return saturateCast(tensor(g.unary('round', resized)), node.dtype);
}

/**
 * Scales and moves a tensor along some axes into another shape: a point x of the input comes to x * scale +
 * translation, where pixel centers are at half numbers. What lies outside of the input is 0.
 *
 * @param outputShape the shape of the result; axes that are not spatial keep their extent
 * @param scale a factor for each spatial axis
 * @param translation a distance in output pixels for each spatial axis
 * @param spatialDims the axes
 * @param method 'linear', 'cubic', 'lanczos3', 'lanczos5' and their other names ('bilinear', 'bicubic', ...)
 * @param options `{ antialias }`: average when shrinking. Default true
 * @see https://keras.io/api/ops/image/#scale_and_translate-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * const moved = ops.image.scaleAndTranslate([1, 2, 3], [3], [1], [1], [0], 'linear');
 * console.log(await moved.array()); // => [0, 1, 2]
 * ```
 */
export function scaleAndTranslate(
  images: TensorLike,
  outputShape: readonly number[],
  scale: TensorLike,
  translation: TensorLike,
  spatialDims: readonly number[],
  method: ResampleMethod,
  options: boolean | { antialias?: boolean } = {},
): Tensor {
  const chosen = typeof options === 'boolean' ? { antialias: options } : options;
  checkOptions('scaleAndTranslate', chosen, ['antialias']);
  if (!METHODS.includes(method)) throw unknownName('method', method, METHODS);
  const node = singleNode(images);
  const rank = node.shape.length;
  const [scales, translations] = [singleNode(scale), singleNode(translation)];
  for (const [name, value] of [['scale', scales] as const, ['translation', translations] as const])
    if (value.shape.length !== 1 || value.shape[0] !== spatialDims.length)
      throw badArgument(name, `a number for each of the ${spatialDims.length} spatial axes`, tensor(value));
  if (outputShape.length !== rank) throw badArgument('outputShape', `a shape of ${rank} axes`, outputShape);
  const scalar = (x: Node, i: number) => g.reshape(g.slice(x, [i], [i + 1]), []);
  return new Tensor(
    spatialDims.reduce((result, dim, i) => {
      const axis = dim < 0 ? dim + rank : dim;
      const extents = { input: extent(result, axis), output: outputShape[axis] ?? 0 };
      const [factor, shift] = [scalar(scales, i), scalar(translations, i)];
      return weigh(result, axis, resampleWeights(extents, factor, shift, method, chosen.antialias ?? true));
    }, node),
  );
}

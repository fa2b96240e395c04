import * as g from '../../graph/build.ts';
import { badArgument, checkOptions, unknownName } from '../../support/errors.ts';
import { at, formatShape, range, sizeOf } from '../../support/shape.ts';
import type { TensorLike } from '../../tensor/convert.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { nodeOf, tensor } from '../operands.ts';
import { checkedFormat } from '../spatial.ts';
import type { DataFormatOption } from './layout.ts';

export interface ReconstructPatchesOptions extends DataFormatOption {
  /** Distances between patches: the size, as patches must not overlap. Default: the size. */
  readonly strides?: number | readonly number[] | null;
  /** What the patches were taken with. With 'same' the zeros around the image are cut off. Default 'valid'. */
  readonly padding?: 'valid' | 'same';
}

/**
 * The image (or volume) that patches were taken from: the inverse of `extractPatches` where patches neither overlap nor
 * leave gaps.
 *
 * @param patches [batch, rows, columns, size * size * channels], or of one image; with 'channels_first' the last axis
 *   comes before the rows. Volumes have one axis more
 * @param size [height, width] of a patch, or one number for both; three numbers for volumes
 * @param outputSize height and width of the image; null with padding 'valid': what the patches cover
 * @param options `strides`, `padding`, `dataFormat`
 * @throws ArgumentError when patches overlap, or don't fill an image of this size
 * @see https://keras.io/api/ops/image/#reconstruct_patches-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * const images = ops.reshape(ops.arange(16), [1, 4, 4, 1]);
 * const patches = ops.image.extractPatches(images, 2);
 * console.log(await ops.all(ops.equal(ops.image.reconstructPatches(patches, 2, [4, 4]), images)).item()); // => 1
 * ```
 */
export function reconstructPatches(
  patches: TensorLike,
  size: number | readonly number[],
  outputSize: readonly number[] | null = null,
  options: ReconstructPatchesOptions = {},
): Tensor {
  checkOptions('reconstructPatches', options, ['strides', 'padding', 'dataFormat']);
  const { padding = 'valid' } = options;
  if (padding !== 'valid' && padding !== 'same') throw unknownName('padding', padding, ['valid', 'same']);
  const extents = typeof size === 'number' ? [size, size] : [...size];
  const axes = extents.length;
  if ((axes !== 2 && axes !== 3) || extents.some((n) => !Number.isInteger(n) || n < 1))
    throw badArgument('size', 'a positive integer, two or three of them', size);
  const strides = options.strides ?? size;
  const steps = typeof strides === 'number' ? range(axes).map(() => strides) : strides;
  if (steps.length !== axes || steps.some((n, i) => n !== extents[i]))
    throw badArgument('strides', 'the size: patches that overlap are not put together', options.strides);

  const given = nodeOf(patches);
  const rank = given.shape.length;
  if (rank !== axes + 1 && rank !== axes + 2)
    throw badArgument('patches', `of ${axes + 1} axes, or a batch of ${axes + 2}`, tensor(given));
  const single = rank === axes + 1;
  const batched = single ? g.reshape(given, [1, ...given.shape]) : given;
  const first = checkedFormat(options.dataFormat) === 'channels_first';
  const spatial = range(axes);
  const node = first ? g.transpose(batched, [0, ...spatial.map((i) => i + 2), 1]) : batched;
  const [batch, flat] = [at(node.shape, 0), at(node.shape, axes + 1)];
  const counts = node.shape.slice(1, -1);
  const channels = flat / sizeOf(extents);
  if (!Number.isInteger(channels))
    throw badArgument('patches', `patches of ${sizeOf(extents)} numbers for each channel`, tensor(given));

  const covered = counts.map((count, i) => count * at(extents, i));
  if (outputSize === null && padding === 'same')
    throw badArgument('outputSize', "the size of the image when padding is 'same'", outputSize);
  const wanted = outputSize ?? covered;
  const fits = wanted.map((n, i) =>
    padding === 'same' ? Math.ceil(n / at(extents, i)) === counts[i] : n === covered[i],
  );
  if (wanted.length !== axes || fits.includes(false))
    throw badArgument('outputSize', `the size of an image that these patches fill, as ${formatShape(covered)}`, wanted);

  const parts = g.reshape(node, [batch, ...counts, ...extents, channels]);
  const order = [0, ...spatial.flatMap((i) => [1 + i, 1 + axes + i]), 1 + 2 * axes];
  const whole = g.reshape(g.transpose(parts, order), [batch, ...covered, channels]);
  // 'same' has put half of the zeros, rounded down, before the image.
  const low = wanted.map((n, i) => Math.floor((at(covered, i) - n) / 2));
  const image = g.slice(whole, [0, ...low, 0], [batch, ...wanted.map((n, i) => at(low, i) + n), channels]);
  const result = first ? g.transpose(image, [0, axes + 1, ...spatial.map((i) => i + 1)]) : image;
  return tensor(single ? g.reshape(result, result.shape.slice(1)) : result);
}

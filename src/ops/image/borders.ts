import * as g from '../../graph/build.ts';
import { ArgumentError, badArgument, checkOptions } from '../../support/errors.ts';
import type { TensorLike } from '../../tensor/convert.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { tensor } from '../operands.ts';
import { type DataFormatOption, imagesOf } from './layout.ts';
import { extent } from './resampling.ts';

type Given = number | null | undefined;

/**
 * Of the edges before and behind and the total extent, two are given; the third follows from
 * total = extent + sign (before + behind).
 */
function edgesOf(
  names: readonly [string, string, string],
  before: Given,
  behind: Given,
  total: Given,
  size: number,
  sign: 1 | -1,
): [number, number] {
  const given = [before, behind, total];
  if (given.filter((x) => x === null || x === undefined).length !== 1) {
    const received = names.map((name, i) => `${name}=${given[i] ?? null}`).join(', ');
    throw new ArgumentError(`Exactly two of ${names.join(', ')} must be given. Received: ${received}`);
  }
  const sum = total === null || total === undefined ? null : sign * (total - size);
  const first = before ?? (sum ?? 0) - (behind ?? 0);
  const last = behind ?? (sum ?? 0) - (before ?? 0);
  for (const [name, value] of [[names[0], first] as const, [names[1], last] as const])
    if (!Number.isInteger(value) || value < 0) throw badArgument(name, 'an integer of at least 0', value);
  if (sign < 0 && first + last > size)
    throw badArgument(names[0], `with \`${names[1]}\` no more than the extent of the images, ${size}`, first);
  return [first, last];
}

export interface PadImagesOptions extends DataFormatOption {
  readonly topPadding?: number | null;
  readonly leftPadding?: number | null;
  readonly bottomPadding?: number | null;
  readonly rightPadding?: number | null;
  readonly targetHeight?: number | null;
  readonly targetWidth?: number | null;
}

/**
 * Images with zeros around them. For height and for width two of padding before, padding behind and target are given.
 *
 * @param images [height, width, channels] or a batch of them
 * @param options `{ topPadding, leftPadding, bottomPadding, rightPadding, targetHeight, targetWidth, dataFormat }`
 * @see https://keras.io/api/ops/image/#pad_images-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * const options = { topPadding: 1, leftPadding: 2, targetHeight: 8, targetWidth: 8 };
 * console.log(ops.image.padImages(ops.ones([4, 4, 3]), options).shape); // => [8, 8, 3]
 * ```
 */
export function padImages(images: TensorLike, options: PadImagesOptions): Tensor {
  const edges = ['topPadding', 'leftPadding', 'bottomPadding', 'rightPadding', 'targetHeight', 'targetWidth'];
  checkOptions('padImages', options, [...edges, 'dataFormat']);
  const { node, height, width } = imagesOf(images, options.dataFormat);
  const [top, bottom] = edgesOf(
    ['topPadding', 'bottomPadding', 'targetHeight'],
    options.topPadding,
    options.bottomPadding,
    options.targetHeight,
    extent(node, height),
    1,
  );
  const [left, right] = edgesOf(
    ['leftPadding', 'rightPadding', 'targetWidth'],
    options.leftPadding,
    options.rightPadding,
    options.targetWidth,
    extent(node, width),
    1,
  );
  const along = (h: number, w: number) => node.shape.map((_, axis) => (axis === height ? h : axis === width ? w : 0));
  return tensor(g.pad(node, along(top, left), along(bottom, right)));
}

export interface CropImagesOptions extends DataFormatOption {
  readonly topCropping?: number | null;
  readonly leftCropping?: number | null;
  readonly bottomCropping?: number | null;
  readonly rightCropping?: number | null;
  readonly targetHeight?: number | null;
  readonly targetWidth?: number | null;
}

/**
 * Images with their edges cut off. For height and for width two of cropping before, cropping behind and target are given.
 *
 * @param images [height, width, channels] or a batch of them
 * @param options `{ topCropping, leftCropping, bottomCropping, rightCropping, targetHeight, targetWidth, dataFormat }`
 * @see https://keras.io/api/ops/image/#crop_images-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * const options = { topCropping: 1, leftCropping: 2, targetHeight: 2, targetWidth: 2 };
 * console.log(ops.image.cropImages(ops.ones([4, 4, 3]), options).shape); // => [2, 2, 3]
 * ```
 */
export function cropImages(images: TensorLike, options: CropImagesOptions): Tensor {
  const edges = ['topCropping', 'leftCropping', 'bottomCropping', 'rightCropping', 'targetHeight', 'targetWidth'];
  checkOptions('cropImages', options, [...edges, 'dataFormat']);
  const { node, height, width } = imagesOf(images, options.dataFormat);
  const [top, bottom] = edgesOf(
    ['topCropping', 'bottomCropping', 'targetHeight'],
    options.topCropping,
    options.bottomCropping,
    options.targetHeight,
    extent(node, height),
    -1,
  );
  const [left, right] = edgesOf(
    ['leftCropping', 'rightCropping', 'targetWidth'],
    options.leftCropping,
    options.rightCropping,
    options.targetWidth,
    extent(node, width),
    -1,
  );
  const along = (h: number, w: number) => (_: number, axis: number) => (axis === height ? h : axis === width ? w : 0);
  const [before, behind] = [node.shape.map(along(top, left)), node.shape.map(along(bottom, right))];
  return tensor(
    g.slice(
      node,
      before,
      node.shape.map((n, axis) => n - (behind[axis] ?? 0)),
    ),
  );
}

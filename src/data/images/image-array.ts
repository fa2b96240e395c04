import { cast, convertToTensor, transpose } from '../../ops/index.ts';
import { ArgumentError, checkOptions } from '../../support/errors.ts';
import type { ShapedArray } from '../../support/shaped-array.ts';
import type { TensorLike } from '../../tensor/convert.ts';
import type { Tensor } from '../../tensor/tensor.ts';

/** Options of `imgToArray`. */
export interface ImgToArrayOptions {
  /** Where the channels go. Default 'channels_last'. */
  readonly dataFormat?: 'channels_last' | 'channels_first' | null;
  /** Default 'float32'. */
  readonly dtype?: 'float32' | 'int32' | 'uint8' | null;
}

/** Options of `arrayToImg`. */
export interface ArrayToImgOptions {
  /** Where the channels are. Default 'channels_last'. */
  readonly dataFormat?: 'channels_last' | 'channels_first' | null;
  /** Whether to stretch the values such that the least becomes 0 and the greatest 255. Default true. */
  readonly scale?: boolean;
}

/**
 * A picture as a tensor.
 *
 * @param img a picture as `loadImg` gives it, [height, width] or [height, width, channels]
 * @param options `dataFormat`, `dtype`
 * @returns [height, width, channels], or [channels, height, width] with 'channels_first'
 * @throws ArgumentError for other shapes
 *
 * Source: https://keras.io/api/data_loading/image/#img_to_array-function
 *
 * @example
 * ```ts
 * import { utils } from 'keratin';
 * console.log(utils.imgToArray([[0, 255], [127, 3]]).shape); // => [ 2, 2, 1 ]
 * ```
 */
export function imgToArray(img: TensorLike, options: ImgToArrayOptions = {}): Tensor {
  checkOptions('imgToArray', options, ['dataFormat', 'dtype']);
  const pixels = withChannels('img', img);
  const ordered = options.dataFormat === 'channels_first' ? transpose(pixels, [2, 0, 1]) : pixels;
  return cast(ordered, options.dtype ?? 'float32');
}

/**
 * A tensor as a picture: bytes from 0 to 255, for `saveImg`.
 *
 * @param x [height, width, channels] with 1, 3 or 4 channels, or as `dataFormat` says; or [height, width]
 * @param options `dataFormat`, `scale`
 * @returns `{ data, shape: [height, width, channels] }`
 * @throws ArgumentError for other shapes
 *
 * Source: https://keras.io/api/data_loading/image/#array_to_img-function
 *
 * @example
 * ```ts
 * import { utils } from 'keratin';
 * const picture = await utils.arrayToImg([[-1, 0], [0.5, 1]]);
 * console.log([...picture.data]); // => [ 0, 127, 191, 255 ]
 * ```
 */
export async function arrayToImg(
  x: TensorLike,
  options: ArrayToImgOptions = {},
): Promise<ShapedArray & { readonly data: Uint8ClampedArray }> {
  checkOptions('arrayToImg', options, ['dataFormat', 'scale']);
  const first = options.dataFormat === 'channels_first';
  const given = convertToTensor(x);
  const pixels = withChannels('x', first && given.shape.length === 3 ? transpose(given, [1, 2, 0]) : given);
  const values = Float32Array.from(await pixels.data());
  if (options.scale === false) return { data: bytes(values, 0, 1), shape: pixels.shape };
  const least = values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const greatest = values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  return { data: bytes(values, least, greatest > least ? 255 / (greatest - least) : 1), shape: pixels.shape };
}

/** Like NumPy's `astype('uint8')` after scaling: cut off, not rounded; outside of 0 to 255 the nearest of both. */
function bytes(values: ArrayLike<number>, least: number, factor: number): Uint8ClampedArray {
  return Uint8ClampedArray.from(values, (value) => Math.trunc((value - least) * factor));
}

function withChannels(name: string, picture: TensorLike): Tensor {
  const tensor = convertToTensor(picture);
  const { shape } = tensor;
  const channels = shape.length === 2 ? 1 : shape[2];
  if ((shape.length !== 2 && shape.length !== 3) || (channels !== 1 && channels !== 3 && channels !== 4)) {
    throw new ArgumentError(
      `\`${name}\` must be a picture of shape [height, width, channels] with 1, 3 or 4 channels, or [height, width]. Received: shape [${shape}]`,
    );
  }
  const [height = 0, width = 0] = shape;
  return shape.length === 2 ? convertToTensor({ data: tensor.dataSync(), shape: [height, width, 1] }) : tensor;
}

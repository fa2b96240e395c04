import * as g from '../../graph/build.ts';
import type { Node } from '../../graph/node.ts';
import { isFloat } from '../../support/dtype.ts';
import { badArgument, checkOptions } from '../../support/errors.ts';
import type { TensorLike } from '../../tensor/convert.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { above, constant, plus, scaled } from '../node-terms.ts';
import { tensor } from '../operands.ts';
import { channelPlanes, type DataFormat, type DataFormatOption, type Images, imagesOf, joinPlanes } from './layout.ts';

type FormatArgument = DataFormat | DataFormatOption;

function chosenImages(where: string, images: TensorLike, options: FormatArgument): Images {
  const chosen: DataFormatOption = typeof options === 'string' ? { dataFormat: options } : options;
  checkOptions(where, chosen, ['dataFormat']);
  return imagesOf(images, chosen.dataFormat);
}

function floatPlanes(images: Images): [Node, Node, Node] {
  if (!isFloat(images.node.dtype)) throw badArgument('images', 'floats between 0 and 1', tensor(images.node));
  const [first, second, third] = channelPlanes(images, 3);
  if (first === undefined || second === undefined || third === undefined) throw new Error('Three channels are three.');
  return [first, second, third];
}

const max = (a: Node, b: Node) => g.binary('max', a, b);
const min = (a: Node, b: Node) => g.binary('min', a, b);
const zero = (x: Node) => constant(x, 0);

/**
 * Luminance: 0.2989 red + 0.587 green + 0.114 blue, with one channel. Gray images stay as they are.
 *
 * @param images [height, width, 3 or 1] or a batch of them, floats or whole numbers
 * @param options `{ dataFormat }`, or the data format alone
 * @see https://keras.io/api/ops/image/#rgb_to_grayscale-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(ops.image.rgbToGrayscale(ops.ones([8, 8, 3])).shape); // => [8, 8, 1]
 * ```
 */
export function rgbToGrayscale(images: TensorLike, options: FormatArgument = {}): Tensor {
  const found = chosenImages('rgbToGrayscale', images, options);
  const { node, channels } = found;
  if (node.shape[channels] === 1) return tensor(node);
  const weights = [0.2989, 0.587, 0.114];
  const gray = channelPlanes({ ...found, node: g.cast(node, 'float32') }, 3)
    .map((plane, i) => scaled(plane, weights[i] ?? 0))
    .reduce((a, b) => g.add(a, b));
  return tensor(g.cast(joinPlanes([gray], channels), node.dtype));
}

/**
 * Hue, saturation and value, all between 0 and 1, of red, green and blue between 0 and 1.
 *
 * @param images floats [height, width, 3] or a batch of them
 * @param options `{ dataFormat }`, or the data format alone
 * @see https://keras.io/api/ops/image/#rgb_to_hsv-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.image.rgbToHsv([[[0, 0.5, 0]]]).array()); // => [[[0.3333333432674408, 1, 0.5]]]
 * ```
 */
export function rgbToHsv(images: TensorLike, options: FormatArgument = {}): Tensor {
  const found = chosenImages('rgbToHsv', images, options);
  const tiny = 2 ** -23;
  const [r, gr, b] = floatPlanes(found).map((x) => {
    return g.where(g.lt(g.unary('abs', x), constant(x, tiny)), zero(x), x);
  }) as [Node, Node, Node];
  const value = max(max(r, gr), b);
  const spread = g.sub(value, min(min(r, gr), b));
  const bright = above(value, 0);
  const colored = above(spread, 0);
  const one = constant(value, 1);
  const saturation = g.where(bright, g.div(spread, g.where(bright, value, one)), zero(value));
  const norm = g.div(one, scaled(g.where(colored, spread, one), 6));
  const turn = (x: Node, y: Node, offset: number) => plus(g.mul(norm, g.sub(x, y)), offset);
  const notRed = g.where(g.eq(value, gr), turn(b, r, 2 / 6), turn(r, gr, 4 / 6));
  const signed = g.where(g.eq(value, r), g.mul(norm, g.sub(gr, b)), notRed);
  const hue = g.add(g.where(colored, signed, zero(value)), g.cast(g.lt(signed, zero(signed)), 'float32'));
  return tensor(joinPlanes([hue, saturation, value], found.channels));
}

/**
 * Red, green and blue of hue, saturation and value between 0 and 1: the inverse of `rgbToHsv`.
 *
 * @param images floats [height, width, 3] or a batch of them
 * @param options `{ dataFormat }`, or the data format alone
 * @see https://keras.io/api/ops/image/#hsv_to_rgb-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.image.hsvToRgb([[[0, 1, 0.5]]]).array()); // => [[[0.5, 0, 0]]]
 * ```
 */
export function hsvToRgb(images: TensorLike, options: FormatArgument = {}): Tensor {
  const found = chosenImages('hsvToRgb', images, options);
  const [hue, saturation, value] = floatPlanes(found);
  const sixth = scaled(g.sub(hue, g.unary('floor', hue)), 6);
  const clip = (x: Node) => min(max(x, zero(x)), constant(x, 1));
  const distance = (center: number) => g.unary('abs', plus(sixth, -center));
  const parts = [clip(plus(distance(3), -1)), clip(plus(g.neg(distance(2)), 2)), clip(plus(g.neg(distance(4)), 2))];
  const white = g.sub(constant(saturation, 1), saturation);
  const planes = parts.map((part) => g.mul(value, g.add(white, g.mul(saturation, part))));
  return tensor(joinPlanes(planes, found.channels));
}

import { add, multiply } from '../../ops/arithmetic.ts';
import { greaterEqual, less, notEqual } from '../../ops/comparison.ts';
import { cast } from '../../ops/core.ts';
import { mod } from '../../ops/division.ts';
import { take } from '../../ops/indexing.ts';
import { logicalAnd, where } from '../../ops/logical.ts';
import { squeeze } from '../../ops/shape.ts';
import { isFloat } from '../../support/dtype.ts';
import { badArgument, checkOptions } from '../../support/errors.ts';
import { range } from '../../support/shape.ts';
import { convertToTensor, type TensorLike } from '../../tensor/convert.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { type ImageFormatOptions, imagesOf } from './images-of.ts';

/** Red, green and blue from 0 to 255. */
export type Color = readonly [red: number, green: number, blue: number];

export interface DrawSegmentationMasksOptions extends ImageFormatOptions {
  /** Classes from here on are not drawn. Default null: all are. */
  readonly numClasses?: number | null;
  /** The color of each class. Default: Keras's colors, of which the first is black. */
  readonly colorMapping?: { readonly [classIndex: number]: Color } | null;
  /** How much of the color covers the image. Default 0.8. */
  readonly alpha?: number;
  /** Whether the image shines through. Default true. */
  readonly blend?: boolean;
  /** The class that is left out. Default -1. */
  readonly ignoreIndex?: number;
}

/** Keras's colors: class i has i · these, modulo 255. */
const PALETTE = [2 ** 25 - 1, 2 ** 15 - 1, 2 ** 21 - 1].map((n) => n % 255);

function colorsOf(masks: Tensor, numClasses: number | null, mapping: DrawSegmentationMasksOptions['colorMapping']) {
  if (mapping === null || mapping === undefined) return cast(mod(multiply(masks, PALETTE), 255), 'float32');
  const count = numClasses ?? Math.max(...Object.keys(mapping).map(Number)) + 1;
  const table = range(count).map((i) => mapping[i] ?? []);
  if (table.some((color) => color.length !== 3))
    throw badArgument('colorMapping', `a color [red, green, blue] for each class from 0 to ${count - 1}`, mapping);
  const inside = where(logicalAnd(greaterEqual(masks, 0), less(masks, count)), masks, 0);
  return take(convertToTensor(table, 'float32'), squeeze(inside, -1), 0);
}

/**
 * Images with each pixel in the color of its class.
 *
 * @param images a batch [batch, height, width, 3] of numbers from 0 to 255
 * @param segmentationMasks classes, integers [batch, height, width, 1]
 * @param options `numClasses`, `colorMapping`, `alpha`, `blend`, `ignoreIndex`, `dataFormat`
 * @returns images of the same shape with the channels last; uint8 when they are blended
 * @throws ArgumentError when the masks aren't integers, or a class has no color
 * @see https://keras.io/api/visualization/
 *
 * @example
 * ```ts
 * import { ops, visualization } from 'keratin';
 * const masks = ops.ones([1, 2, 2, 1], { dtype: 'int32' });
 * const drawn = visualization.drawSegmentationMasks(ops.zeros([1, 2, 2, 3]), masks, { colorMapping: { 0: [0, 0, 0], 1: [0, 100, 0] } });
 * console.log(await ops.max(drawn).item()); // => 80
 * ```
 */
export function drawSegmentationMasks(
  images: TensorLike,
  segmentationMasks: TensorLike,
  options: DrawSegmentationMasksOptions = {},
): Tensor {
  const known = ['numClasses', 'colorMapping', 'alpha', 'blend', 'ignoreIndex', 'dataFormat'];
  checkOptions('drawSegmentationMasks', options, known);
  const { numClasses = null, alpha = 0.8, blend = true, ignoreIndex = -1 } = options;
  const pictures = cast(imagesOf('images', images, options), 'float32');
  const masks = imagesOf('segmentationMasks', segmentationMasks, options);
  if (isFloat(masks.dtype)) throw badArgument('segmentationMasks', 'integers', masks);
  const classes = cast(masks, 'int32');
  const named = logicalAnd(notEqual(classes, ignoreIndex), greaterEqual(classes, 0));
  const shown = numClasses === null ? named : logicalAnd(named, less(classes, numClasses));
  const colored = where(shown, colorsOf(classes, numClasses, options.colorMapping), pictures);
  if (!blend) return colored;
  const mixed = add(multiply(pictures, 1 - alpha), multiply(colored, alpha));
  return cast(where(notEqual(classes, ignoreIndex), mixed, pictures), 'uint8');
}

import * as ops from '../../ops/index.ts';
import { ArgumentError, badArgument, checkOptions } from '../../support/errors.ts';
import type { TensorLike } from '../../tensor/convert.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { columns } from './corners.ts';

/** Options of `affineTransform`. */
export interface AffineTransformOptions {
  /** The fixed point of the turning, as a share of the width. Default 0.5. */
  readonly centerX?: TensorLike | null;
  /** The fixed point of the turning, as a share of the height. Default 0.5. */
  readonly centerY?: TensorLike | null;
  /** Default 'xyxy', which is the only one, as in Keras. */
  readonly boundingBoxFormat?: 'xyxy';
}

const degrees = (angle: TensorLike) => ops.multiply(angle, Math.PI / 180);

/**
 * The upright boxes around turned, scaled, sheared and moved ones: an image's boxes after the same transform of the image.
 * The transform is TorchVision's inverse affine matrix: R(angle)·Shear(x, y)·scale about the center, then the translation.
 *
 * @param boxes [batch, n, 4], left, top, right, bottom in pixels
 * @param angle [batch], in degrees
 * @param translateX [batch], as a share of width − 1
 * @param translateY [batch], as a share of height − 1
 * @param scale [batch]
 * @param shearX [batch], in degrees
 * @param shearY [batch], in degrees
 * @param height of the image
 * @param width of the image
 * @param options `centerX`, `centerY`, `boundingBoxFormat`
 * @returns float32 [batch, n, 4]
 * @throws ArgumentError when boxes are not of shape [batch, n, 4]
 *
 * Source: https://keras.io/api/utils/bounding_boxes/#affine_transform-function
 *
 * @example
 * ```ts
 * import { utils } from 'keratin';
 * const turned = utils.boundingBoxes.affineTransform([[[0, 0, 2, 1]]], [90], [0], [0], [1], [0], [0], 5, 5);
 * const [box] = (await turned.array()) as number[][][];
 * console.log(box?.[0]?.map(Math.round)); // => [ 0, 2, 1, 4 ]
 * ```
 */
export function affineTransform(
  boxes: TensorLike,
  angle: TensorLike,
  translateX: TensorLike,
  translateY: TensorLike,
  scale: TensorLike,
  shearX: TensorLike,
  shearY: TensorLike,
  height: number,
  width: number,
  options: AffineTransformOptions = {},
): Tensor {
  checkOptions('affineTransform', options, ['centerX', 'centerY', 'boundingBoxFormat']);
  const { boundingBoxFormat = 'xyxy' } = options;
  if (boundingBoxFormat !== 'xyxy') throw badArgument('boundingBoxFormat', '"xyxy"', boundingBoxFormat);
  const corners = ops.cast(boxes, 'float32');
  if (corners.shape.length !== 3) {
    throw new ArgumentError(`boxes: expected shape [batch, n, 4]. Received: shape [${corners.shape}]`);
  }
  const [left, top, right, bottom] = columns('boxes', corners);

  const rotation = ops.negative(degrees(angle));
  const [shearing, tilting] = [ops.negative(degrees(shearX)), ops.negative(degrees(shearY))];
  const tilted = ops.subtract(rotation, tilting);
  const a = ops.divide(ops.cos(tilted), ops.cos(tilting));
  const b = ops.add(ops.multiply(a, ops.tan(shearing)), ops.sin(rotation));
  const c = ops.negative(ops.divide(ops.sin(tilted), ops.cos(tilting)));
  const d = ops.subtract(ops.cos(rotation), ops.multiply(c, ops.tan(shearing)));
  // [[d, -b], [-c, a]] is the inverse of [[a, b], [c, d]], whose determinant is 1.
  const [xx, xy] = [ops.multiply(d, scale), ops.negative(ops.multiply(b, scale))];
  const [yx, yy] = [ops.negative(ops.multiply(c, scale)), ops.multiply(a, scale)];

  const centerX = ops.multiply(options.centerX ?? 0.5, width - 1);
  const centerY = ops.multiply(options.centerY ?? 0.5, height - 1);
  const fromX = ops.subtract(centerX, ops.multiply(translateX, width - 1));
  const fromY = ops.subtract(centerY, ops.multiply(translateY, height - 1));
  const linear = (p: Tensor, q: Tensor, x: Tensor, y: Tensor) => ops.add(ops.multiply(p, x), ops.multiply(q, y));
  const moveX = ops.subtract(centerX, linear(xx, xy, fromX, fromY));
  const moveY = ops.subtract(centerY, linear(yx, yy, fromX, fromY));

  const perImage = (value: Tensor) => ops.reshape(value, [-1, 1, 1]);
  const image = (p: Tensor, q: Tensor, move: Tensor) =>
    ops.concatenate(
      (
        [
          [left, top],
          [right, top],
          [right, bottom],
          [left, bottom],
        ] as const
      ).map(([x, y]) => ops.add(linear(perImage(p), perImage(q), x, y), perImage(move))),
      { axis: -1 },
    );
  const [xs, ys] = [image(xx, xy, moveX), image(yx, yy, moveY)];
  const over = { axis: -1, keepdims: true };
  return ops.concatenate([ops.min(xs, over), ops.min(ys, over), ops.max(xs, over), ops.max(ys, over)], { axis: -1 });
}

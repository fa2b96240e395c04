import * as g from '../../graph/build.ts';
import type { Node } from '../../graph/node.ts';
import { badArgument, checkOptions, unknownName } from '../../support/errors.ts';
import { at, formatShape, range, sizeOf } from '../../support/shape.ts';
import type { TensorLike } from '../../tensor/convert.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { constant } from '../node-terms.ts';
import { nodeOf, singleNode, tensor } from '../operands.ts';
import { FILL_MODES, type FillMode, type Sampling, sampleAt } from './interpolation.ts';
import { asBatch, type DataFormatOption, imagesOf } from './layout.ts';

/** How a transformed image takes pixels between pixels. */
export type TransformInterpolation = 'nearest' | 'bilinear';

const ORDERS: Record<TransformInterpolation, 0 | 1> = { nearest: 0, bilinear: 1 };

export interface TransformOptions extends DataFormatOption {
  /** Default 'bilinear'. */
  readonly interpolation?: TransformInterpolation;
  /** What stands outside of the image. Default 'constant'. */
  readonly fillMode?: FillMode;
  /** Default 0. */
  readonly fillValue?: number;
}

/** Checks the options that transforms share. */
export function samplingOf({
  interpolation = 'bilinear',
  fillMode = 'constant',
  fillValue = 0,
}: TransformOptions): Sampling {
  if (!Object.hasOwn(ORDERS, interpolation)) throw unknownName('interpolation', interpolation, Object.keys(ORDERS));
  if (!FILL_MODES.includes(fillMode)) throw unknownName('fill mode', fillMode, FILL_MODES);
  return { order: ORDERS[interpolation], mode: fillMode, fillValue };
}

/** Samples every image of a batch [batch, height, width, channels] at coordinates [batch, rows, columns]. */
export function sampleImages(batch: Node, y: Node, x: Node, sampling: Sampling): Node {
  const [count, height, width, channels] = batch.shape as [number, number, number, number];
  const rows = g.reshape(batch, [count * height * width, channels]);
  const image = g.iota(y.shape, 0, 'int32');
  return sampleAt(rows, [height, width], [y, x], g.mul(image, constant(image, height * width)), sampling);
}

/** Row i of a [batch, n] tensor of parameters, repeated over the pixels of its image. */
const spread = (parameters: Node, i: number, shape: readonly number[]): Node => {
  const column = g.slice(parameters, [0, i], [at(parameters.shape, 0), i + 1]);
  return g.broadcast(g.reshape(column, [at(parameters.shape, 0), 1, 1]), shape);
};

/** A set of parameters for every image, where one set may serve all. */
function perImage(parameters: TensorLike, shape: readonly number[], count: number, name: string): Node {
  const node = singleNode(parameters);
  const single = node.shape.length === shape.length;
  const batch = single ? g.reshape(node, [1, ...node.shape]) : node;
  const fits = batch.shape.length === shape.length + 1 && shape.every((n, i) => batch.shape[i + 1] === n);
  if (!fits || (at(batch.shape, 0) !== 1 && at(batch.shape, 0) !== count))
    throw badArgument(name, `of shape ${formatShape(shape)}, or as many of them as images (${count})`, tensor(node));
  return g.broadcast(batch, [count, ...shape]);
}

/**
 * Turns, shears, scales and moves images. With the eight numbers a0, a1, a2, b0, b1, b2, c0, c1 of a transform, the
 * result at (x, y) shows the input at ((a0 x + a1 y + a2), (b0 x + b1 y + b2)); as Keras on JAX, c0 and c1 are not used.
 *
 * @param images [height, width, channels] or a batch of them
 * @param transform 8 numbers, or 8 for each image
 * @param options `{ interpolation, fillMode, fillValue, dataFormat }`
 * @see https://keras.io/api/ops/image/#affine_transform-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * const image = ops.reshape(ops.arange(4), [2, 2, 1]);
 * const moved = ops.image.affineTransform(image, [1, 0, 1, 0, 1, 0, 0, 0]);
 * console.log(await ops.squeeze(moved).array()); // => [[1, 0], [3, 0]]
 * ```
 */
export function affineTransform(images: TensorLike, transform: TensorLike, options: TransformOptions = {}): Tensor {
  checkOptions('affineTransform', options, ['interpolation', 'fillMode', 'fillValue', 'dataFormat']);
  const sampling = samplingOf(options);
  const { batch, restore } = asBatch(imagesOf(images, options.dataFormat));
  const shape = batch.shape.slice(0, 3);
  const parameters = perImage(transform, [8], at(shape, 0), 'transform');
  const [x, y] = [g.iota(shape, 2, 'float32'), g.iota(shape, 1, 'float32')];
  const at2 = (i: number) =>
    g.add(
      g.add(g.mul(spread(parameters, i, shape), x), g.mul(spread(parameters, i + 1, shape), y)),
      spread(parameters, i + 2, shape),
    );
  return tensor(restore(sampleImages(batch, at2(3), at2(0), sampling)));
}

/** One coordinate of one of the four points [batch, 4, 2], as [batch]. */
const coordinate = (points: Node, point: number, axis: number): Node => {
  const count = at(points.shape, 0);
  return g.reshape(g.slice(points, [0, point, axis], [count, point + 1, axis + 1]), [count]);
};

interface Corner {
  readonly x: Node;
  readonly y: Node;
}

/** The first three of four points as seen from the fourth. */
function corners(points: Node): { origin: Corner; rest: [Corner, Corner, Corner] } {
  const origin = { x: coordinate(points, 3, 0), y: coordinate(points, 3, 1) };
  const seen = (i: number): Corner => ({
    x: g.sub(coordinate(points, i, 0), origin.x),
    y: g.sub(coordinate(points, i, 1), origin.y),
  });
  return { origin, rest: [seen(0), seen(1), seen(2)] };
}

const areaOf = (a: Corner, b: Corner) => g.sub(g.mul(a.x, b.y), g.mul(b.x, a.y));

/** Twice the signed areas of the triangles that the fourth point (the origin) makes with each side. */
const areas = ([a, b, c]: readonly [Corner, Corner, Corner]) => [areaOf(b, c), areaOf(c, a), areaOf(a, b)] as const;

/**
 * The projective map that takes four `end` points to four `start` points, as rows of a 3x3 matrix, both seen from their
 * fourth point. With p_i the points in homogeneous coordinates and l_i the areas, M = (l_0 p_0, l_1 p_1, l_2 p_2) takes
 * the unit vectors and their sum to the points; the map is M_start M_end^-1, up to a factor.
 */
function homography(start: readonly [Corner, Corner, Corner], end: readonly [Corner, Corner, Corner]): Node[][] {
  const [startAreas, endAreas] = [areas(start), areas(end)];
  const terms = start.map((point, i) => {
    const [next, last] = [at(end, (i + 1) % 3), at(end, (i + 2) % 3)];
    const weight = g.div(at(startAreas, i), at(endAreas, i));
    const line = [g.sub(next.y, last.y), g.sub(last.x, next.x), areaOf(next, last)].map((x) => g.mul(weight, x));
    return [line.map((x) => g.mul(point.x, x)), line.map((x) => g.mul(point.y, x)), line];
  });
  return range(3).map((row) =>
    range(3).map((column) => terms.map((term) => at(at(term, row), column)).reduce((a, b) => g.add(a, b))),
  );
}

/**
 * Changes the perspective of images, so that what is at four start points comes to four end points.
 *
 * @param images [height, width, channels] or a batch of them
 * @param startPoints four points [x, y] in the input, or four for each image
 * @param endPoints where they come to
 * @param options `{ interpolation, fillValue, dataFormat }`
 * @see https://keras.io/api/ops/image/#perspective_transform-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * const image = ops.reshape(ops.arange(4), [2, 2, 1]);
 * const from = [[0, 0], [1, 0], [0, 1], [1, 1]];
 * const mirrored = ops.image.perspectiveTransform(image, from, [[1, 0], [0, 0], [1, 1], [0, 1]]);
 * console.log(await ops.squeeze(mirrored).array()); // => [[1, 0], [3, 2]]
 * ```
 */
export function perspectiveTransform(
  images: TensorLike,
  startPoints: TensorLike,
  endPoints: TensorLike,
  options: Omit<TransformOptions, 'fillMode'> = {},
): Tensor {
  checkOptions('perspectiveTransform', options, ['interpolation', 'fillValue', 'dataFormat']);
  const sampling = samplingOf(options);
  const { batch, restore } = asBatch(imagesOf(images, options.dataFormat));
  const shape = batch.shape.slice(0, 3);
  const count = at(shape, 0);
  const start = corners(perImage(startPoints, [4, 2], count, 'startPoints'));
  const end = corners(perImage(endPoints, [4, 2], count, 'endPoints'));
  const wide = (x: Node) => g.broadcast(g.reshape(x, [count, 1, 1]), shape);
  const x = g.sub(g.iota(shape, 2, 'float32'), wide(end.origin.x));
  const y = g.sub(g.iota(shape, 1, 'float32'), wide(end.origin.y));
  const [u, v, w] = homography(start.rest, end.rest).map((row) => {
    const [a, b, c] = row.map(wide) as [Node, Node, Node];
    return g.add(g.add(g.mul(a, x), g.mul(b, y)), c);
  }) as [Node, Node, Node];
  const sourceX = g.add(g.div(u, w), wide(start.origin.x));
  const sourceY = g.add(g.div(v, w), wide(start.origin.y));
  return tensor(restore(sampleImages(batch, sourceY, sourceX, sampling)));
}

/**
 * The elements of a tensor at fractional positions.
 *
 * @param inputs a tensor of n axes
 * @param coordinates [n, ...]: for each axis the positions; the result has the shape of one of them
 * @param order 0 takes the nearest element, 1 interpolates linearly
 * @param options `{ fillMode, fillValue }`: what stands outside. Default 'constant' with 0
 * @see https://keras.io/api/ops/image/#map_coordinates-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.image.mapCoordinates([1, 2, 4], [[0.5, 1.5, 2]], 1).array()); // => [1.5, 3, 4]
 * ```
 */
export function mapCoordinates(
  inputs: TensorLike,
  coordinates: TensorLike,
  order: number,
  options: FillMode | { fillMode?: FillMode; fillValue?: number } = {},
): Tensor {
  const chosen = typeof options === 'string' ? { fillMode: options } : options;
  checkOptions('mapCoordinates', chosen, ['fillMode', 'fillValue']);
  if (order !== 0 && order !== 1) throw badArgument('order', '0 or 1', order);
  const { mode, fillValue } = samplingOf(chosen);
  const node = nodeOf(inputs);
  const positions = singleNode(coordinates);
  const rank = node.shape.length;
  if (positions.shape[0] !== rank || positions.shape.length < 2)
    throw badArgument(
      'coordinates',
      `a tensor with a row for each of the ${rank} axes of \`inputs\``,
      tensor(positions),
    );
  const shape = positions.shape.slice(1);
  const along = range(rank).map((axis) =>
    g.reshape(
      g.slice(
        positions,
        positions.shape.map((_, i) => (i === 0 ? axis : 0)),
        positions.shape.map((n, i) => (i === 0 ? axis + 1 : n)),
      ),
      shape,
    ),
  );
  const flat = g.reshape(node, [sizeOf(node.shape)]);
  return tensor(sampleAt(flat, node.shape, along, null, { order, mode, fillValue }));
}

import * as g from '../../graph/build.ts';
import type { Node } from '../../graph/node.ts';
import { badArgument, checkOptions } from '../../support/errors.ts';
import { at, sizeOf } from '../../support/shape.ts';
import type { TensorLike } from '../../tensor/convert.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { plus, scaled } from '../node-terms.ts';
import { singleNode, tensor } from '../operands.ts';
import { checkedFormat } from '../spatial.ts';
import { asBatch, type DataFormat, type DataFormatOption, imagesOf, pairOf } from './layout.ts';
import { extent, filterWeights, gaussian, weigh } from './resampling.ts';

const element = (x: Node, i: number): Node => g.reshape(g.slice(x, [i], [i + 1]), []);

/** Blurs along two axes with Gaussians of a size in pixels and a standard deviation each; outside is 0. */
export function blur(node: Node, axes: readonly number[], sizes: readonly number[], sigmas: readonly Node[]): Node {
  return axes.reduce((image, axis, i) => {
    const n = extent(image, axis);
    const size = at(sizes, i);
    const filter = { size, offset: Math.floor((size - 1) / 2) };
    return weigh(image, axis, filterWeights({ input: n, output: n }, filter, gaussian(size, at(sigmas, i))));
  }, node);
}

export interface GaussianBlurOptions {
  /** 'channels_last' or 'channels_first'. Default null: the last two axes are blurred, as Keras does on JAX. */
  readonly dataFormat?: DataFormat | null | undefined;
  /** Extents of the filter along width and height. Default [3, 3]. */
  readonly kernelSize?: readonly [number, number] | number;
  /** Standard deviations along width and height. Default [1, 1]. */
  readonly sigma?: TensorLike;
}

/**
 * Blurs images: each pixel becomes the mean of its neighbours, weighted by exp(-d² / (2 sigma²)). Outside is 0.
 * Give the data format: without one the last two axes are blurred whatever `config.imageDataFormat()` says, which is
 * Keras's behaviour on JAX.
 *
 * @param images [height, width, channels] or a batch of them
 * @param options `{ kernelSize, sigma, dataFormat }`
 * @see https://keras.io/api/ops/image/#gaussian_blur-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * const dot = ops.reshape([0, 0, 0, 0, 1, 0, 0, 0, 0], [3, 3, 1]);
 * const blurred = ops.image.gaussianBlur(dot, { sigma: [1, 1], dataFormat: 'channels_last' });
 * console.log((await ops.max(blurred).item()).toFixed(3)); // => 0.204
 * ```
 */
export function gaussianBlur(images: TensorLike, options: GaussianBlurOptions = {}): Tensor {
  checkOptions('gaussianBlur', options, ['kernelSize', 'sigma', 'dataFormat']);
  const { node, height, width } = imagesOf(images, options.dataFormat ?? 'channels_first');
  const [across, down] = pairOf(options.kernelSize ?? 3, 'kernelSize');
  if (![across, down].every((n) => Number.isInteger(n) && n > 0))
    throw badArgument('kernelSize', 'two positive integers', options.kernelSize);
  const given = singleNode(options.sigma ?? [1, 1]);
  const sigma = given.shape.length === 0 ? g.broadcastTo(given, [2]) : given;
  if (sigma.shape.length !== 1 || sigma.shape[0] !== 2) throw badArgument('sigma', 'two numbers', tensor(given));
  const blurred = blur(
    g.cast(node, 'float32'),
    [width, height],
    [across, down],
    [element(sigma, 0), element(sigma, 1)],
  );
  return tensor(g.cast(blurred, node.dtype));
}

/**
 * Derivatives of images along height and width by Sobel's filters, as a last axis of extent 2: [dy, dx].
 *
 * @param images a batch [batch, height, width, channels]
 * @param options `{ dataFormat }`, or the data format alone
 * @see https://keras.io/api/ops/image/#sobel_edges-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(ops.image.sobelEdges(ops.ones([1, 8, 8, 3])).shape); // => [1, 8, 8, 3, 2]
 * ```
 */
export function sobelEdges(images: TensorLike, options: DataFormat | DataFormatOption = {}): Tensor {
  const chosen: DataFormatOption = typeof options === 'string' ? { dataFormat: options } : options;
  checkOptions('sobelEdges', chosen, ['dataFormat']);
  const { node, height, width } = imagesOf(images, chosen.dataFormat);
  if (node.shape.length !== 4) throw badArgument('images', 'a batch of images (4 axes)', tensor(node));
  const float = g.cast(node, 'float32');
  const shifted = (x: Node, axis: number, by: number): Node => {
    const low = x.shape.map((_, i) => (i === axis ? -by : 0));
    return g.pad(
      x,
      low,
      low.map((n) => -n),
    );
  };
  const difference = (x: Node, axis: number) => g.sub(shifted(x, axis, 1), shifted(x, axis, -1));
  const smooth = (x: Node, axis: number) => g.add(g.add(shifted(x, axis, -1), scaled(x, 2)), shifted(x, axis, 1));
  const edges = [difference(smooth(float, width), height), difference(smooth(float, height), width)];
  return tensor(
    g.concat(
      edges.map((edge) => g.reshape(edge, [...edge.shape, 1])),
      node.shape.length,
    ),
  );
}

export interface SsimOptions extends DataFormatOption {
  /** The range of the pixels: 1 for floats, 255 for bytes. Default 1. */
  readonly maxVal?: number;
  /** Extent of the Gaussian window. Default 11. */
  readonly filterSize?: number;
  /** Its standard deviation. Default 1.5. */
  readonly filterSigma?: number;
  /** Default 0.01. */
  readonly k1?: number;
  /** Default 0.03. */
  readonly k2?: number;
}

/**
 * Structural similarity of two images (Wang et al. 2004, "Image quality assessment: from error visibility to structural
 * similarity"): the mean over windows and channels of
 * (2 mu1 mu2 + c1) (2 cov + c2) / ((mu1² + mu2² + c1) (var1 + var2 + c2)); 1 for equal images.
 *
 * @param image1 [height, width, channels], or a batch, which gives one number per image
 * @param image2 of the same shape
 * @param options `{ maxVal, filterSize, filterSigma, k1, k2, dataFormat }`
 *
 * @example
 * ```ts
 * import { ops, random } from 'keratin';
 * const image = random.uniform([16, 16, 1], { seed: 0 });
 * console.log((await ops.image.ssim(image, image).item()).toFixed(3)); // => 1.000
 * ```
 */
export function ssim(image1: TensorLike, image2: TensorLike, options: SsimOptions = {}): Tensor {
  checkOptions('ssim', options, ['maxVal', 'filterSize', 'filterSigma', 'k1', 'k2', 'dataFormat']);
  const { maxVal = 1, filterSize: size = 11, filterSigma = 1.5, k1 = 0.01, k2 = 0.03 } = options;
  const format = checkedFormat(options.dataFormat);
  const first = imagesOf(image1, format, 'image1');
  const { batch: a } = asBatch({ ...first, node: g.cast(first.node, 'float32') });
  const second = imagesOf(image2, format, 'image2');
  const { batch: b } = asBatch({ ...second, node: g.cast(second.node, 'float32') });
  if (b.shape.some((n, i) => n !== a.shape[i])) throw badArgument('image2', 'of the same shape as `image1`', tensor(b));
  if ([1, 2].some((axis) => extent(a, axis) < size))
    throw badArgument('filterSize', 'no larger than the height and the width of the images', size);
  const windowMean = (x: Node) =>
    [1, 2].reduce((image, axis) => {
      const input = extent(image, axis);
      const weights = gaussian(size, g.constant(filterSigma));
      return weigh(image, axis, filterWeights({ input, output: input - size + 1 }, { size, offset: 0 }, weights));
    }, x);
  const [meanA, meanB] = [windowMean(a), windowMean(b)];
  const [squareA, squareB, mixed] = [g.mul(meanA, meanA), g.mul(meanB, meanB), g.mul(meanA, meanB)];
  const [c1, c2] = [(k1 * maxVal) ** 2, (k2 * maxVal) ** 2];
  const covariance = g.sub(windowMean(g.mul(a, b)), mixed);
  const varianceA = g.sub(windowMean(g.mul(a, a)), squareA);
  const varianceB = g.sub(windowMean(g.mul(b, b)), squareB);
  const numerator = g.mul(plus(scaled(mixed, 2), c1), plus(scaled(covariance, 2), c2));
  const denominator = g.mul(plus(g.add(squareA, squareB), c1), plus(g.add(varianceA, varianceB), c2));
  const map = g.div(numerator, denominator);
  const mean = scaled(g.reduceSum(map, [1, 2, 3]), 1 / sizeOf(map.shape.slice(1)));
  return tensor(g.cast(first.node.shape.length === 3 ? g.reshape(mean, []) : mean, first.node.dtype));
}

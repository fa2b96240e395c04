import { add, clip, divide, minimum, multiply, subtract } from '../../../ops/arithmetic.ts';
import { greater } from '../../../ops/comparison.ts';
import { cast } from '../../../ops/core.ts';
import { ones } from '../../../ops/creation.ts';
import { cumsum } from '../../../ops/cumulative.ts';
import { min } from '../../../ops/extremes.ts';
import { take } from '../../../ops/indexing.ts';
import { where } from '../../../ops/logical.ts';
import { pad } from '../../../ops/padding.ts';
import { sum } from '../../../ops/reduction.ts';
import { segmentSum } from '../../../ops/scatter.ts';
import { arange } from '../../../ops/sequence.ts';
import { ravel, reshape, transpose } from '../../../ops/shape.ts';
import { slice } from '../../../ops/slicing.ts';
import { finiteNumber, positiveInteger } from '../../../support/check-values.ts';
import type { Config } from '../../../support/registry.ts';
import { convertToTensor } from '../../../tensor/convert.ts';
import type { Tensor } from '../../../tensor/tensor.ts';
import { ImageLayer, type ImageLayerOptions, mapRange } from './image-layer.ts';
import { numberPair, type Pair, valueRange } from './image-options.ts';

export interface ContrastLimitedAdaptiveHistogramEqualizationOptions extends ImageLayerOptions {
  /** The least and the largest value of a pixel. Default [0, 255]. */
  valueRange?: Pair;
  /** How far a bin of a histogram may stand out, as a multiple of the mean. Default 4; 0 for no limit. */
  clipLimit?: number;
  /** The number of tiles down and across. Default [8, 8]. */
  tileGridSize?: Pair;
}

const BINS = 256;

/** Which two tiles a pixel lies between along one axis, and how near it is to the second. */
interface Between {
  readonly first: Tensor;
  readonly second: Tensor;
  readonly weight: Tensor;
}

/** Tiles are counted from 1: there is one more on either side, a copy of the outermost. */
function between(extent: number, tile: number, tiles: number): Between {
  const place = Array.from({ length: extent }, (_, i) => (i - tile / 2) / tile + 1);
  const first = place.map(Math.floor);
  const within = (list: readonly number[]) => Int32Array.from(list, (n) => Math.min(Math.max(n, 0), tiles + 1));
  return {
    first: convertToTensor(within(first)),
    second: convertToTensor(within(first.map((n) => n + 1))),
    weight: convertToTensor(Float32Array.from(place, (x, i) => x - (first[i] ?? 0))),
  };
}

/**
 * Spreads the values of each channel tile by tile such that all are about equally frequent, without raising contrast
 * too far, and blends between tiles (CLAHE; Zuiderveld 1994).
 *
 * @param options `valueRange`, `clipLimit`, `tileGridSize`, `dataFormat`
 * @returns applied to images [..., height, width, channels]: the same shape
 * @throws ArgumentError when tileGridSize isn't two positive integers
 * @see https://keras.io/api/layers/preprocessing_layers/image_augmentation/
 *
 * @example
 * ```ts
 * import { layers, ops } from 'keratin';
 * const layer = new layers.ContrastLimitedAdaptiveHistogramEqualization({ tileGridSize: [2, 2] });
 * console.log(layer.apply(ops.ones([2, 8, 8, 3])).shape); // => [2, 8, 8, 3]
 * ```
 */
export class ContrastLimitedAdaptiveHistogramEqualization extends ImageLayer<true> {
  static override readonly className: string = 'ContrastLimitedAdaptiveHistogramEqualization';
  readonly valueRange: Pair;
  readonly clipLimit: number;
  readonly tileGridSize: Pair;

  constructor(options: ContrastLimitedAdaptiveHistogramEqualizationOptions = {}) {
    super(options, ['valueRange', 'clipLimit', 'tileGridSize']);
    this.valueRange = valueRange(options.valueRange);
    this.clipLimit = finiteNumber('clipLimit', options.clipLimit ?? 4);
    this.tileGridSize = numberPair('tileGridSize', options.tileGridSize ?? [8, 8]);
    for (const n of this.tileGridSize) positiveInteger('tileGridSize', n);
  }

  protected override drawTransformation(): true {
    return true;
  }

  /** For each tile and channel what each value becomes: [batch, tiles down, tiles across, channels, 256]. */
  #tables(levels: Tensor, tileHeight: number, tileWidth: number): Tensor {
    const [down, across] = this.tileGridSize;
    const [batch = 0, , , channels = 0] = levels.shape;
    const tiles = batch * down * across * channels;
    const size = tileHeight * tileWidth;
    const tiled = transpose(
      reshape(levels, [batch, down, tileHeight, across, tileWidth, channels]),
      [0, 1, 3, 5, 2, 4],
    );
    const bins = add(reshape(tiled, [tiles, size]), reshape(multiply(arange(tiles), BINS), [tiles, 1]));
    const counts = segmentSum(ones([tiles * size]), ravel(bins), { numSegments: tiles * BINS });
    let histogram = reshape(counts, [tiles, BINS]);
    if (this.clipLimit > 0) {
      const clipped = minimum(histogram, (this.clipLimit * size) / BINS);
      const excess = sum(subtract(histogram, clipped), { axis: -1, keepdims: true });
      histogram = add(clipped, divide(excess, BINS));
    }
    const total = cumsum(histogram, { axis: -1 });
    const least = min(total, { axis: -1, keepdims: true });
    const range = subtract(size, least);
    const table = divide(multiply(subtract(total, least), 255), where(greater(range, 0), range, 1));
    return reshape(clip(table, 0, 255), [batch, down, across, channels, BINS]);
  }

  protected override transformImages(images: Tensor): Tensor {
    const [down, across] = this.tileGridSize;
    const [batch = 0, height = 0, width = 0, channels = 0] = images.shape;
    const [tileHeight, tileWidth] = [Math.ceil(height / down), Math.ceil(width / across)];
    const [rows, columns] = [tileHeight * down, tileWidth * across];
    const scaled = mapRange(images, this.valueRange, [0, 255]);
    const [below, right] = [rows - height, columns - width];
    const padded = below === 0 && right === 0 ? scaled : extended(scaled, below, right);
    const levels = cast(clip(padded, 0, 255), 'int32');
    const tables = this.#tables(levels, tileHeight, tileWidth);
    const [outerDown, outerAcross] = [down + 2, across + 2];
    const spread = take(take(tables, edges(down), 1), edges(across), 2);
    const flat = ravel(spread);
    const [y, x] = [between(rows, tileHeight, down), between(columns, tileWidth, across)];
    const strides = {
      x: BINS * channels,
      y: BINS * channels * outerAcross,
      batch: BINS * channels * outerAcross * outerDown,
    };
    const along = (n: Tensor, stride: number, shape: readonly number[]) => reshape(multiply(n, stride), shape);
    const base = add(
      add(along(arange(batch), strides.batch, [batch, 1, 1, 1]), along(arange(channels), BINS, [1, 1, 1, channels])),
      levels,
    );
    const at = (row: Tensor, column: Tensor) =>
      take(flat, add(add(base, along(row, strides.y, [1, rows, 1, 1])), along(column, strides.x, [1, 1, columns, 1])));
    const blend = (a: Tensor, b: Tensor, weight: Tensor) => add(multiply(a, subtract(1, weight)), multiply(b, weight));
    const wx = reshape(x.weight, [1, 1, columns, 1]);
    const wy = reshape(y.weight, [1, rows, 1, 1]);
    const upper = blend(at(y.first, x.first), at(y.first, x.second), wx);
    const lower = blend(at(y.second, x.first), at(y.second, x.second), wx);
    const result = slice(blend(upper, lower, wy), [0, 0, 0, 0], [batch, height, width, channels]);
    return mapRange(result, [0, 255], this.valueRange);
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      value_range: this.valueRange,
      clip_limit: this.clipLimit,
      tile_grid_size: this.tileGridSize,
    };
  }
}

/** Images with mirrored rows below and mirrored columns to the right. */
const extended = (images: Tensor, below: number, right: number): Tensor =>
  pad(
    images,
    [
      [0, 0],
      [0, below],
      [0, right],
      [0, 0],
    ],
    { mode: 'symmetric' },
  );

/** The places of tiles with one more on either side. */
const edges = (tiles: number): Int32Array =>
  Int32Array.from({ length: tiles + 2 }, (_, i) => Math.min(Math.max(i - 1, 0), tiles - 1));

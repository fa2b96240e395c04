import { einsum } from '../../ops/einsum.ts';
import { normalize } from '../../ops/normalization.ts';
import { expandDims } from '../../ops/shape.ts';
import { flag } from '../../support/check-values.ts';
import { ArgumentError, badArgument } from '../../support/errors.ts';
import type { Config } from '../../support/registry.ts';
import { at, formatShape, normalizeAxis, type PartialShape } from '../../support/shape.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { ShapeStructure } from '../keras-tensor.ts';
import { Layer } from '../layer.ts';
import type { LayerOptions } from '../layer-options.ts';
import type { Structure } from '../structure.ts';
import { pair, shapeList, tensorList } from './merge.ts';
import { type MergeFunction, mergeFunction } from './merge-function.ts';

export interface DotLayerOptions extends LayerOptions {
  /** Whether vectors are scaled to length 1 first, which gives the cosine of their angle. Default false. */
  normalize?: boolean;
}

function checkedAxes(axes: number | readonly number[]): number | readonly number[] {
  const list = typeof axes === 'number' ? [axes] : axes;
  const valid =
    Array.isArray(list) &&
    list.every((axis) => Number.isInteger(axis) && axis !== 0) &&
    (typeof axes === 'number' || list.length === 2);
  if (!valid) throw badArgument('axes', 'an axis, or two, none of them the batch axis 0', axes);
  return axes;
}

const letters = 'abcdefghijklmnopqrstuvw';

/**
 * The dot product of two tensors, sample by sample, along an axis of each.
 *
 * @param axes the axis of both, or one for each; negative ones count from the end
 * @param options `normalize`
 * @returns applied to [batch, n] and [batch, n]: [batch, 1]; otherwise the remaining axes of the first, then of the second
 * @throws ArgumentError when the extents along the axes differ
 * @see https://keras.io/api/layers/merging_layers/dot/
 *
 * @example
 * ```ts
 * import { layers, ops } from 'keratin';
 * const [a, b] = [ops.convertToTensor([[1, 2]]), ops.convertToTensor([[3, 4]])];
 * console.log(await new layers.Dot(1).apply([a, b]).array()); // => [[11]]
 * ```
 */
export class Dot extends Layer {
  static override readonly className: string = 'Dot';
  static override readonly positional: readonly string[] = ['axes'];
  readonly axes: number | readonly number[];
  readonly normalize: boolean;

  constructor(axes: number | readonly number[], options: DotLayerOptions = {}) {
    super(options, ['normalize']);
    this.axes = checkedAxes(axes);
    this.normalize = flag('normalize', options.normalize ?? false);
    this.supportsMasking = true;
  }

  #axesFor(a: PartialShape, b: PartialShape): [number, number] {
    const [first, second] =
      typeof this.axes === 'number' ? [this.axes, this.axes] : [at(this.axes, 0), at(this.axes, 1)];
    return [normalizeAxis(first, a.length, 'axes'), normalizeAxis(second, b.length, 'axes')];
  }

  override build(inputShape: ShapeStructure): void {
    this.computeOutputShape(inputShape);
  }

  override call(inputs: Structure<Tensor>): Tensor {
    let [a, b] = pair(tensorList(inputs, this.name), this.name);
    const [axisA, axisB] = this.#axesFor(a.shape, b.shape);
    if (this.normalize) [a, b] = [normalize(a, axisA), normalize(b, axisB)];
    // Axes: the batch is a, the contracted one z, the others a letter each.
    const labelA = [...letters.slice(0, a.rank)].map((letter, i) => (i === axisA ? 'z' : letter));
    const labelB = [...letters.slice(a.rank, a.rank + b.rank)].map((letter, i) =>
      i === 0 ? 'a' : i === axisB ? 'z' : letter,
    );
    const rest = [...labelA, ...labelB.slice(1)].filter((letter) => letter !== 'z');
    const product = einsum(`${labelA.join('')},${labelB.join('')}->${rest.join('')}`, a, b);
    return product.rank === 1 ? expandDims(product, 1) : product;
  }

  override computeOutputShape(inputShape: ShapeStructure): PartialShape {
    const [a, b] = pair(shapeList(inputShape, this.name), this.name);
    const [axisA, axisB] = this.#axesFor(a, b);
    const [extentA, extentB] = [a[axisA], b[axisB]];
    if (extentA !== extentB && extentA !== null && extentB !== null) {
      throw new ArgumentError(
        `Layer "${this.name}" needs equal extents along axes ${axisA} and ${axisB}. Received: shapes ${formatShape(a)} and ${formatShape(b)}`,
      );
    }
    const rest = [...a.filter((_, i) => i !== axisA), ...b.filter((_, i) => i !== axisB && i !== 0)];
    return rest.length === 1 ? [...rest, 1] : rest;
  }

  override computeMask(): null {
    return null;
  }

  override getConfig(): Config {
    return { ...super.getConfig(), axes: this.axes, normalize: this.normalize };
  }
}

/**
 * `new Dot(axes, options).apply(inputs)`; `axes` is one of the options, by default -1.
 *
 * @see https://keras.io/api/layers/merging_layers/dot/#dot-function
 *
 * @example
 * ```ts
 * import { layers, ops } from 'keratin';
 * const [a, b] = [ops.convertToTensor([[1, 2]]), ops.convertToTensor([[3, 5]])];
 * console.log(await layers.dot([a, b], { axes: 1 }).array()); // => [ [ 13 ] ]
 * ```
 */
export const dot: MergeFunction<DotLayerOptions & { axes?: number | readonly number[] }> = mergeFunction((options) => {
  const { axes = -1, ...rest } = options ?? {};
  return new Dot(axes, rest);
});

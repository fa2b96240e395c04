import { onesLike, zerosLike } from '../../ops/creation.ts';
import { concatenate as join } from '../../ops/joining.ts';
import { logicalOr } from '../../ops/logical.ts';
import { any } from '../../ops/reduction.ts';
import { expandDims } from '../../ops/shape.ts';
import { ArgumentError, badArgument } from '../../support/errors.ts';
import type { Config } from '../../support/registry.ts';
import { formatShape, normalizeAxis, type PartialShape } from '../../support/shape.ts';
import { Tensor } from '../../tensor/tensor.ts';
import type { MaskStructure } from '../call-inputs.ts';
import type { ShapeStructure } from '../keras-tensor.ts';
import { Layer } from '../layer.ts';
import type { LayerOptions } from '../layer-options.ts';
import type { Structure } from '../structure.ts';
import { shapeList, tensorList } from './merge.ts';
import { type MergeFunction, mergeFunction } from './merge-function.ts';

export interface ConcatenateOptions extends LayerOptions {
  /** The axis along which the tensors follow each other. Default -1. */
  axis?: number;
}

/**
 * Joins tensors along an axis.
 *
 * @param options `axis`
 * @returns applied to a list of tensors that agree in all other axes: one tensor
 * @throws ArgumentError when they don't agree
 * @see https://keras.io/api/layers/merging_layers/concatenate/
 *
 * @example
 * ```ts
 * import { layers, ops } from 'keratin';
 * const [a, b] = [ops.convertToTensor([[1, 2]]), ops.convertToTensor([[3]])];
 * console.log(await new layers.Concatenate().apply([a, b]).array()); // => [[1, 2, 3]]
 * ```
 */
export class Concatenate extends Layer {
  static override readonly className: string = 'Concatenate';
  readonly axis: number;

  constructor(options: ConcatenateOptions = {}) {
    super(options, ['axis']);
    const { axis = -1 } = options;
    if (!Number.isInteger(axis)) throw badArgument('axis', 'an integer', axis);
    this.axis = axis;
    this.supportsMasking = true;
  }

  override build(inputShape: ShapeStructure): void {
    this.computeOutputShape(inputShape);
  }

  override call(inputs: Structure<Tensor>): Tensor {
    return join(tensorList(inputs, this.name), { axis: this.axis });
  }

  override computeOutputShape(inputShape: ShapeStructure): PartialShape {
    const shapes = shapeList(inputShape, this.name);
    const [first = []] = shapes;
    const axis = normalizeAxis(this.axis, first.length);
    const output = first.map((_, i) => {
      const extents = shapes.map((shape) => shape[i] ?? null);
      if (i === axis) return extents.reduce((sum, n) => (sum === null || n === null ? null : sum + n));
      const known = new Set(extents.filter((n) => n !== null));
      return known.size > 1 ? undefined : ([...known][0] ?? null);
    });
    const fits = output.every((n) => n !== undefined) && shapes.every((shape) => shape.length === first.length);
    if (!fits) {
      throw new ArgumentError(
        `Layer "${this.name}" joins tensors that agree in all axes but axis ${this.axis}. Received: ${shapes.map(formatShape).join(' and ')}`,
      );
    }
    return output.map((n, i) =>
      i === 0 && axis !== 0 && shapes.some((shape) => shape[0] === null) ? null : (n ?? null),
    );
  }

  /** The masks joined; an input without one counts as valid. */
  override computeMask(inputs: Structure<Tensor>, mask: MaskStructure | null): MaskStructure | null {
    const masks: readonly unknown[] = Array.isArray(mask) ? mask : [];
    if (!masks.some((item) => item instanceof Tensor)) return null;
    const parts = tensorList(inputs, this.name).map((input, i) => {
      const own = masks[i];
      if (!(own instanceof Tensor)) return onesLike(input, { dtype: 'bool' });
      return own.rank < input.rank ? logicalOr(expandDims(own, -1), zerosLike(input, { dtype: 'bool' })) : own;
    });
    return any(join(parts, { axis: this.axis }), -1);
  }

  override getConfig(): Config {
    return { ...super.getConfig(), axis: this.axis };
  }

  protected override printed(): Readonly<Record<string, unknown>> {
    return { axis: this.axis };
  }
}

/**
 * `new Concatenate(options).apply(inputs)`.
 *
 * @see https://keras.io/api/layers/merging_layers/concatenate/#concatenate-function
 *
 * @example
 * ```ts
 * import { layers, ops } from 'keratin';
 * const [a, b] = [ops.convertToTensor([[1, 2]]), ops.convertToTensor([[3, 5]])];
 * console.log(await layers.concatenate([a, b]).array()); // => [ [ 1, 2, 3, 5 ] ]
 * ```
 */
export const concatenate: MergeFunction<ConcatenateOptions> = mergeFunction((options) => new Concatenate(options));

import { divide } from '../../ops/arithmetic.ts';
import { cast } from '../../ops/core.ts';
import { take } from '../../ops/indexing.ts';
import { floor } from '../../ops/rounding.ts';
import { arange } from '../../ops/sequence.ts';
import { expandDims, reshape, squeeze, transpose } from '../../ops/shape.ts';
import { absMaxQuantizeGroupedWithZeroPoint, dequantizeGroups } from '../../quantizers/abs-max-quantize-grouped.ts';
import { AbsMaxQuantizer } from '../../quantizers/abs-max-quantizer.ts';
import { packInt4, unpackInt4 } from '../../quantizers/pack-int4.ts';
import type { Quantizer } from '../../quantizers/quantizer.ts';
import { at, type Shape } from '../../support/shape.ts';
import { convertToTensor, type TensorLike } from '../../tensor/convert.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { Variable } from '../../tensor/variable.ts';
import type { QuantizedWeight, WeightHost } from './quantized-weight.ts';
import { matrixShape, type WeightLayout } from './weight-layout.ts';

/** Bytes with two integers each, scales and, with blocks, zeros, in the order of an `Int4Weight`'s variables. */
export function encodeInt4(
  weight: TensorLike,
  layout: WeightLayout,
  blockSize: number | null,
  chosen: Quantizer | null,
): Tensor[] {
  const { sharedAxis } = layout;
  const matrix = reshape(weight, matrixShape(layout));
  if (blockSize === null) {
    const quantizer = chosen ?? new AbsMaxQuantizer({ valueRange: [-8, 7] });
    const [integers, scale] = quantizer.apply(matrix, { axis: sharedAxis });
    return [packInt4(integers, { axis: 1 })[0], squeeze(scale, sharedAxis)];
  }
  const turned = (x: Tensor) => (sharedAxis === 0 ? x : transpose(x));
  const [integers, scale, zero] = absMaxQuantizeGroupedWithZeroPoint(turned(matrix), blockSize).map(turned);
  if (integers === undefined || scale === undefined || zero === undefined) throw new Error('There are three parts.');
  return [packInt4(integers, { axis: 1 })[0], scale, zero];
}

/** A weight of 4 bits: integers / scale, or (integers - zero) · scale with a scale and a zero for each block. */
export class Int4Weight implements QuantizedWeight {
  readonly variables: readonly [bytes: Variable, scale: Variable, ...zeroAndGroups: Variable[]];
  readonly #layout: WeightLayout;
  readonly #columns: number;

  constructor(host: WeightHost, layout: WeightLayout, blockSize: number | null) {
    const { label: name, sharedAxis } = layout;
    const matrix = matrixShape(layout);
    const [rows, columns] = [at(matrix, 0), at(matrix, 1)];
    this.#layout = layout;
    this.#columns = columns;
    const extent = at(matrix, sharedAxis);
    const blocks = blockSize === null ? [] : [Math.ceil(extent / blockSize)];
    const shape: Shape = sharedAxis === 0 ? [...blocks, columns] : [rows, ...blocks];
    const fixed = { trainable: false } as const;
    const bytes = { ...fixed, shape: [rows, Math.ceil(columns / 2)], initializer: 'zeros', dtype: 'int8' } as const;
    const weight = host.addWeight({ ...bytes, name });
    const scale = host.addWeight({ ...fixed, name: `${name}_scale`, shape, initializer: 'ones' });
    if (blockSize === null) {
      this.variables = [weight, scale];
      return;
    }
    this.variables = [
      weight,
      scale,
      host.addWeight({ ...fixed, name: `${name}_zero`, shape, initializer: 'zeros', dtype: 'int8' }),
      host.addWeight({
        ...fixed,
        name: 'g_idx',
        shape: [extent],
        dtype: 'float32',
        initializer: () => floor(divide(cast(arange(extent), 'float32'), blockSize)),
      }),
    ];
  }

  /** @param of picks rows of what is kept for each row */
  #decode(sharedAxis: 0 | -1, of: (variable: Variable) => Tensor): Tensor {
    const [bytes, scale, zero, groups] = this.variables;
    const integers = unpackInt4(of(bytes), this.#columns, { axis: -1 });
    const scales = of(scale);
    const floats = cast(integers, scales.dtype);
    return zero === undefined || groups === undefined
      ? divide(floats, expandDims(scales, sharedAxis))
      : dequantizeGroups(floats, scales, of(zero), groups, sharedAxis);
  }

  value(): Tensor {
    return reshape(this.#decode(this.#layout.sharedAxis === 0 ? 0 : -1, convertToTensor), this.#layout.shape);
  }

  rows(indices: Tensor): Tensor {
    return this.#decode(-1, (variable) => take(variable, indices, 0));
  }
}

import { divide } from '../../ops/arithmetic.ts';
import { cast } from '../../ops/core.ts';
import { take } from '../../ops/indexing.ts';
import { expandDims } from '../../ops/shape.ts';
import { AbsMaxQuantizer } from '../../quantizers/abs-max-quantizer.ts';
import type { Quantizer } from '../../quantizers/quantizer.ts';
import { badArgument } from '../../support/errors.ts';
import { formatShape, sameShape } from '../../support/shape.ts';
import { convertToTensor, type TensorLike } from '../../tensor/convert.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { Variable } from '../../tensor/variable.ts';
import type { QuantizedWeight, WeightHost } from './quantized-weight.ts';
import { scaleAlongWeight, storedScale, type WeightLayout } from './weight-layout.ts';

/**
 * Integers and scales of a weight, in the order of an `Int8Weight`'s variables.
 *
 * @throws ArgumentError when the quantizer gives others than the layer can use
 */
export function encodeInt8(weight: TensorLike, layout: WeightLayout, chosen: Quantizer | null): [Tensor, Tensor] {
  const quantizer = chosen ?? new AbsMaxQuantizer();
  const hasAxis = quantizer instanceof AbsMaxQuantizer && quantizer.axis !== null;
  const [integers, scale] = quantizer.apply(weight, hasAxis ? {} : { axis: layout.axes });
  const { shape, axes } = layout;
  const wanted = shape.map((extent, axis) => (axes.includes(axis) ? 1 : extent));
  if (!sameShape(integers.shape, shape) || !sameShape(scale.shape, wanted))
    throw badArgument(
      'weightQuantizer',
      `one that gives integers of shape ${formatShape(shape)} and scales of shape ${formatShape(wanted)} for ${layout.label}`,
      `shapes ${formatShape(integers.shape)} and ${formatShape(scale.shape)}`,
    );
  return [integers, storedScale(layout, scale)];
}

/** A weight of 8 bits: integers / scale. */
export class Int8Weight implements QuantizedWeight {
  readonly variables: readonly [integers: Variable, scale: Variable];
  readonly #layout: WeightLayout;

  constructor(host: WeightHost, layout: WeightLayout) {
    const { label: name, shape, scaleShape } = layout;
    this.#layout = layout;
    this.variables = [
      host.addWeight({ name, shape, initializer: 'zeros', dtype: 'int8', trainable: false }),
      host.addWeight({ name: `${name}_scale`, shape: scaleShape, initializer: 'ones', trainable: false }),
    ];
  }

  value(): Tensor {
    const [integers, stored] = this.variables;
    const scale = scaleAlongWeight(this.#layout, convertToTensor(stored));
    return divide(cast(integers, scale.dtype), scale);
  }

  rows(indices: Tensor): Tensor {
    const [integers, stored] = this.variables;
    const scale = take(stored, indices, 0);
    return divide(cast(take(integers, indices, 0), scale.dtype), expandDims(scale, -1));
  }
}

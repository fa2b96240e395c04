import { add, clip, divide, multiply, negative, subtract } from '../ops/arithmetic.ts';
import { greaterEqual, lessEqual } from '../ops/comparison.ts';
import { cast } from '../ops/core.ts';
import { customGradient } from '../ops/custom-gradient.ts';
import { logicalAnd, where } from '../ops/logical.ts';
import { sum } from '../ops/reduction.ts';
import { floor, round } from '../ops/rounding.ts';
import { reshape } from '../ops/shape.ts';
import { flag, positiveInteger } from '../support/check-values.ts';
import { isFloat } from '../support/dtype.ts';
import { badArgument, checkOptions } from '../support/errors.ts';
import { normalizeAxis } from '../support/shape.ts';
import { convertToTensor, type TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';

export interface FakeQuantOptions {
  /** Bits of an integer. Default 8. */
  readonly numBits?: number;
  /** Whether the least integer is left out, so that there are as many below 0 as above. Default false. */
  readonly narrowRange?: boolean;
  /** The axis whose places have limits of their own. Default null: the limits are those of all. */
  readonly axis?: number | null;
}

/** Limits that are moved a little, so that 0 is one of the steps between them. */
function nudged(low: Tensor, high: Tensor, most: number, least: number) {
  const span = subtract(high, low);
  const scale = divide(span, most - least);
  const zero = round(clip(subtract(least, divide(low, scale)), least, most));
  return {
    scale,
    inverse: divide(most - least, span),
    low: multiply(subtract(least, zero), scale),
    high: multiply(subtract(most, zero), scale),
  };
}

/**
 * Rounds floats to the steps that integers between two limits would have, for training that gets used to it (Jacob et
 * al. 2018). Gradients pass where the inputs are within the limits; beyond them they go to the limits.
 *
 * @param inputs floats
 * @param minVals the lower limit, or one for each place of the axis
 * @param maxVals the upper limit, or one for each place of the axis
 * @param options `numBits`, `narrowRange`, `axis`
 * @returns floats in the shape of the inputs
 * @throws ArgumentError when inputs are no floats, or an option is out of range
 * @see https://keras.io/api/quantizers/
 *
 * @example
 * ```ts
 * import { quantizers } from 'keratin';
 * console.log(await quantizers.fakeQuantWithMinMaxVars([0.2, 0.4, 5], 0, 3, { numBits: 2 }).array()); // => [0, 0, 3]
 * ```
 */
export function fakeQuantWithMinMaxVars(
  inputs: TensorLike,
  minVals: TensorLike,
  maxVals: TensorLike,
  options: FakeQuantOptions = {},
): Tensor {
  checkOptions('fakeQuantWithMinMaxVars', options, ['numBits', 'narrowRange', 'axis']);
  const most = 2 ** positiveInteger('numBits', options.numBits ?? 8) - 1;
  const least = flag('narrowRange', options.narrowRange ?? false) ? 1 : 0;
  const given = convertToTensor(inputs);
  if (!isFloat(given.dtype)) throw badArgument('inputs', 'floats', given);
  const axis = options.axis === null || options.axis === undefined ? null : normalizeAxis(options.axis, given.rank);
  /** A limit against the inputs, and what comes back to it. */
  const broadcast = given.shape.map((_, i) => (i === axis ? -1 : 1));
  const others = given.shape.map((_, i) => i).filter((i) => i !== axis);
  const compute = customGradient((x, minimum, maximum) => {
    const limits = nudged(reshape(minimum, broadcast), reshape(maximum, broadcast), most, least);
    const zero = floor(add(multiply(negative(limits.low), limits.inverse), 0.5));
    const single = cast(x, 'float32');
    const inside = where(
      greaterEqual(single, limits.low),
      where(lessEqual(single, limits.high), single, limits.high),
      limits.low,
    );
    const step = subtract(multiply(subtract(inside, limits.low), limits.inverse), zero);
    const result = cast(multiply(floor(add(step, 0.5)), limits.scale), given.dtype);
    return [
      result,
      (upstream) => {
        const only = (mask: Tensor) => where(mask, upstream, 0);
        const toLimit = (mask: Tensor, limit: Tensor) => reshape(sum(only(mask), { axis: others }), limit.shape);
        const within = logicalAnd(greaterEqual(x, limits.low), lessEqual(x, limits.high));
        return [
          only(within),
          toLimit(lessEqual(x, limits.low), minimum),
          toLimit(greaterEqual(x, limits.high), maximum),
        ];
      },
    ];
  });
  return compute(given, cast(minVals, 'float32'), cast(maxVals, 'float32'));
}

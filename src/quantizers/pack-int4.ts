import { subtract } from '../ops/arithmetic.ts';
import { moveaxis } from '../ops/axis-order.ts';
import { bitwiseAnd, bitwiseOr, bitwiseXor, leftShift, rightShift } from '../ops/bitwise.ts';
import { cast } from '../ops/core.ts';
import { getItem } from '../ops/get-item.ts';
import { stack } from '../ops/joining.ts';
import { pad } from '../ops/padding.ts';
import { reshape } from '../ops/shape.ts';
import { oneOf, positiveInteger } from '../support/check-values.ts';
import { badArgument, checkOptions } from '../support/errors.ts';
import { at, normalizeAxis, type Shape } from '../support/shape.ts';
import { convertToTensor, type TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';

export interface PackInt4Options {
  /** The axis along which two numbers become one. Default 0. */
  readonly axis?: number;
  /** 'int8' (default) for numbers from -8 to 7, 'uint8' for 0 to 15. */
  readonly dtype?: 'int8' | 'uint8';
}

function read(where: string, options: PackInt4Options, x: Tensor) {
  checkOptions(where, options, ['axis', 'dtype']);
  const dtype = oneOf('dtype', options.dtype ?? 'int8', ['int8', 'uint8']);
  return { dtype, axis: normalizeAxis(options.axis ?? 0, x.rank) };
}

/**
 * Puts two integers of 4 bits into one of 8: the first into the lower half. An odd number of them is filled up with 0.
 *
 * @param arr integers of the dtype in the options, of which the lower 4 bits count
 * @param options `axis`, `dtype`
 * @returns [packed, its shape, the extent of the axis before]
 * @throws ArgumentError when the dtype is another one
 * @see https://keras.io/api/quantizers/
 *
 * @example
 * ```ts
 * import { ops, quantizers } from 'keratin';
 * const [packed, shape, length] = quantizers.packInt4(ops.convertToTensor([[-3, 7, 2], [-8, 1, 0]], 'int8'), { axis: 1 });
 * console.log(await packed.array(), shape, length); // => [[125, 2], [24, 0]] [2, 2] 3
 * ```
 */
export function packInt4(
  arr: TensorLike,
  options: PackInt4Options = {},
): [packed: Tensor, packedShape: Shape, originalLength: number] {
  const x = convertToTensor(arr);
  const { axis, dtype } = read('packInt4', options, x);
  if (x.dtype !== dtype) throw badArgument('arr', `a tensor of ${dtype}`, `a tensor of ${x.dtype}`);
  const length = at(x.shape, axis);
  const front = moveaxis(cast(x, 'int32'), axis, 0);
  const even = pad(front, [
    [0, length % 2] as [number, number],
    ...front.shape.slice(1).map((): [number, number] => [0, 0]),
  ]);
  const half = (start: number) => bitwiseAnd(getItem(even, [{ start, step: 2 }]), 15);
  const packed = moveaxis(cast(bitwiseOr(half(0), leftShift(half(1), 4)), dtype), 0, axis);
  return [packed, packed.shape, length];
}

/**
 * The integers of 4 bits that `packInt4` has put together.
 *
 * @param packed what it gave
 * @param origLen the extent of the axis before
 * @param options `axis`, `dtype`, as they were given to it
 * @returns a tensor of the dtype in the options
 * @throws ArgumentError when packed is of another dtype than int8 and uint8
 * @see https://keras.io/api/quantizers/
 *
 * @example
 * ```ts
 * import { ops, quantizers } from 'keratin';
 * const packed = ops.convertToTensor([[125, 2], [24, 0]], 'int8');
 * console.log(await quantizers.unpackInt4(packed, 3, { axis: 1 }).array()); // => [[-3, 7, 2], [-8, 1, 0]]
 * ```
 */
export function unpackInt4(packed: TensorLike, origLen: number, options: PackInt4Options = {}): Tensor {
  const x = convertToTensor(packed);
  const { axis, dtype } = read('unpackInt4', options, x);
  if (x.dtype !== 'int8' && x.dtype !== 'uint8') throw badArgument('packed', 'a tensor of int8 or uint8', x);
  const length = positiveInteger('origLen', origLen);
  if (Math.ceil(length / 2) !== at(x.shape, axis))
    throw badArgument('origLen', `the extent before packing, at most ${2 * at(x.shape, axis)}`, origLen);
  const front = moveaxis(cast(x, 'int32'), axis, 0);
  const signed = (nibble: Tensor) => (dtype === 'int8' ? subtract(bitwiseXor(nibble, 8), 8) : nibble);
  const pairs = stack([signed(bitwiseAnd(front, 15)), signed(bitwiseAnd(rightShift(front, 4), 15))], 1);
  const whole = reshape(pairs, [2 * at(front.shape, 0), ...front.shape.slice(1)]);
  return moveaxis(cast(getItem(whole, [{ stop: length }]), dtype), 0, axis);
}

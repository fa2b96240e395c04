import * as g from '../graph/build.ts';
import type { Node } from '../graph/node.ts';
import { nonNegativeInteger } from '../support/check-values.ts';
import { type DType, isFloat } from '../support/dtype.ts';
import { badArgument, checkOptions } from '../support/errors.ts';
import { floatx } from '../support/floatx.ts';
import type { Shape } from '../support/shape.ts';
import { convertToTensor, type TensorLike } from '../tensor/convert.ts';
import { Storage } from '../tensor/storage.ts';
import { Tensor } from '../tensor/tensor.ts';
import { floatDtype, tensor } from './operands.ts';
import { type DtypeOptions, dtypeOf } from './options.ts';

/** A tensor of host values; whole-number arithmetic stays exact up to 2^53 before it is rounded to the dtype. */
const fromHost = (values: readonly number[], shape: Shape, dtype: DType): Tensor =>
  new Tensor(Storage.from(values, shape, dtype));

/**
 * Evenly spaced numbers: start, start + step, ... up to but not including stop. `arange(stop)` starts at 0. Whole
 * numbers give int32, others float32.
 *
 * @see https://keras.io/api/ops/numpy/#arange-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.arange(3).array()); // => [0, 1, 2]
 * console.log(await ops.arange(1, 2, { step: 0.25 }).array()); // => [1, 1.25, 1.5, 1.75]
 * ```
 */
export function arange(
  start: number,
  options: number | { stop?: number | null; step?: number | null; dtype?: DType | null } | null = {},
  more: number | { step?: number | null; dtype?: DType | null } | null = {},
): Tensor {
  const chosen = {
    ...(typeof options === 'number' ? { stop: options } : options),
    ...(typeof more === 'number' ? { step: more } : more),
  };
  checkOptions('arange', chosen, ['stop', 'step', 'dtype']);
  const stopGiven = chosen.stop ?? null;
  const [first, stop, step] = [stopGiven === null ? 0 : start, stopGiven ?? start, chosen.step ?? 1];
  if (step === 0 || !Number.isFinite(step)) throw badArgument('step', 'a number other than 0', step);
  const whole = [first, stop, step].every(Number.isInteger);
  const dtype = dtypeOf('arange', { dtype: chosen.dtype ?? null }) ?? (whole ? 'int32' : floatx());
  const count = Math.max(0, Math.ceil((stop - first) / step));
  if (!Number.isFinite(count)) throw badArgument('stop', 'a finite number', stop);
  const index = g.iota([count], 0, 'int32');
  if (whole && !isFloat(dtype)) return tensor(g.cast(affine(index, step, first), dtype));
  return whole && Math.abs(stop) < 2 ** 24
    ? tensor(g.cast(affine(index, step, first), dtype))
    : fromHost(
        Array.from({ length: count }, (_, i) => first + i * step),
        [count],
        dtype,
      );
}

function affine(index: Node, step: number, first: number): Node {
  const stepped = step === 1 ? index : g.mul(index, g.likeConstant(index, step));
  return first === 0 ? stepped : g.add(stepped, g.likeConstant(index, first));
}

export interface LinspaceOptions extends DtypeOptions {
  /** How many numbers. Default 50. */
  readonly num?: number;
  /** Whether `stop` is the last number. Default true. */
  readonly endpoint?: boolean;
  /** Where the new axis stands. Default 0. */
  readonly axis?: number;
}

/**
 * `num` evenly spaced numbers from start to stop.
 *
 * @see https://keras.io/api/ops/numpy/#linspace-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.linspace(0, 1, 5).array()); // => [0, 0.25, 0.5, 0.75, 1]
 * ```
 */
export function linspace(
  start: TensorLike,
  stop: TensorLike,
  options?: number | (LinspaceOptions & { readonly retstep?: false }),
): Tensor;

export function linspace(
  start: TensorLike,
  stop: TensorLike,
  options: LinspaceOptions & { readonly retstep: boolean },
): [Tensor, Tensor];

export function linspace(
  start: TensorLike,
  stop: TensorLike,
  options: number | (LinspaceOptions & { readonly retstep?: boolean }) = {},
): Tensor | [Tensor, Tensor] {
  const chosen = typeof options === 'number' ? { num: options } : options;
  checkOptions('linspace', chosen, ['num', 'endpoint', 'retstep', 'dtype', 'axis']);
  const { num = 50, endpoint = true, retstep = false, axis = 0 } = chosen as LinspaceOptions & { retstep?: boolean };
  nonNegativeInteger('num', num);
  const dtype =
    dtypeOf('linspace', 'dtype' in chosen ? { dtype: chosen.dtype ?? null } : undefined) ?? floatDtype(start, stop);
  const a = convertToTensor(start, 'float32').node;
  const b = convertToTensor(stop, 'float32').node;
  const shape = a.shape.length >= b.shape.length ? a.shape : b.shape;
  const parts = endpoint ? num - 1 : num;
  const [from, to] = [g.broadcastTo(a, shape), g.broadcastTo(b, shape)];
  const whole = [num, ...shape];
  const spread = (node: Node) => g.broadcast(g.reshape(node, [1, ...shape]), whole);
  const ratio = g.div(g.cast(g.iota(whole, 0), 'float32'), g.constant(Math.max(parts, 1), whole));
  // a(1 - r) + b r hits both ends exactly.
  const values = g.add(g.mul(spread(from), g.sub(g.constant(1, whole), ratio)), g.mul(spread(to), ratio));
  const position = axis < 0 ? axis + whole.length : axis;
  const order = whole.map((_, i) => i).filter((i) => i !== 0);
  order.splice(position, 0, 0);
  const rounded = isFloat(dtype) ? values : g.unary('floor', values);
  const result = tensor(g.cast(g.transpose(rounded, order), dtype));
  return retstep ? [result, tensor(g.div(g.sub(to, from), g.likeConstant(to, parts)))] : result;
}

/**
 * base^start ... base^stop, evenly spaced on a logarithmic scale.
 *
 * @see https://keras.io/api/ops/numpy/#logspace-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.logspace(0, 2, { num: 3 }).array()); // => [1, 10, 100]
 * ```
 */
export function logspace(
  start: TensorLike,
  stop: TensorLike,
  options: LinspaceOptions & { readonly base?: number } = {},
): Tensor {
  const { base = 10, dtype = null, ...rest } = options;
  const exponents = linspace(start, stop, { ...rest, dtype: 'float32' }).node;
  const values = g.binary('pow', g.likeConstant(exponents, base), exponents);
  return tensor(g.cast(values, dtypeOf('logspace', { dtype }) ?? floatDtype(start, stop)));
}

import * as g from '../graph/build.ts';
import type { Node } from '../graph/node.ts';
import type { DType } from '../support/dtype.ts';
import { badArgument, checkOptions } from '../support/errors.ts';
import { type Shape, sizeOf } from '../support/shape.ts';
import { convertToTensor, type TensorLike } from '../tensor/convert.ts';
import { Storage } from '../tensor/storage.ts';
import { Tensor } from '../tensor/tensor.ts';
import { nodeOf, tensor } from './operands.ts';
import { type DtypeOptions, dtypeOf, shapeOf } from './options.ts';

/** Zeros, float32 unless told otherwise. */
export function zeros(shape: number | readonly number[], options?: DType | DtypeOptions): Tensor {
  return tensor(g.constant(0, shapeOf(shape), dtypeOf('zeros', options) ?? 'float32'));
}

/** Ones, float32 unless told otherwise. */
export function ones(shape: number | readonly number[], options?: DType | DtypeOptions): Tensor {
  return tensor(g.constant(1, shapeOf(shape), dtypeOf('ones', options) ?? 'float32'));
}

/** The same as `zeros`: there is no uninitialized memory to see. */
export const empty = zeros;

/** A tensor whose elements are all `fillValue` (a number, or what broadcasts to `shape`). */
export function full(shape: number | readonly number[], fillValue: TensorLike, options?: DType | DtypeOptions): Tensor {
  const dtype = dtypeOf('full', options) ?? 'float32';
  const target = shapeOf(shape);
  if (typeof fillValue === 'number')
    return tensor(
      g.constant(
        dtype === 'float32' ? fillValue : dtype === 'bool' ? Number(fillValue !== 0) : Math.trunc(fillValue),
        target,
        dtype,
      ),
    );
  return tensor(g.broadcastTo(nodeOf(fillValue, dtype), target));
}

/** Zeros in the shape (and dtype) of x. */
export function zerosLike(x: TensorLike, options?: DType | DtypeOptions): Tensor {
  const node = nodeOf(x);
  return tensor(g.constant(0, node.shape, dtypeOf('zerosLike', options) ?? node.dtype));
}

/** Ones in the shape (and dtype) of x. */
export function onesLike(x: TensorLike, options?: DType | DtypeOptions): Tensor {
  const node = nodeOf(x);
  return tensor(g.constant(1, node.shape, dtypeOf('onesLike', options) ?? node.dtype));
}

/** The same as `zerosLike`. */
export const emptyLike = zerosLike;

/** `fillValue` in the shape (and dtype) of x. */
export function fullLike(x: TensorLike, fillValue: TensorLike, options?: DType | DtypeOptions): Tensor {
  const node = nodeOf(x);
  return full(node.shape, fillValue, dtypeOf('fullLike', options) ?? node.dtype);
}

/** A tensor of host values; whole-number arithmetic stays exact up to 2^53 before it is rounded to the dtype. */
const fromHost = (values: readonly number[], shape: Shape, dtype: DType): Tensor =>
  new Tensor(Storage.from(values, shape, dtype));

/**
 * Evenly spaced numbers: start, start + step, ... up to but not including stop. `arange(stop)` starts at 0. Whole
 * numbers give int32, others float32.
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
  const dtype = dtypeOf('arange', { dtype: chosen.dtype ?? null }) ?? (whole ? 'int32' : 'float32');
  const count = Math.max(0, Math.ceil((stop - first) / step));
  if (!Number.isFinite(count)) throw badArgument('stop', 'a finite number', stop);
  const index = g.iota([count], 0, 'int32');
  if (whole && dtype !== 'float32') return tensor(g.cast(affine(index, step, first), dtype));
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

/** `num` evenly spaced numbers from start to stop. */
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
  if (!Number.isInteger(num) || num < 0) throw badArgument('num', 'a whole number, not negative', num);
  const dtype = dtypeOf('linspace', 'dtype' in chosen ? { dtype: chosen.dtype ?? null } : undefined) ?? 'float32';
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
  const rounded = dtype === 'float32' ? values : g.unary('floor', values);
  const result = tensor(g.cast(g.transpose(rounded, order), dtype));
  return retstep ? [result, tensor(g.div(g.sub(to, from), g.likeConstant(to, parts)))] : result;
}

/** base^start ... base^stop, evenly spaced on a logarithmic scale. */
export function logspace(
  start: TensorLike,
  stop: TensorLike,
  options: LinspaceOptions & { readonly base?: number } = {},
): Tensor {
  const { base = 10, dtype = null, ...rest } = options;
  const exponents = linspace(start, stop, rest).node;
  const values = g.binary('pow', g.likeConstant(exponents, base), exponents);
  return tensor(g.cast(values, dtypeOf('logspace', { dtype }) ?? 'float32'));
}

/** Ones on one diagonal (k above the main one), zeros elsewhere. */
export function eye(
  n: number,
  options: number | { M?: number | null; k?: number; dtype?: DType | null } | null = {},
): Tensor {
  const chosen = typeof options === 'number' ? { M: options } : (options ?? {});
  checkOptions('eye', chosen, ['M', 'k', 'dtype']);
  const { M = null, k = 0, dtype = null } = chosen as { M?: number | null; k?: number; dtype?: DType | null };
  return tensor(g.cast(diagonalMask('eq', shapeOf([n, M ?? n], 'N'), k), dtypeOf('eye', { dtype }) ?? 'float32'));
}

/** The identity matrix. */
export function identity(n: number, options?: DType | DtypeOptions): Tensor {
  return eye(n, { dtype: dtypeOf('identity', options) ?? null });
}

/** Ones on and below the k-th diagonal, zeros above. */
export function tri(n: number, options: { M?: number | null; k?: number; dtype?: DType | null } = {}): Tensor {
  checkOptions('tri', options, ['M', 'k', 'dtype']);
  const mask = diagonalMask('le', shapeOf([n, options.M ?? n], 'N'), options.k ?? 0);
  return tensor(g.cast(mask, dtypeOf('tri', { dtype: options.dtype ?? null }) ?? 'float32'));
}

/** A bool tensor over the last two axes: column - row compared with k. */
export function diagonalMask(op: 'eq' | 'le' | 'ge', shape: Shape, k: number): Node {
  const offset = g.sub(g.iota(shape, shape.length - 1), g.iota(shape, shape.length - 2));
  return g.compare(op, offset, g.likeConstant(offset, k));
}

/** Coordinate tensors of one-dimensional tensors. With 'xy' the first two axes are exchanged, with 'ij' not. */
export function meshgrid(...args: readonly (TensorLike | { readonly indexing?: 'xy' | 'ij' })[]): Tensor[] {
  const last = args.at(-1);
  const options = isIndexing(last) ? last : {};
  const nodes = args.filter((x): x is TensorLike => !isIndexing(x)).map((x) => nodeOf(x));
  const swap = (options.indexing ?? 'xy') === 'xy' && nodes.length > 1;
  const place = (i: number) => (swap && i < 2 ? 1 - i : i);
  const extents = nodes.map((node) => sizeOf(node.shape));
  const shape = extents.map((_, i) => extents[place(i)] ?? 1);
  return nodes.map((node, i) =>
    tensor(
      g.broadcast(
        g.reshape(
          node,
          shape.map((n, axis) => (axis === place(i) ? n : 1)),
        ),
        shape,
      ),
    ),
  );
}

const isIndexing = (x: unknown): x is { readonly indexing?: 'xy' | 'ij' } =>
  typeof x === 'object' && x !== null && 'indexing' in x;

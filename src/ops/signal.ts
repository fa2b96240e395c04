import * as g from '../graph/build.ts';
import type { Node } from '../graph/node.ts';
import { nonNegativeInteger, positiveInteger } from '../support/check-values.ts';
import { badArgument, checkOptions, unknownName } from '../support/errors.ts';
import { at, normalizeAxis, range } from '../support/shape.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { take } from './indexing.ts';
import { constant, part, scaled } from './node-terms.ts';
import { nodeOf, numeric, resultDtype, singleNode, tensor } from './operands.ts';
import { type LinspaceOptions, linspace } from './sequence.ts';

/**
 * The integral of y along an axis by the trapezoidal rule: the sum of (y[i] + y[i + 1]) / 2 times the step.
 *
 * @param options `{ x, dx, axis }`: where y was taken, or how far apart (1); the last axis by default
 * @see https://keras.io/api/ops/numpy/#trapezoid-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.trapezoid([1, 2, 3], { dx: 2 }).item()); // => 8
 * ```
 */
export function trapezoid(y: TensorLike, options: { x?: TensorLike | null; dx?: number; axis?: number } = {}): Tensor {
  checkOptions('trapezoid', options, ['x', 'dx', 'axis']);
  const node = singleNode(y);
  const rank = node.shape.length;
  const axis = normalizeAxis(options.axis ?? -1, rank);
  const n = at(node.shape, axis);
  const pairs = (x: Node, along: number) => [part(x, along, 1, n), part(x, along, 0, n - 1)] as const;
  if (n < 1) throw badArgument('y', 'a tensor with elements along the axis', tensor(node));
  const [later, earlier] = pairs(node, axis);
  const sums = scaled(g.add(later, earlier), 0.5);
  const steps = stepsOf(options, sums, axis, n, pairs);
  return tensor(g.reduceSum(g.mul(sums, steps), [axis]));
}

function stepsOf(
  { x, dx = 1 }: { x?: TensorLike | null; dx?: number },
  sums: Node,
  axis: number,
  n: number,
  pairs: (x: Node, along: number) => readonly [Node, Node],
): Node {
  if (x === null || x === undefined) return constant(sums, dx);
  const positions = singleNode(x);
  const along = positions.shape.length === 1 ? 0 : axis;
  if (positions.shape[along] !== n)
    throw badArgument('x', `a tensor with ${n} positions along the axis`, tensor(positions));
  const difference = g.sub(...pairs(positions, along));
  const lifted =
    positions.shape.length === 1
      ? g.reshape(
          difference,
          sums.shape.map((_, i) => (i === axis ? n - 1 : 1)),
        )
      : difference;
  return g.broadcastTo(lifted, sums.shape);
}

/**
 * The powers of each element as a row: x^(n-1), ..., x, 1.
 *
 * @param x a list
 * @param options `{ N, increasing }`: the number of powers (the length of x); from 1 upwards instead
 * @see https://keras.io/api/ops/numpy/#vander-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.vander([1, 2, 3]).array()); // => [[1, 1, 1], [4, 2, 1], [9, 3, 1]]
 * ```
 */
export function vander(x: TensorLike, options: { N?: number | null; increasing?: boolean } = {}): Tensor {
  checkOptions('vander', options, ['N', 'increasing']);
  const node = nodeOf(x, numeric(resultDtype(x)));
  if (node.shape.length !== 1) throw badArgument('x', 'a list (one axis)', tensor(node));
  const rows = at(node.shape, 0);
  const n = options.N ?? rows;
  nonNegativeInteger('N', n);
  const column = g.reshape(node, [rows, 1]);
  const powers: Node[] = [];
  for (let i = 0; i < n; i++) {
    const last = powers[i - 1];
    powers.push(last === undefined ? constant(column, 1) : g.mul(last, column));
  }
  if (powers.length === 0) return tensor(g.constant(0, [rows, 0], node.dtype));
  return tensor(g.concat(options.increasing ? powers : powers.reverse(), 1));
}

/**
 * The correlation coefficients of the rows of x (variables) over its columns (observations).
 *
 * @see https://keras.io/api/ops/numpy/#corrcoef-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.corrcoef([[1, 2, 3], [6, 4, 2]]).array()); // => [[1, -1], [-1, 1]]
 * ```
 */
export function corrcoef(x: TensorLike): Tensor {
  const given = singleNode(x);
  if (given.shape.length > 2) throw badArgument('x', 'a list or a matrix', tensor(given));
  const single = given.shape.length < 2;
  const node = single ? g.reshape(given, [1, given.shape[0] ?? 1]) : given;
  const [variables, observations] = [at(node.shape, 0), at(node.shape, 1)];
  const mean = scaled(g.reduceKeep('reduceSum', node, [1]), 1 / observations);
  const centered = g.sub(node, g.broadcast(mean, node.shape));
  const covariance = g.dot(centered, centered, {
    leftBatch: [],
    rightBatch: [],
    leftContract: [1],
    rightContract: [1],
  });
  const spread = g.sqrt(g.reduceSum(g.mul(centered, centered), [1]));
  const shape = [variables, variables];
  const rows = g.broadcast(g.reshape(spread, [variables, 1]), shape);
  const value = g.div(g.div(covariance, rows), g.broadcastTo(spread, shape));
  const one = constant(value, 1);
  const limited = g.where(g.gt(value, one), one, g.where(g.lt(value, g.neg(one)), g.neg(one), value));
  return tensor(single ? g.reshape(limited, []) : limited);
}

const MODES = ['valid', 'same', 'full'] as const;

/**
 * The cross-correlation of two lists: the sum over i of x1[i + k] x2[i] for each shift k.
 *
 * @param options `{ mode }` or the mode alone: 'valid' (default) takes the shifts where the lists overlap fully, 'full'
 *   all, 'same' as many as the longer list is long
 * @see https://keras.io/api/ops/numpy/#correlate-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.correlate([1, 2, 3], [0, 1, 0.5], 'same').array()); // => [2, 3.5, 3]
 * ```
 */
export function correlate(
  x1: TensorLike,
  x2: TensorLike,
  options: (typeof MODES)[number] | { mode?: (typeof MODES)[number] } = {},
): Tensor {
  const chosen = typeof options === 'string' ? { mode: options } : options;
  checkOptions('correlate', chosen, ['mode']);
  const mode = chosen.mode ?? 'valid';
  if (!MODES.includes(mode)) throw unknownName('mode', mode, MODES);
  const [a, b] = [singleNode(x1), singleNode(x2)];
  for (const [name, node] of [['x1', a] as const, ['x2', b] as const])
    if (node.shape.length !== 1 || node.shape[0] === 0) throw badArgument(name, 'a list with elements', tensor(node));
  const swapped = at(a.shape, 0) < at(b.shape, 0);
  const [long, short] = swapped ? [b, a] : [a, b];
  const [n, k] = [at(long.shape, 0), at(short.shape, 0)];
  const room = { valid: [0, 0], full: [k - 1, k - 1], same: [Math.floor(k / 2), Math.floor((k - 1) / 2)] } as const;
  const [before, behind] = room[mode];
  const padded = g.pad(long, [before], [behind]);
  const count = n + before + behind - k + 1;
  const windows = take(
    tensor(padded),
    range(count).map((i) => range(k).map((j) => i + j)),
    0,
  ).node;
  const sums = g.reduceSum(g.mul(windows, g.broadcastTo(short, [count, k])), [1]);
  return tensor(swapped ? g.flip(sums, [0]) : sums);
}

/**
 * `num` numbers from start to stop, each the same multiple of the one before. Both ends have the same sign.
 *
 * @param options `{ num, endpoint, dtype, axis }`
 * @see https://keras.io/api/ops/numpy/#geomspace-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * const values = await ops.geomspace(1, 1000, { num: 4 }).data();
 * console.log(values.map(Math.round)); // => Float32Array(4) [ 1, 10, 100, 1000 ]
 * ```
 */
export function geomspace(start: TensorLike, stop: TensorLike, options: LinspaceOptions = {}): Tensor {
  const { dtype = null, ...rest } = options;
  const [from, to] = [singleNode(start), singleNode(stop)];
  const sign = g.unary('sign', from);
  const logarithm = (x: Node) => tensor(g.unary('log', g.unary('abs', x)));
  const exponents = linspace(logarithm(from), logarithm(to), rest).node;
  const signs = linspace(tensor(sign), tensor(g.unary('sign', to)), rest).node;
  const values = g.mul(g.unary('sign', signs), g.exp(exponents));
  return tensor(dtype === null ? values : g.cast(values, dtype));
}

/**
 * Overlapping parts of a signal along its last axis: [..., samples] -> [..., parts, sequenceLength].
 *
 * @param sequenceLength samples of a part
 * @param sequenceStride how far apart parts start
 * @see https://keras.io/api/ops/core/#extract_sequences-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.extractSequences([1, 2, 3, 4, 5], 3, 2).array()); // => [[1, 2, 3], [3, 4, 5]]
 * ```
 */
export function extractSequences(x: TensorLike, sequenceLength: number, sequenceStride: number): Tensor {
  positiveInteger('sequenceLength', sequenceLength);
  positiveInteger('sequenceStride', sequenceStride);
  const node = nodeOf(x);
  const samples = node.shape[node.shape.length - 1];
  if (samples === undefined || samples < sequenceLength)
    throw badArgument('sequenceLength', 'no longer than the last axis of `x`', sequenceLength);
  const count = 1 + Math.floor((samples - sequenceLength) / sequenceStride);
  return take(
    tensor(node),
    range(count).map((i) => range(sequenceLength).map((k) => i * sequenceStride + k)),
    -1,
  );
}

/**
 * The peak signal-to-noise ratio in decibels: 20 log10(maxVal) - 10 log10(mean((x1 - x2)²)).
 *
 * @param maxVal the range of the values
 * @see https://keras.io/api/ops/nn/#psnr-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log((await ops.psnr([1, 0], [0.9, 0.1], 1).item()).toFixed(2)); // => 20.00
 * ```
 */
export function psnr(x1: TensorLike, x2: TensorLike, maxVal: number): Tensor {
  const [a, b] = [singleNode(x1), singleNode(x2)];
  if (a.shape.length !== b.shape.length || a.shape.some((n, i) => n !== b.shape[i]))
    throw badArgument('x2', 'of the same shape as `x1`', tensor(b));
  const difference = g.sub(a, b);
  const all = range(a.shape.length);
  const count = a.shape.reduce((product, n) => product * n, 1);
  const error = scaled(g.reduceSum(g.mul(difference, difference), all), 1 / count);
  const decibels = scaled(g.unary('log', error), -10 / Math.LN10);
  return tensor(g.add(decibels, constant(decibels, 20 * Math.log10(maxVal))));
}

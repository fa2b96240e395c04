import { flag, nonNegativeInteger } from '../support/check-values.ts';
import { ArgumentError, badArgument, checkOptions, describe } from '../support/errors.ts';
import { formatShape } from '../support/shape.ts';
import { scanTensors } from '../tensor/loops.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { type AsTensors, type TensorTree, takeApart } from './tensor-tree.ts';

export interface ScanOptions<X = unknown> {
  /** What is scanned along the first axis: tensors of one length. Default null: nothing, then `length` is needed. */
  readonly xs?: X | null;
  /** The number of steps. Default: the length of xs. */
  readonly length?: number | null;
  /** Whether to begin with the last row. Default false. */
  readonly reverse?: boolean;
  /** Taken for Keras's sake: loops are compiled once whatever their length. */
  readonly unroll?: number | boolean;
}

const optionNames = ['xs', 'length', 'reverse', 'unroll'];

const isOptions = (x: unknown): x is ScanOptions =>
  typeof x === 'object' &&
  x !== null &&
  Object.getPrototypeOf(x) === Object.prototype &&
  Object.keys(x).every((key) => optionNames.includes(key));

/** The common first extent of tensors. */
export function commonLength(leaves: readonly Tensor[], name: string, given?: number | null): number {
  const lengths = leaves.map(({ shape }) => shape[0]);
  const [first = given] = lengths;
  if (first === undefined || first === null || lengths.some((n) => n !== first)) {
    throw badArgument(
      name,
      'tensors with one length along their first axis',
      leaves.map(({ shape }) => formatShape(shape)),
    );
  }
  if (given !== undefined && given !== null && given !== first)
    throw badArgument('length', `the length of ${name}, ${first}`, given);
  return first;
}

/**
 * Applies a function to a carried value and the rows of xs, one after the other: carry, y[i] = f(carry, xs[i]). The loop
 * is compiled once, whatever its length; gradients go through it.
 *
 * @param f from the carry and a row to [next carry, output]; trees of tensors are allowed for all of them. The next
 *   carry must have the shapes and dtypes of the first
 * @param init the first carry
 * @param options `{ xs, length, reverse }`, or xs alone
 * @returns [last carry, outputs along a new first axis]
 * @throws ArgumentError when the carry changes its shape or dtype, or lengths differ
 * @see https://keras.io/api/ops/core/#scan-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * const [last, sums] = ops.scan((sum, x) => [ops.add(sum, x), ops.add(sum, x)], 0, [1, 2, 3, 4]);
 * console.log(await last.item(), await sums.array()); // => 10 [1, 3, 6, 10]
 * ```
 */
export function scan<const C, const X = null, Y = Tensor>(
  f: (carry: AsTensors<C>, x: AsTensors<X>) => readonly [TensorTree, Y],
  init: C,
  options: X | ScanOptions<X>,
): [AsTensors<C>, AsTensors<Y>] {
  const { xs = null, length = null, reverse = false }: ScanOptions = isOptions(options) ? options : { xs: options };
  if (isOptions(options)) checkOptions('scan', options, optionNames);
  flag('reverse', reverse);
  const first = takeApart(init, 'init');
  const rows = takeApart(xs, 'xs');
  const steps = commonLength(rows.leaves, 'xs', length === null ? null : nonNegativeInteger('length', length));
  let outputs: ReturnType<typeof takeApart> | undefined;
  const result = scanTensors(
    'scan',
    (carries, row) => {
      // The structures are those of init and xs, which the type parameters say.
      const pair: unknown = f(first.rebuild(carries) as AsTensors<C>, rows.rebuild(row) as AsTensors<X>);
      if (!Array.isArray(pair) || pair.length !== 2)
        throw new ArgumentError(`scan: the function must return [next carry, output]. Received: ${describe(pair)}`);
      outputs = takeApart(pair[1], 'output');
      return { next: takeApart(pair[0], 'carry').leaves, outputs: outputs.leaves };
    },
    first.leaves,
    rows.leaves,
    { length: steps, reverse },
  );
  return [first.rebuild(result.carries) as AsTensors<C>, outputs?.rebuild(result.outputs) as AsTensors<Y>];
}

/**
 * Applies a function to each row of xs and stacks what it gives. What can be is computed for all rows at once, the rest
 * in a loop.
 *
 * @param f from a row (or a tree of them) to a tensor (or a tree)
 * @param xs a tensor [n, ...], or a tree of them with one length
 * @returns the results [n, ...]
 * @see https://keras.io/api/ops/core/#map-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.map((row) => ops.max(row), [[1, 5], [4, 2]]).array()); // => [5, 4]
 * ```
 */
export function map<const X, Y>(f: (x: AsTensors<X>) => Y, xs: X): AsTensors<Y> {
  // The structures are those of xs and of what f returns, which the type parameters say.
  return mapRows((x) => f(x as AsTensors<X>), xs) as AsTensors<Y>;
}

function mapRows(f: (x: unknown) => unknown, xs: unknown): unknown {
  const rows = takeApart(xs, 'xs');
  let outputs: ReturnType<typeof takeApart> | undefined;
  const step = (_: readonly Tensor[], row: readonly Tensor[]) => {
    outputs = takeApart(f(rows.rebuild(row)), 'output');
    return { next: [], outputs: outputs.leaves };
  };
  const { outputs: stacked } = scanTensors('map', step, [], rows.leaves, { length: commonLength(rows.leaves, 'xs') });
  return outputs?.rebuild(stacked);
}

/**
 * The same as `map`: the function is written for one element and applied to all along the first axis.
 *
 * @see https://keras.io/api/ops/core/#vectorizedmap-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * const norms = ops.vectorizedMap((v) => ops.sqrt(ops.sum(ops.square(v))), [[3, 4], [6, 8]]);
 * console.log(await norms.array()); // => [5, 10]
 * ```
 */
export function vectorizedMap<const X, Y>(f: (x: AsTensors<X>) => Y, elements: X): AsTensors<Y> {
  return mapRows((x) => f(x as AsTensors<X>), elements) as AsTensors<Y>;
}

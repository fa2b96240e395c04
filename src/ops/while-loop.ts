import { nonNegativeInteger } from '../support/check-values.ts';
import { checkOptions } from '../support/errors.ts';
import type { TensorLike } from '../tensor/convert.ts';
import { scanTensors, whileTensors } from '../tensor/loops.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { add } from './arithmetic.ts';
import { less } from './comparison.ts';
import { cast, convertToTensor } from './core.ts';
import { logicalAnd } from './logical.ts';
import { arange } from './sequence.ts';
import { type AsTensors, type ListAsTensors, type TensorTree, takeApart } from './tensor-tree.ts';

/** What a loop's functions get: a list's items as arguments of their own, anything else as one. */
type LoopArguments<V> = V extends readonly unknown[] ? { readonly [K in keyof V]: AsTensors<V[K]> } : [AsTensors<V>];

/**
 * Repeats `body` for as long as `condition` holds: both get the loop variables, and body returns the next ones. The
 * number of turns may depend on data, therefore no gradient goes through it: with a fixed number use `scan` or
 * `foriLoop`.
 *
 * @param condition gives a bool scalar
 * @param body gives as many variables as it gets, with the same shapes and dtypes
 * @param loopVars the first values: a list, whose items are arguments of their own, or one tensor or record
 * @param options `{ maximumIterations }`: default null, no limit
 * @returns the last values
 * @throws ArgumentError when a variable changes its shape or dtype
 * @see https://keras.io/api/ops/core/#whileloop-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * const [x] = ops.whileLoop((x) => ops.less(x, 100), (x) => [ops.multiply(x, 2)], [3]);
 * console.log(await x.item()); // => 192
 * ```
 */
export function whileLoop<const V>(
  condition: (...variables: LoopArguments<V>) => TensorLike,
  body: (...variables: LoopArguments<V>) => TensorTree,
  loopVars: V,
  options: { maximumIterations?: number | null } = {},
): ListAsTensors<V> {
  checkOptions('whileLoop', options, ['maximumIterations']);
  const limit = options.maximumIterations ?? null;
  const isList = Array.isArray(loopVars);
  const first = takeApart(loopVars, 'loopVars', true);
  // The structure is that of loopVars, which the type parameter says.
  const passed = (values: readonly Tensor[]) => {
    const rebuilt = first.rebuild(values);
    return (isList ? rebuilt : [rebuilt]) as LoopArguments<V>;
  };
  const count = first.leaves.length;
  const counter = limit === null ? [] : [cast(0, 'int32')];
  const last = whileTensors(
    'whileLoop',
    (values) => {
      const goes = cast(condition(...passed(values.slice(0, count))), 'bool');
      const turns = values[count];
      return limit === null || turns === undefined
        ? goes
        : logicalAnd(goes, less(turns, cast(nonNegativeInteger('maximumIterations', limit), 'int32')));
    },
    (values) => {
      const next = takeApart(body(...passed(values.slice(0, count))), 'body', true).leaves;
      const turns = values[count];
      return turns === undefined ? next : [...next, add(turns, cast(1, 'int32'))];
    },
    [...first.leaves, ...counter],
  );
  return first.rebuild(last.slice(0, count)) as ListAsTensors<V>;
}

/**
 * Repeats value = body(i, value) for i = lower, ..., upper - 1. Between two numbers gradients go through it; where a
 * bound is a tensor, the number of turns depends on data and none do.
 *
 * @param lower the first i, an integer
 * @param upper the i after the last one
 * @param body from i (an int32 scalar) and the value to the next value, of the same shapes and dtypes
 * @param initVal the first value: a tensor or a tree of them
 * @returns the last value
 * @see https://keras.io/api/ops/core/#foriloop-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.foriLoop(1, 5, (i, product) => ops.multiply(product, i), 1).item()); // => 24
 * ```
 */
export function foriLoop<const V>(
  lower: TensorLike,
  upper: TensorLike,
  body: (i: Tensor, value: AsTensors<V>) => TensorTree,
  initVal: V,
): AsTensors<V> {
  const first = takeApart(initVal, 'initVal');
  // The structure is that of initVal, which the type parameter says.
  const next = (i: Tensor, values: readonly Tensor[]) =>
    takeApart(body(i, first.rebuild(values) as AsTensors<V>), 'body').leaves;
  if (typeof lower === 'number' && typeof upper === 'number') {
    const length = Math.max(0, upper - lower);
    const { carries } = scanTensors(
      'foriLoop',
      (values, [i = cast(0, 'int32')]) => ({ next: next(i, values), outputs: [] }),
      first.leaves,
      [arange(lower, { stop: Math.max(lower, upper), dtype: 'int32' })],
      { length },
    );
    return first.rebuild(carries) as AsTensors<V>;
  }
  const end = cast(convertToTensor(upper), 'int32');
  const [, ...last] = whileTensors(
    'foriLoop',
    ([i = end]) => less(i, end),
    ([i = end, ...values]) => [add(i, cast(1, 'int32')), ...next(i, values)],
    [cast(convertToTensor(lower), 'int32'), ...first.leaves],
  );
  return first.rebuild(last) as AsTensors<V>;
}

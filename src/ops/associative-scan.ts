import { flag, integer } from '../support/check-values.ts';
import { ArgumentError, checkOptions } from '../support/errors.ts';
import { formatShape, sameShape } from '../support/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { moveaxis } from './axis-order.ts';
import { getItem } from './get-item.ts';
import { concatenate, stack } from './joining.ts';
import { flip } from './reversal.ts';
import { commonLength } from './scan.ts';
import { reshape } from './shape.ts';
import { type AsTensors, type TensorTree, takeApart } from './tensor-tree.ts';

/**
 * Running results of an associative function along an axis: y[i] = f(... f(f(x[0], x[1]), x[2]) ..., x[i]), computed in
 * about log2(n) rounds over all elements at once.
 *
 * @param f from two slices to one, elementwise along the axis: it gets many pairs at once
 * @param elems a tensor, or a tree of them with one extent along the axis
 * @param options `{ reverse, axis }`: from the end (default false); the axis (default 0)
 * @returns a tree as elems, with the same shapes
 * @throws ArgumentError when f changes shapes or extents differ
 * @see https://keras.io/api/ops/core/#associativescan-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.associativeScan((a, b) => ops.maximum(a, b), [3, 1, 4, 1, 5]).array()); // => [3, 3, 4, 4, 5]
 * ```
 */
export function associativeScan<const X>(
  f: (a: AsTensors<X>, b: AsTensors<X>) => TensorTree,
  elems: X,
  options: { reverse?: boolean; axis?: number } = {},
): AsTensors<X> {
  checkOptions('associativeScan', options, ['reverse', 'axis']);
  const reverse = flag('reverse', options.reverse ?? false);
  const axis = integer('axis', options.axis ?? 0);
  const { leaves, rebuild } = takeApart(elems, 'elems');
  const moved = leaves.map((leaf) => moveaxis(leaf, axis, 0));
  commonLength(moved, 'elems');
  const turned = reverse ? moved.map((leaf) => flip(leaf, 0)) : moved;
  const combine = (a: readonly Tensor[], b: readonly Tensor[]): Tensor[] => {
    // The structure is that of elems, which the type parameter says.
    const found = takeApart(f(rebuild(a) as AsTensors<X>, rebuild(b) as AsTensors<X>), 'f').leaves;
    found.forEach((value, i) => {
      const expected = a[i]?.shape ?? [];
      if (!sameShape(value.shape, expected))
        throw new ArgumentError(
          `associativeScan: f must keep shapes, here ${formatShape(expected)}. Received: ${formatShape(value.shape)}`,
        );
    });
    return [...found];
  };
  const done = prefixes(turned, combine);
  return rebuild(done.map((leaf) => moveaxis(reverse ? flip(leaf, 0) : leaf, 0, axis))) as AsTensors<X>;
}

const part = (x: Tensor, start: number, stop: number | null, step: number): Tensor => getItem(x, { start, stop, step });

/** Results at odd places are those of half as many pairs; those at even places lack one element more (Blelloch 1990). */
function prefixes(
  elems: readonly Tensor[],
  combine: (a: readonly Tensor[], b: readonly Tensor[]) => Tensor[],
): readonly Tensor[] {
  const n = elems[0]?.shape[0] ?? 0;
  if (n < 2) return elems;
  const pairs = combine(
    elems.map((x) => part(x, 0, n - 1, 2)),
    elems.map((x) => part(x, 1, n, 2)),
  );
  const odd = prefixes(pairs, combine);
  const before = n % 2 === 0 ? odd.map((x) => part(x, 0, (x.shape[0] ?? 0) - 1, 1)) : odd;
  const later =
    n > 2
      ? combine(
          before,
          elems.map((x) => part(x, 2, n, 2)),
        )
      : [];
  return elems.map((x, i) => {
    const tail = later[i];
    const first = part(x, 0, 1, 1);
    return interleave(tail === undefined ? first : concatenate([first, tail], 0), odd[i] ?? x);
  });
}

/** even[0], odd[0], even[1], ...; even may have one row more. */
function interleave(even: Tensor, odd: Tensor): Tensor {
  const [rows = 0, ...rest] = odd.shape;
  const woven = reshape(stack([part(even, 0, rows, 1), odd], 1), [2 * rows, ...rest]);
  return even.shape[0] === rows ? woven : concatenate([woven, part(even, rows, rows + 1, 1)], 0);
}

import * as g from '../graph/build.ts';
import { badArgument, checkOptions, unknownName } from '../support/errors.ts';
import { at, normalizeAxes, range } from '../support/shape.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { take } from './indexing.ts';
import { nodeOf, tensor } from './operands.ts';

export type PadMode = 'constant' | 'edge' | 'reflect' | 'symmetric' | 'wrap';

const wrap = (i: number, period: number): number => ((i % period) + period) % period;

/** The index on an axis of extent n that shows at position i, which may lie outside. */
function sourceIndex(i: number, n: number, mode: Exclude<PadMode, 'constant'>): number {
  switch (mode) {
    case 'edge':
      return Math.min(Math.max(i, 0), n - 1);
    case 'wrap':
      return wrap(i, n);
    case 'symmetric': {
      const k = wrap(i, 2 * n);
      return k < n ? k : 2 * n - 1 - k;
    }
    case 'reflect': {
      const k = n === 1 ? 0 : wrap(i, 2 * n - 2);
      return k < n ? k : 2 * n - 2 - k;
    }
  }
}

export interface PadOptions {
  /** 'constant' (default), 'edge', 'reflect', 'symmetric' or 'wrap', as NumPy's. */
  readonly mode?: PadMode;
  /** The value that mode 'constant' puts in. Default 0. */
  readonly constantValues?: number | null;
}

const padModes: readonly PadMode[] = ['constant', 'edge', 'reflect', 'symmetric', 'wrap'];

/**
 * Room around a tensor.
 *
 * @param padWidth [before, after] for each axis; one pair or one number serves all axes
 * @see https://keras.io/api/ops/numpy/#pad-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.pad([1, 2, 3], [1, 2], 'reflect').array()); // => [2, 1, 2, 3, 2, 1]
 * ```
 */
export function pad(
  x: TensorLike,
  padWidth: number | readonly number[] | readonly (readonly [number, number])[],
  options: PadMode | PadOptions = {},
): Tensor {
  const chosen: PadOptions = typeof options === 'string' ? { mode: options } : options;
  checkOptions('pad', chosen, ['mode', 'constantValues']);
  const mode = chosen.mode ?? 'constant';
  if (!padModes.includes(mode)) throw unknownName('pad mode', mode, padModes);
  const node = nodeOf(x);
  const pairs = padPairs(padWidth, node.shape.length);
  const [low, high] = [pairs.map(([before]) => before), pairs.map(([, after]) => after)];
  if (mode === 'constant') return tensor(g.pad(node, low, high, chosen.constantValues ?? 0));
  return range(node.shape.length).reduce<Tensor>((value, axis) => {
    const [before, after] = at(pairs, axis);
    return before + after === 0
      ? value
      : take(
          value,
          range(before + at(node.shape, axis) + after).map((i) => sourceIndex(i - before, at(node.shape, axis), mode)),
          axis,
        );
  }, tensor(node));
}

function padPairs(
  padWidth: number | readonly number[] | readonly (readonly [number, number])[],
  rank: number,
): (readonly [number, number])[] {
  const list: readonly (number | readonly number[])[] = typeof padWidth === 'number' ? [padWidth] : padWidth;
  const flatPair = list.length === 2 && list.every((item) => typeof item === 'number');
  const pairs = (flatPair ? [list as readonly number[]] : list).map((item): readonly [number, number] =>
    typeof item === 'number' ? [item, item] : [item[0] ?? -1, item[1] ?? item[0] ?? -1],
  );
  const all = pairs.length === 1 ? normalizeAxes(null, rank).map(() => at(pairs, 0)) : pairs;
  if (all.length !== rank || all.some((pair) => pair.some((n) => !Number.isInteger(n) || n < 0))) {
    throw badArgument('padWidth', `a pair of integers for each of the ${rank} axes`, padWidth);
  }
  return all;
}

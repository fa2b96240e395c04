import * as g from '../graph/build.ts';
import type { Node } from '../graph/node.ts';
import { badArgument, checkOptions, unknownName } from '../support/errors.ts';
import { at, normalizeAxes, normalizeAxis, range, sizeOf } from '../support/shape.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { take } from './indexing.ts';
import { nodeOf, tensor } from './operands.ts';

/** The whole tensor repeated along each axis; missing axes are added in front. */
export function tile(x: TensorLike, repeats: number | readonly number[]): Tensor {
  const node = nodeOf(x);
  const list = typeof repeats === 'number' ? [repeats] : [...repeats];
  if (list.some((n) => !Number.isInteger(n) || n < 0))
    throw badArgument('repeats', 'whole numbers, none negative', repeats);
  const rank = Math.max(node.shape.length, list.length);
  const padded = <T>(values: readonly T[], fill: T): T[] => [...range(rank - values.length).map(() => fill), ...values];
  const shape = padded(node.shape, 1);
  const counts = padded(list, 1);
  const spread = shape.flatMap((n, i) => [at(counts, i), n]);
  const lifted = g.reshape(
    node,
    shape.flatMap((n) => [1, n]),
  );
  return tensor(
    g.reshape(
      g.broadcast(lifted, spread),
      shape.map((n, i) => n * at(counts, i)),
    ),
  );
}

/** Each element repeated `repeats` times (one number, or one for each element of the axis); flattened without an axis. */
export function repeat(
  x: TensorLike,
  repeats: number | readonly number[],
  options?: number | { axis?: number | null } | null,
): Tensor {
  const axisGiven = typeof options === 'number' ? options : (options?.axis ?? null);
  const source = nodeOf(x);
  const node = axisGiven === null ? g.reshape(source, [sizeOf(source.shape)]) : source;
  const axis = normalizeAxis(axisGiven ?? 0, node.shape.length);
  const extent = at(node.shape, axis);
  const counts = typeof repeats === 'number' ? [repeats] : repeats;
  if (counts.some((n) => !Number.isInteger(n) || n < 0) || (counts.length !== 1 && counts.length !== extent)) {
    throw badArgument('repeats', `a whole number, or one for each of the ${extent} elements`, repeats);
  }
  if (counts.length > 1) {
    return take(
      tensor(node),
      range(extent).flatMap((i) => range(at(counts, i)).map(() => i)),
      axis,
    );
  }
  const count = at(counts, 0);
  const lifted = g.reshape(node, [...node.shape.slice(0, axis + 1), 1, ...node.shape.slice(axis + 1)]);
  const spread = g.broadcast(lifted, [...node.shape.slice(0, axis + 1), count, ...node.shape.slice(axis + 1)]);
  return tensor(
    g.reshape(
      spread,
      node.shape.map((n, i) => (i === axis ? n * count : n)),
    ),
  );
}

const cutAlong = (node: Node, axis: number, start: number, end: number): Node =>
  g.slice(
    node,
    node.shape.map((_, i) => (i === axis ? start : 0)),
    node.shape.map((n, i) => (i === axis ? end : n)),
  );

function rollAlong(node: Node, axis: number, shift: number): Node {
  const extent = at(node.shape, axis);
  if (extent === 0) return node;
  const cut = (extent - (((shift % extent) + extent) % extent)) % extent;
  return cut === 0 ? node : g.concat([cutAlong(node, axis, cut, extent), cutAlong(node, axis, 0, cut)], axis);
}

/** Elements moved on by `shift` places; those that leave at the end come in at the front. Flattened without an axis. */
export function roll(
  x: TensorLike,
  shift: number | readonly number[],
  options?: number | readonly number[] | { axis?: number | readonly number[] | null } | null,
): Tensor {
  const node = nodeOf(x);
  const axis =
    typeof options === 'number' || options === null || options === undefined
      ? (options ?? null)
      : 'axis' in options
        ? (options.axis ?? null)
        : isList(options)
          ? options
          : null;
  if (axis === null) {
    const total = (typeof shift === 'number' ? [shift] : shift).reduce((a, b) => a + b, 0);
    return tensor(g.reshape(rollAlong(g.reshape(node, [sizeOf(node.shape)]), 0, total), node.shape));
  }
  const axes = typeof axis === 'number' ? [axis] : axis;
  const shifts = typeof shift === 'number' ? axes.map(() => shift) : shift;
  if (shifts.length !== axes.length)
    throw badArgument('shift', `one number, or one for each of ${axes.length} axes`, shift);
  return tensor(
    axes.reduce((value, a, i) => rollAlong(value, normalizeAxis(a, node.shape.length), at(shifts, i)), node),
  );
}

const isList = (x: object): x is readonly number[] => Array.isArray(x);

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
    throw badArgument('padWidth', `a pair of whole numbers for each of the ${rank} axes`, padWidth);
  }
  return all;
}

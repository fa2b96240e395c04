import { badArgument } from '../support/errors.ts';

/**
 * `[x]`, `[x, y]` or `[x, y, sampleWeight]`: what was given, as one batch.
 *
 * @see https://keras.io/api/utils/python_utils/
 *
 * @example
 * ```ts
 * import { utils } from 'keratin';
 * console.log(utils.packXYSampleWeight([[1]], [[0]])); // => [ [ [ 1 ] ], [ [ 0 ] ] ]
 * ```
 */
export function packXYSampleWeight<X, Y = null, W = null>(
  x: X,
  y: Y | null = null,
  sampleWeight: W | null = null,
): readonly [X] | readonly [X, Y | null] | readonly [X, Y | null, W] {
  if (sampleWeight !== null) return [x, y, sampleWeight];
  return y === null ? [x] : [x, y];
}

/**
 * A batch as x, y and sampleWeight; null for what isn't there.
 *
 * @throws ArgumentError for a list of no or more than three parts
 * @see https://keras.io/api/utils/python_utils/
 *
 * @example
 * ```ts
 * import { utils } from 'keratin';
 * const [x, y, sampleWeight] = utils.unpackXYSampleWeight([[1], [0]]);
 * console.log(x, y, sampleWeight); // => [ 1 ] [ 0 ] null
 * ```
 */
export function unpackXYSampleWeight(data: unknown): [x: unknown, y: unknown, sampleWeight: unknown] {
  if (!Array.isArray(data)) return [data, null, null];
  if (data.length < 1 || data.length > 3) throw badArgument('data', '[x], [x, y] or [x, y, sampleWeight]', data);
  return [data[0], data[1] ?? null, data[2] ?? null];
}

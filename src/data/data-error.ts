/**
 * Data that can't be read as what they should be: a missing file, a broken row, an unknown format.
 *
 * @see Keratin's own
 *
 * @example
 * ```ts
 * import { data } from 'keratin';
 * const damaged = data.decodeImage(Uint8Array.of(1, 2, 3));
 * console.log(await damaged.catch((error) => error instanceof data.DataError)); // => true
 * ```
 */
export class DataError extends Error {
  override readonly name = 'DataError';
}

/**
 * A dataset's files are missing, damaged, or can't be fetched. The message says which file, and what to do.
 *
 * @see Keratin's own
 *
 * @example
 * ```ts
 * import { datasets } from 'keratin';
 * const absent = datasets.mnist.loadData({ folder: '/dev/null' });
 * console.log(await absent.catch((error) => error instanceof Error)); // => true
 * ```
 */
export class DatasetError extends Error {
  override readonly name = 'DatasetError';
}

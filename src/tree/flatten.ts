import { ArgumentError } from '../support/errors.ts';
import { branchesOf, type Nested, withBranches } from './nested.ts';

/** A leaf's way through lists (numbers) and records (names). */
export type Path = readonly (number | string)[];

function* walk(x: unknown, path: Path): Generator<[Path, unknown]> {
  const branches = branchesOf(x);
  if (branches === null) yield [path, x];
  else for (const [key, branch] of branches) yield* walk(branch, [...path, key]);
}

/**
 * All leaves of a structure, depth first, records by sorted key.
 *
 * @see https://keras.io/api/utils/tree/#flatten-function
 *
 * @example
 * ```ts
 * import { tree } from 'keratin';
 * console.log(tree.flatten({ b: [2, 3], a: 1 })); // => [ 1, 2, 3 ]
 * ```
 */
export function flatten<T>(structure: Nested<T>): T[];
export function flatten(structure: unknown): unknown[] {
  return [...walk(structure, [])].map(([, leaf]) => leaf);
}

/**
 * All leaves with their paths.
 *
 * @see https://keras.io/api/utils/tree/#flatten_with_path-function
 *
 * @example
 * ```ts
 * import { tree } from 'keratin';
 * console.log(tree.flattenWithPath({ a: [5, 6] })); // => [ [ [ 'a', 0 ], 5 ], [ [ 'a', 1 ], 6 ] ]
 * ```
 */
export function flattenWithPath<T>(structure: Nested<T>): [Path, T][];
export function flattenWithPath(structure: unknown): [Path, unknown][] {
  return [...walk(structure, [])];
}

/**
 * A structure with other leaves: the opposite of `flatten`.
 *
 * @param structure what the result looks like
 * @param flatSequence its leaves, in the order of `flatten`
 * @throws ArgumentError when there are more or fewer leaves than places
 * @see https://keras.io/api/utils/tree/#packsequenceas-function
 *
 * @example
 * ```ts
 * import { tree } from 'keratin';
 * console.log(tree.packSequenceAs({ a: 0, b: [0, 0] }, [1, 2, 3])); // => { a: 1, b: [ 2, 3 ] }
 * ```
 */
export function packSequenceAs<T>(structure: Nested<unknown>, flatSequence: readonly T[]): Nested<T>;
export function packSequenceAs(structure: unknown, flatSequence: readonly unknown[]): unknown {
  const places = flatten(structure).length;
  if (places !== flatSequence.length) {
    throw new ArgumentError(
      `\`flatSequence\` must have one leaf for each of the ${places} places. Received: ${flatSequence.length} leaves`,
    );
  }
  let next = 0;
  const pack = (x: unknown): unknown => {
    const branches = branchesOf(x);
    if (branches === null) return flatSequence[next++];
    return withBranches(
      x,
      branches.map(([, branch]) => pack(branch)),
    );
  };
  return pack(structure);
}

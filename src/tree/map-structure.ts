import { ArgumentError, badArgument, checkOptions, describe } from '../support/errors.ts';
import { assertSameStructure } from './compare.ts';
import { branchesOf, isNested, type Nested, withBranches } from './nested.ts';

/**
 * What `traverse`'s function returns for a leaf that becomes null.
 *
 * @see https://keras.io/api/utils/tree/#map_to_none-class
 *
 * @example
 * ```ts
 * import { tree } from 'keratin';
 * console.log(tree.traverse((x) => (x === 2 ? tree.MAP_TO_NONE : undefined), [1, 2])); // => [ 1, null ]
 * ```
 */
export const MAP_TO_NONE: unique symbol = Symbol('keras.tree.MAP_TO_NONE');

/**
 * The same structure with `func` applied to each leaf, or to the leaves at the same place of several structures.
 *
 * @throws ArgumentError when the structures differ
 * @see https://keras.io/api/utils/tree/#map_structure-function
 *
 * @example
 * ```ts
 * import { tree } from 'keratin';
 * console.log(tree.mapStructure((a, b) => a + b, { x: [1, 2] }, { x: [10, 20] })); // => { x: [ 11, 22 ] }
 * ```
 */
export function mapStructure<T, R>(
  func: (...leaves: T[]) => R,
  structure: Nested<T>,
  ...others: readonly Nested<T>[]
): Nested<R>;
export function mapStructure(
  func: (...leaves: unknown[]) => unknown,
  structure: unknown,
  ...others: readonly unknown[]
): unknown {
  for (const other of others) assertSameStructure(structure, other);
  return mapUpTo(structure, func, [structure, ...others]);
}

/**
 * Applies `func` where `shallowStructure` has leaves, to whatever the other structures have there.
 *
 * @throws ArgumentError when a structure lacks a place
 * @see https://keras.io/api/utils/tree/#map_structure_up_to-function
 *
 * @example
 * ```ts
 * import { tree } from 'keratin';
 * const sizes = tree.mapStructureUpTo({ a: 0 }, (part: number[]) => part.length, { a: [1, 2, 3] });
 * console.log(sizes); // => { a: 3 }
 * ```
 */
export function mapStructureUpTo<P, R>(
  shallowStructure: unknown,
  func: (...parts: P[]) => R,
  ...structures: readonly unknown[]
): Nested<R>;
export function mapStructureUpTo(
  shallowStructure: unknown,
  func: (...parts: unknown[]) => unknown,
  ...structures: readonly unknown[]
): unknown {
  return mapUpTo(shallowStructure, func, structures);
}

function mapUpTo(shallow: unknown, func: (...parts: unknown[]) => unknown, parts: readonly unknown[]): unknown {
  const branches = branchesOf(shallow);
  if (branches === null) return func(...parts);
  return withBranches(
    shallow,
    branches.map(([key, branch]) =>
      mapUpTo(
        branch,
        func,
        parts.map((part) => {
          const found = branchesOf(part)?.find(([own]) => own === key);
          if (found === undefined) {
            throw new ArgumentError(
              `Each structure must have what \`shallowStructure\` has: ${key} is missing. Received: ${describe(part)}`,
            );
          }
          return found[1];
        }),
      ),
    ),
  );
}

const isShape = (x: unknown): x is readonly (number | null)[] =>
  Array.isArray(x) && x.every((n: unknown) => n === null || typeof n === 'number');

/**
 * The same structure with `func` applied to each shape: a list of whole numbers and nulls counts as a leaf.
 *
 * @see https://keras.io/api/utils/tree/#map_shape_structure-function
 *
 * @example
 * ```ts
 * import { tree } from 'keratin';
 * console.log(tree.mapShapeStructure((shape) => shape.length, { x: [null, 3], y: [2] })); // => { x: 2, y: 1 }
 * ```
 */
export function mapShapeStructure<R>(func: (shape: readonly (number | null)[]) => R, structure: unknown): Nested<R>;
export function mapShapeStructure(func: (shape: readonly (number | null)[]) => unknown, structure: unknown): unknown {
  if (isShape(structure)) return func(structure);
  const branches = branchesOf(structure);
  if (branches === null) throw badArgument('structure', 'shapes in lists and records', structure);
  return withBranches(
    structure,
    branches.map(([, branch]) => mapShapeStructure(func, branch)),
  );
}

/**
 * JavaScript has no tuples: the structure as it is.
 *
 * @see https://keras.io/api/utils/tree/#lists_to_tuples-function
 *
 * @example
 * ```ts
 * import { tree } from 'keratin';
 * console.log(tree.listsToTuples([1, [2]])); // => [ 1, [ 2 ] ]
 * ```
 */
export const listsToTuples = <T>(structure: T): T => structure;

/**
 * Visits each branch and leaf; what `func` returns takes the visited one's place. `undefined` leaves it as it is and
 * goes on inside (top down); `MAP_TO_NONE` puts null there.
 *
 * @param options `topDown` (default true): whether branches are visited before what is in them
 * @see https://keras.io/api/utils/tree/#traverse-function
 *
 * @example
 * ```ts
 * import { tree } from 'keratin';
 * console.log(tree.traverse((x) => (typeof x === 'number' ? 2 * x : undefined), { a: [1, 2] })); // => { a: [ 2, 4 ] }
 * ```
 */
export function traverse(
  func: (x: unknown) => unknown,
  structure: unknown,
  options: { readonly topDown?: boolean } = {},
): unknown {
  checkOptions('traverse', options, ['topDown']);
  const { topDown = true } = options;
  const settle = (value: unknown): unknown => (value === MAP_TO_NONE ? null : value);
  const inside = (x: unknown): unknown =>
    isNested(x)
      ? withBranches(
          x,
          (branchesOf(x) ?? []).map(([, branch]) => visit(branch)),
        )
      : x;
  const visit = (x: unknown): unknown => {
    if (topDown) {
      const replaced = func(x);
      return replaced === undefined ? inside(x) : settle(replaced);
    }
    const rebuilt = inside(x);
    const replaced = func(rebuilt);
    return replaced === undefined ? rebuilt : settle(replaced);
  };
  return visit(structure);
}

import { ArgumentError, describe } from '../support/errors.ts';
import { branchesOf } from './nested.ts';

const nameOf = (path: readonly (number | string)[]): string => (path.length === 0 ? 'the top' : path.join('.'));

/**
 * Checks that two structures have lists of the same length, and records with the same keys, in the same places.
 *
 * @param _options Keras's old `checkTypes`, without effect
 * @throws ArgumentError that names the first place where they differ
 * @see https://keras.io/api/utils/tree/#assert_same_structure-function
 *
 * @example
 * ```ts
 * import { tree } from 'keratin';
 * tree.assertSameStructure({ a: [1, 2] }, { a: ['x', 'y'] });
 * ```
 */
export function assertSameStructure(
  a: unknown,
  b: unknown,
  _options: { readonly checkTypes?: boolean | null } = {},
): void {
  const check = (left: unknown, right: unknown, path: readonly (number | string)[]): void => {
    const [of, other] = [branchesOf(left), branchesOf(right)];
    const keys = (branches: typeof of) =>
      branches === null ? 'a leaf' : `keys ${branches.map(([key]) => key).join(', ')}`;
    if (
      (of === null) !== (other === null) ||
      Array.isArray(left) !== Array.isArray(right) ||
      keys(of) !== keys(other)
    ) {
      throw new ArgumentError(
        `\`a\` and \`b\` must have the same structure; at ${nameOf(path)}, \`a\` has ${describe(left)}. Received: b with ${describe(right)}`,
      );
    }
    of?.forEach(([key, branch], i) => {
      check(branch, other?.[i]?.[1], [...path, key]);
    });
  };
  check(a, b, []);
}

const leafPaths = (x: unknown): string[] => {
  const branches = branchesOf(x);
  if (branches === null) return [''];
  return branches.flatMap(([key, branch]) => leafPaths(branch).map((path) => `${key}.${path}`));
};

/**
 * Checks that two structures have leaves at the same paths, be it in lists or records.
 *
 * @throws ArgumentError that names what only one of them has
 * @see https://keras.io/api/utils/tree/#assert_same_paths-function
 *
 * @example
 * ```ts
 * import { tree } from 'keratin';
 * tree.assertSamePaths({ a: [1, 2] }, { a: { 0: 3, 1: 4 } });
 * ```
 */
export function assertSamePaths(a: unknown, b: unknown): void {
  const [left, right] = [leafPaths(a), leafPaths(b)];
  const [missing] = left.filter((path) => !right.includes(path));
  const [extra] = right.filter((path) => !left.includes(path));
  if (missing !== undefined || extra !== undefined) {
    throw new ArgumentError(
      `\`a\` and \`b\` must have leaves at the same paths. Received: ${missing !== undefined ? `${missing} only in a` : `${extra} only in b`}`,
    );
  }
}

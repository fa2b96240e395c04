import { ArgumentError, describe } from '../support/errors.ts';
import { at, type Shape } from '../support/shape.ts';

/** Numbers in nested arrays of any depth. */
export type NestedArray = number | NestedArray[];

/** What may be written for nested numbers: readonly, and with booleans. */
export type NestedInput = number | boolean | readonly NestedInput[];

export function toNested(data: ArrayLike<number>, shape: Shape): NestedArray {
  let position = 0;
  const build = (axis: number): NestedArray => {
    const extent = shape[axis];
    if (extent === undefined) return at(data, position++);
    return Array.from({ length: extent }, () => build(axis + 1));
  };
  return build(0);
}

/** Shape and row-major elements of nested arrays. Throws when rows differ in length. */
export function flattenNested(value: NestedInput): {
  shape: number[];
  values: number[];
  allBoolean: boolean;
  allInteger: boolean;
} {
  const shape: number[] = [];
  for (let level: NestedInput | undefined = value; Array.isArray(level); level = level[0]) shape.push(level.length);
  const values: number[] = [];
  let allBoolean = true;
  let allInteger = true;
  const visit = (item: NestedInput, depth: number): void => {
    if (Array.isArray(item)) {
      if (item.length !== shape[depth]) {
        throw new ArgumentError(
          `Nested arrays must be rectangular: expected ${shape[depth] === undefined ? 'a number' : `${shape[depth]} items`} at depth ${depth}. Received: ${describe(item)}`,
        );
      }
      for (const child of item) visit(child, depth + 1);
      return;
    }
    if (depth !== shape.length || (typeof item !== 'number' && typeof item !== 'boolean')) {
      const hint = typeof item === 'string' ? ' Number(text) reads numerals, layers.StringLookup numbers words.' : '';
      throw new ArgumentError(
        `Nested arrays must hold numbers at depth ${shape.length}.${hint} Received: ${describe(item)} at depth ${depth}`,
      );
    }
    if (typeof item === 'number') allBoolean = false;
    if (!Number.isInteger(Number(item))) allInteger = false;
    values.push(Number(item));
  };
  visit(value, 0);
  return { shape, values, allBoolean: allBoolean && values.length > 0, allInteger };
}

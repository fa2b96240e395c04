import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as tree from './index.ts';

const structures = fc.letrec((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.integer(),
    fc.array(tie('node'), { maxLength: 3 }),
    fc.dictionary(
      fc.string({ minLength: 1, maxLength: 3, unit: 'grapheme-ascii' }).filter((key) => key !== '__proto__'),
      tie('node'),
      {
        maxKeys: 3,
        noNullPrototype: true,
      },
    ),
  ),
})).node as fc.Arbitrary<tree.Nested<number>>;

describe('tree', () => {
  it('packs what it has flattened', () => {
    fc.assert(
      fc.property(structures, (structure) => {
        const leaves = tree.flatten(structure);
        expect(tree.packSequenceAs(structure, leaves)).toEqual(structure);
        expect(tree.mapStructure((x: number) => x + 1, structure)).toEqual(
          tree.packSequenceAs(
            structure,
            leaves.map((x) => x + 1),
          ),
        );
        expect(tree.flattenWithPath(structure).map(([, leaf]) => leaf)).toEqual(leaves);
        tree.assertSameStructure(structure, structure);
        tree.assertSamePaths(structure, structure);
      }),
    );
  });

  it('flattens records by sorted key and keeps their order', () => {
    expect(tree.flattenWithPath({ b: 1, a: [2] })).toEqual([
      [['a', 0], 2],
      [['b'], 1],
    ]);
    expect(Object.keys(tree.mapStructure((x: number) => x, { b: 1, a: 2 }) as object)).toEqual(['b', 'a']);
  });

  it('names the place where structures differ', () => {
    expect(() => tree.assertSameStructure({ a: [1, 2] }, { a: [1] })).toThrow('at a, `a` has');
    expect(() => tree.mapStructure((x: number) => x, [1], { 0: 1 })).toThrow('same structure');
    expect(() => tree.assertSamePaths({ a: 1 }, { b: 1 })).toThrow('a. only in a');
    expect(() => tree.packSequenceAs([1, 2], [1])).toThrow('each of the 2 places. Received: 1 leaves');
  });

  it('maps up to the leaves of a shallow structure, and over shapes', () => {
    expect(tree.mapStructureUpTo({ a: 0 }, (x: readonly number[]) => x.length, { a: [1, 2, 3], b: 4 })).toEqual({
      a: 3,
    });
    expect(() => tree.mapStructureUpTo({ a: 0 }, () => 0, { b: 1 })).toThrow('a is missing');
    expect(tree.mapShapeStructure((shape) => shape.length, { x: [null, 2], y: [[3], [4, 5, 6]] })).toEqual({
      x: 2,
      y: [1, 3],
    });
  });

  it('traverses from the top or from the leaves', () => {
    const drop = (x: unknown) => (Array.isArray(x) ? 'list' : x === 1 ? tree.MAP_TO_NONE : undefined);
    expect(tree.traverse(drop, { a: [1, 2], b: 1, c: 3 })).toEqual({ a: 'list', b: null, c: 3 });
    const sum = (x: unknown) => (Array.isArray(x) ? x.reduce((a: number, b: number) => a + b, 0) : undefined);
    expect(tree.traverse(sum, [[1, 2], [3]], { topDown: false })).toBe(6);
  });
});

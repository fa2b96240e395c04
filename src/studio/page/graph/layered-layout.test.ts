import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { layeredLayout } from './layered-layout.ts';

const edge = (from: string, to: string) => ({ from, to });

describe('layeredLayout', () => {
  test('a chain is a column', () => {
    const { nodes, ranks, width } = layeredLayout(['a', 'b', 'c'], [edge('a', 'b'), edge('b', 'c')]);
    expect(nodes).toEqual([
      { id: 'a', rank: 0, x: 0 },
      { id: 'b', rank: 1, x: 0 },
      { id: 'c', rank: 2, x: 0 },
    ]);
    expect([ranks, width]).toEqual([3, 1]);
  });

  test('a line past others has places beside them', () => {
    const { edges, nodes } = layeredLayout(['a', 'b', 'c'], [edge('a', 'b'), edge('b', 'c'), edge('a', 'c')]);
    const past = edges[2]?.points ?? [];
    expect(past.map(({ rank }) => rank)).toEqual([0, 1, 2]);
    expect(past[1]?.x).not.toBe(nodes[1]?.x);
  });

  test('two branches don’t cross', () => {
    const { nodes } = layeredLayout(
      ['in', 'left', 'right', 'right 2', 'left 2'],
      [edge('in', 'left'), edge('in', 'right'), edge('right', 'right 2'), edge('left', 'left 2')],
    );
    const x = new Map(nodes.map((node) => [node.id, node.x]));
    const side = (a: string, b: string): number => Math.sign((x.get(a) ?? 0) - (x.get(b) ?? 0));
    expect(side('left', 'right')).toBe(side('left 2', 'right 2'));
  });

  test('cycles, loops and unknown ends do no harm', () => {
    const { nodes } = layeredLayout(['a', 'b'], [edge('a', 'b'), edge('b', 'a'), edge('a', 'a'), edge('a', 'z')]);
    expect(nodes.map(({ rank }) => rank)).toEqual([0, 1]);
    expect(layeredLayout([], []).nodes).toEqual([]);
  });

  test('of any graph without cycles every line goes down, and no two boxes share a place', () => {
    const pairs = fc.array(fc.tuple(fc.nat(14), fc.nat(14)), { maxLength: 30 });
    fc.assert(
      fc.property(pairs, (list) => {
        const ids = Array.from({ length: 15 }, (_, i) => `n${i}`);
        const edges = list.filter(([a, b]) => a < b).map(([a, b]) => edge(`n${a}`, `n${b}`));
        const { nodes, edges: routed } = layeredLayout(ids, edges);
        for (const { points } of routed)
          for (let i = 1; i < points.length; i++) expect((points[i]?.rank ?? 0) - (points[i - 1]?.rank ?? 0)).toBe(1);
        expect(new Set(nodes.map(({ rank, x }) => `${rank}/${x}`)).size).toBe(ids.length);
      }),
    );
  });
});

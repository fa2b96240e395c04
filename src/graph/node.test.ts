import fc from 'fast-check';
import { expect, test } from 'vitest';
import { grow, recipes } from '../backends/testing/random-graph.ts';
import * as g from './build.ts';
import { type Node, topologicalOrder } from './node.ts';
import { rewrite } from './rewrite.ts';

const scalar = () => g.parameter({}, [], 'float32');

test('every node comes once, after its inputs', () => {
  fc.assert(
    fc.property(recipes, (recipe) => {
      const order = topologicalOrder(grow(recipe).program.results);
      const seen = new Set<Node>();
      for (const node of order) {
        expect(node.inputs.every((input) => seen.has(input))).toBe(true);
        expect(seen.has(node)).toBe(false);
        seen.add(node);
      }
    }),
    { numRuns: 100, seed: 1 },
  );
});

test('chains may be 100,000 nodes long', () => {
  let x = scalar();
  for (let i = 0; i < 100_000; i++) x = g.neg(x);
  const order = topologicalOrder([x]);
  expect(order).toHaveLength(100_001);
  expect(order.at(-1)).toBe(x);
});

test('a value that is used twice at each of 1,000 levels is visited once', () => {
  let x = scalar();
  for (let i = 0; i < 1000; i++) x = g.add(x, x);
  expect(topologicalOrder([x])).toHaveLength(1001);
});

test('results that share or repeat nodes', () => {
  const x = scalar();
  const y = g.exp(x);
  expect(topologicalOrder([y, x, y, g.neg(y)]).map((node) => node.op)).toEqual(['parameter', 'exp', 'neg']);
  expect(topologicalOrder([])).toEqual([]);
});

test('rewrite replaces nodes and shares what it does not touch', () => {
  const [x, y] = [scalar(), scalar()];
  const kept = g.exp(y);
  const sum = g.add(g.neg(x), kept);
  const [same] = rewrite([sum], new Map());
  expect(same).toBe(sum);
  const [changed] = rewrite([sum], new Map([[x, y]]));
  expect(changed?.inputs[1]).toBe(kept);
  expect(changed?.inputs[0]?.inputs[0]).toBe(y);
  expect(sum.inputs[0]?.inputs[0]).toBe(x);
  expect(rewrite([x, sum], new Map([[sum, y]]))).toEqual([x, y]);
});

import { expect, test } from 'vitest';
import { at, range } from '../support/shape.ts';
import * as g from './build.ts';
import { gradient } from './gradient.ts';
import { scan, whileLoop } from './loop.ts';
import { type Node, topologicalOrder } from './node.ts';
import { differences } from './testing/differences.ts';
import { secondGradientCases } from './testing/loop-gradient-cases.ts';
import { valuesOf } from './testing/values-of.ts';

const parameter = (...shape: readonly number[]) => g.parameter({}, shape, 'float32');
const total = (x: Node) => g.reduceSum(x, range(x.shape.length));
const loopsIn = (...results: readonly Node[]) => topologicalOrder(results).filter((node) => node.op === 'scan');

test('gradients of gradients agree with differences of gradients', () => {
  for (const { operands, build } of secondGradientCases) {
    const nodes = operands.map(({ shape }) => parameter(...shape));
    const bindings = new Map(
      nodes.map((node, i) => [
        node,
        Float32Array.from(range(node.shape.reduce((a, b) => a * b)), (k) => 0.25 * (k + i) - 0.5),
      ]),
    );
    const [first] = gradient(total(build(...nodes)), nodes);
    if (first === undefined || first === null) throw new Error('no gradient');
    const result = total(g.mul(first, first));
    gradient(result, nodes).forEach((node, i) => {
      if (node === null) throw new Error('no gradient');
      const expected = differences(result, at(nodes, i), bindings);
      at(valuesOf([node], bindings), 0).forEach((value, k) => {
        expect(value).toBeCloseTo(at(expected, k), 2);
      });
    });
  }
});

test('products of rows with constants leave the loop, and so does everything without carries', () => {
  const [x, w, h] = [parameter(5, 2, 3), parameter(3, 4), parameter(2, 4)];
  const { carries, outputs } = scan(
    ([s = h], [row = x]) => ({ next: [g.add(s, g.matmul(row, w))], outputs: [g.exp(row)] }),
    [h],
    [x],
    5,
    false,
  );
  expect(loopsIn(...outputs)).toHaveLength(0);
  const [loop] = loopsIn(...carries);
  expect(topologicalOrder(loop?.op === 'scan' ? loop.attrs.body.next : []).map(({ op }) => op)).not.toContain('dot');
  expect(loopsIn(...scan((_, [row = x]) => ({ next: [], outputs: [g.neg(row)] }), [], [x], 5, true).outputs)).toEqual(
    [],
  );
});

test("a constant's gradient is one product over all steps", () => {
  const [x, u, h] = [parameter(5, 2, 4), parameter(4, 4), parameter(2, 4)];
  const { carries } = scan(
    ([s = h], [row = x]) => ({ next: [g.unary('tanh', g.add(row, g.matmul(s, u)))], outputs: [] }),
    [h],
    [x],
    5,
    false,
  );
  const [ofU] = gradient(total(at(carries, 0)), [u]);
  const products = topologicalOrder(ofU ? [ofU] : []).filter(({ op }) => op === 'dot');
  expect(products.map(({ inputs }) => inputs.map(({ shape }) => shape))).toEqual([
    [
      [5, 2, 4],
      [5, 2, 4],
    ],
  ]);
});

test('the graph does not grow with the number of steps', () => {
  const nodesOf = (length: number) => {
    const [x, u] = [parameter(length, 4), parameter(4)];
    const { carries } = scan(
      ([s = u], [row = x]) => ({ next: [g.mul(g.add(s, row), u)], outputs: [] }),
      [u],
      [x],
      length,
      false,
    );
    return topologicalOrder(gradient(total(at(carries, 0)), [u, x]).flatMap((node) => node ?? [])).length;
  };
  expect(nodesOf(1000)).toBe(nodesOf(10));
});

test('a loop that runs as long as a condition holds has no gradient, and says so', () => {
  const x = parameter();
  const [y] = whileLoop(
    ([s = x]) => g.lt(s, g.constant(9)),
    ([s = x]) => [g.add(s, s)],
    [x],
  );
  expect(() => gradient(y ?? x, [x])).toThrow('has no gradient: give it a fixed number of steps');
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { firstDifference, listing } from '../backends/testing/differences.ts';
import { type ParameterSpec, quarters } from '../backends/testing/program-case.ts';
import { grow, recipes } from '../backends/testing/random-graph.ts';
import type { DType } from '../support/dtype.ts';
import { at } from '../support/shape.ts';
import * as g from './build.ts';
import { type Node, topologicalOrder } from './node.ts';
import { simplify } from './simplify.ts';
import { type Bindings, valuesOf } from './testing/values-of.ts';

const opsOf = (results: readonly Node[]) => topologicalOrder(results).map((node) => node.op);
const bind = (nodes: readonly Node[], specs: readonly ParameterSpec[]): Bindings =>
  new Map(nodes.map((node, i) => [node, at(specs, i).values]));

const spec = quarters([4, 6]);
const parameter = () => g.parameter({}, [4, 6], 'float32');
const one = (x: Node, value: number) => g.likeConstant(x, value);

/** [what is simplified, an expression, the primitives that are left] */
const rules: readonly (readonly [string, (x: Node) => Node, readonly string[]])[] = [
  ['x + 0', (x) => g.add(x, one(x, 0)), ['parameter']],
  ['0 + x', (x) => g.add(one(x, 0), x), ['parameter']],
  ['x - 0', (x) => g.sub(x, one(x, 0)), ['parameter']],
  ['x * 1', (x) => g.mul(x, one(x, 1)), ['parameter']],
  ['1 * x', (x) => g.mul(one(x, 1), x), ['parameter']],
  ['x / 1', (x) => g.div(x, one(x, 1)), ['parameter']],
  ['where(c, x, x)', (x) => g.where(g.gt(x, one(x, 0)), x, x), ['parameter']],
  ['where(true, x, y)', (x) => g.where(g.constant(1, x.shape, 'bool'), x, g.neg(x)), ['parameter']],
  ['where(false, x, y)', (x) => g.where(g.constant(0, x.shape, 'bool'), x, g.neg(x)), ['parameter', 'neg']],
  ['stopGradient', (x) => g.unary('stopGradient', x), ['parameter']],
  ['reshape of a reshape', (x) => g.reshape(g.reshape(x, [24]), [2, 12]), ['parameter', 'reshape']],
  ['reshape there and back', (x) => g.reshape(g.reshape(x, [24]), [4, 6]), ['parameter']],
  [
    'transpose of a transpose',
    (x) => g.transpose(g.transpose(g.reshape(x, [2, 2, 6]), [1, 2, 0]), [1, 0, 2]),
    ['parameter', 'reshape', 'transpose'],
  ],
  ['transpose there and back', (x) => g.transpose(g.transpose(x, [1, 0]), [1, 0]), ['parameter']],
  [
    'broadcast of a broadcast',
    (x) => g.broadcast(g.broadcast(g.reshape(x, [4, 1, 6, 1]), [4, 1, 6, 2]), [4, 3, 6, 2]),
    ['parameter', 'reshape', 'broadcast'],
  ],
  ['slice of everything', (x) => g.slice(x, [0, 0], [4, 6]), ['parameter']],
  ['pad by nothing', (x) => g.pad(x, [0, 0], [0, 0], 3), ['parameter']],
  ['pad that only crops', (x) => g.pad(x, [-1, 0], [0, -2]), ['parameter', 'slice']],
  ['pad that grows and crops', (x) => g.pad(x, [-1, 2], [1, -2], 5), ['parameter', 'pad', 'slice']],
  ['concat of one', (x) => g.concat([x], 1), ['parameter']],
  ['sum over extents of 1', (x) => g.reduceSum(g.reshape(x, [4, 1, 6, 1]), [1, 3]), ['parameter']],
  ['maximum over extents of 1', (x) => g.reduce('reduceMax', g.reshape(x, [4, 1, 6]), [1]), ['parameter']],
  [
    'movements of a constant',
    (x) =>
      g.flip(
        g.slice(
          g.transpose(g.reshape(g.broadcast(g.constant(2, [1, 1]), x.shape), [6, 4]), [1, 0]),
          [0, 1],
          [4, 6],
          [1, 2],
        ),
        [0],
      ),
    ['constant'],
  ],
  ['sum of a constant', (x) => g.reduceSum(one(x, 0.5), [1]), ['constant']],
  [
    'arithmetic of constants',
    (x) => g.div(g.exp(g.mul(one(x, 2), g.add(one(x, 1), one(x, 3)))), one(x, 7)),
    ['constant'],
  ],
  [
    'comparison, selection and cast of constants',
    (x) => g.where(g.gt(one(x, 2), one(x, 1)), g.cast(g.constant(3.7, x.shape), 'float32'), x),
    ['constant'],
  ],
  ['the same expression twice', (x) => g.add(g.exp(g.neg(x)), g.exp(g.neg(x))), ['parameter', 'neg', 'exp', 'add']],
  [
    'a product with one column',
    (x) => g.matmul(x, g.reshape(g.slice(x, [0, 0], [1, 6]), [6, 1])),
    ['parameter', 'slice', 'reshape', 'broadcast', 'mul', 'reduceSum', 'reshape', 'reshape'],
  ],
];

describe('each rule leaves less, and the same value', () => {
  test.each(rules)('%s', (_, build, left) => {
    const x = parameter();
    const before = build(x);
    const after = simplify([before]);
    const bindings = bind([x], [spec]);
    expect(
      firstDifference(at(valuesOf([before], bindings), 0), at(valuesOf(after, bindings), 0), 'number'),
    ).toBeUndefined();
    expect(opsOf(after).toSorted()).toEqual([...left].sort());
    expect(at(after, 0).shape).toEqual(before.shape);
    expect(at(after, 0).dtype).toBe(before.dtype);
  });
});

test('NaN and -0 are no zeros', () => {
  const x = parameter();
  const kept = [
    g.add(x, one(x, Number.NaN)),
    g.mul(x, one(x, 0)),
    g.sub(one(x, 0), x),
    g.div(one(x, 1), x),
    g.add(x, one(x, -0)),
  ];
  expect(simplify(kept).map((node) => node.op)).toEqual(['add', 'mul', 'sub', 'div', 'add']);
});

test('constants that only differ in sign or dtype are kept apart', () => {
  const results = simplify([
    g.constant(0),
    g.constant(-0),
    g.constant(0, [], 'int32'),
    g.constant(Number.NaN),
    g.constant(0, [1]),
  ]);
  expect(new Set(results).size).toBe(5);
  expect(new Set(simplify([g.constant(Number.NaN), g.constant(Number.NaN)])).size).toBe(1);
});

test('constants are folded in their own dtype', () => {
  const fold = (dtype: DType, a: number, b: number) => {
    const [node] = simplify([g.mul(g.constant(a, [2], dtype), g.constant(b, [2], dtype))]);
    return node?.op === 'constant' ? node.attrs.value : undefined;
  };
  expect(fold('int32', 65536, 65537)).toBe(65536);
  expect(fold('uint32', 4294967295, 2)).toBe(4294967294);
  expect(fold('float32', 0.1, 0.2)).toBe(Math.fround(Math.fround(0.1) * Math.fround(0.2)));
});

test('parameters are never shared, whatever they look like', () => {
  const [x, y] = [parameter(), parameter()];
  expect(simplify([g.add(x, y)]).flatMap((node) => node.inputs)).toEqual([x, y]);
});

describe('products', () => {
  const canonical = (node: Node) => {
    const products = topologicalOrder(simplify([node])).filter((other) => other.op === 'dot');
    for (const product of products) {
      expect(product.attrs).toEqual({ leftBatch: [0], rightBatch: [0], leftContract: [2], rightContract: [1] });
      expect(product.shape).toHaveLength(3);
    }
    return products.length;
  };

  test('over a batch of sequences transpose the merged rows, which is a view', () => {
    const [x, dy] = [g.parameter({}, [4, 3, 5], 'float32'), g.parameter({}, [4, 3, 6], 'float32')];
    const contracted = { leftBatch: [], rightBatch: [], leftContract: [0, 1], rightContract: [0, 1] };
    const order = topologicalOrder(simplify([g.dot(x, dy, contracted)]));
    expect(order.filter(({ op }) => op === 'transpose').map(({ inputs }) => inputs[0]?.shape)).toEqual([[12, 5]]);
  });

  test('of heads copy their operands along the innermost axis, and transpose the copies', () => {
    const [q, k] = [g.parameter({}, [2, 5, 3, 7], 'float32'), g.parameter({}, [2, 6, 3, 7], 'float32')];
    const heads = { leftBatch: [0, 2], rightBatch: [0, 2], leftContract: [3], rightContract: [3] };
    const order = topologicalOrder(simplify([g.dot(q, k, heads)]));
    const permutations = order.flatMap((node) => (node.op === 'transpose' ? [node.attrs.permutation] : []));
    expect(permutations).toEqual([
      [0, 2, 1, 3],
      [0, 2, 1, 3],
      [0, 2, 1],
    ]);
  });

  test('become batches of matrices', () => {
    const [a, b] = [g.parameter({}, [4, 3, 5], 'float32'), g.parameter({}, [5, 6, 3], 'float32')];
    expect(canonical(g.dot(a, b, { leftBatch: [1], rightBatch: [2], leftContract: [2], rightContract: [0] }))).toBe(1);
    expect(canonical(g.dot(a, b, { leftBatch: [], rightBatch: [], leftContract: [1, 2], rightContract: [2, 0] }))).toBe(
      1,
    );
  });

  test('of vectors, of integers and over single elements become sums', () => {
    const v = g.parameter({}, [7], 'float32');
    const m = g.parameter({}, [4, 7], 'int32');
    expect(canonical(g.dot(v, v, { leftBatch: [], rightBatch: [], leftContract: [0], rightContract: [0] }))).toBe(0);
    expect(canonical(g.matmul(m, g.transpose(m, [1, 0])))).toBe(0);
    expect(canonical(g.dot(v, v, { leftBatch: [], rightBatch: [], leftContract: [], rightContract: [] }))).toBe(0);
  });
});

test('sums down few columns are taken in two stages', () => {
  const sums = (x: Node, axes: readonly number[]) =>
    opsOf(simplify([g.reduceSum(x, axes)])).filter((op) => op === 'reduceSum').length;
  const images = g.parameter({}, [16, 32, 32, 8], 'float32');
  expect(sums(images, [0, 1, 2])).toBe(2);
  expect(sums(images, [1, 2])).toBe(1);
  expect(sums(images, [0, 1, 2, 3])).toBe(1);
  expect(sums(g.parameter({}, [16, 16], 'float32'), [0])).toBe(1);
});

test('a chain of 50,000 steps is no problem', () => {
  const x = g.parameter({}, [2], 'float32');
  let y = x;
  for (let i = 0; i < 50_000; i++) y = g.neg(y);
  expect(topologicalOrder(simplify([y]))).toHaveLength(50_001);
});

test('random graphs keep their values, shapes and dtypes, and are simple afterwards', () => {
  fc.assert(
    fc.property(recipes, (recipe) => {
      const { program, tracked } = grow(recipe);
      const bindings = bind(program.nodes, program.parameters);
      const after = simplify(program.results);
      const [expected, actual] = [valuesOf(program.results, bindings), valuesOf(after, bindings)];
      after.forEach((node, i) => {
        const { error } = at(tracked, i);
        const difference = firstDifference(at(expected, i), at(actual, i), error === 0 ? 'number' : () => 2 * error);
        if (difference !== undefined) throw new Error(`${difference}\n${listing(program.results)}\n${listing(after)}`);
        expect([node.shape, node.dtype]).toEqual([at(program.results, i).shape, at(program.results, i).dtype]);
      });
      expect(listing(simplify(after))).toBe(listing(after));
    }),
    { numRuns: 500, seed: 5 },
  );
});

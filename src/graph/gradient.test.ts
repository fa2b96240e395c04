import { describe, expect, test } from 'vitest';
import { floats } from '../backends/testing/program-case.ts';
import { at, range, sizeOf } from '../support/shape.ts';
import * as g from './build.ts';
import { gradient } from './gradient.ts';
import type { Node } from './node.ts';
import { rules } from './rules.ts';
import { differences } from './testing/differences.ts';
import { differentiable, flat, type GradientCase, type Operand } from './testing/gradient-cases.ts';
import { valuesOf } from './testing/values-of.ts';

const parameterOf = (operand: Operand) => g.parameter({}, operand.shape, 'float32');
const scalar = (value = 1) => [g.parameter({}, [], 'float32'), Float32Array.of(value)] as const;

const valuesFor = (operand: Operand, seed: number): Float32Array<ArrayBuffer> =>
  operand.values === undefined
    ? Float32Array.from(floats(operand.shape, operand.low ?? -1, operand.high ?? 1, seed).values)
    : Float32Array.from({ length: sizeOf(operand.shape) }, (_, i) => at(operand.values ?? [], i));

/** sum(result * weights): a scalar whose gradient uses a cotangent that is different everywhere. */
function weighted(result: Node): Node {
  const weights = g.add(
    g.mul(g.reshape(g.iota([sizeOf(result.shape)], 0, 'float32'), result.shape), g.likeConstant(result, 0.25)),
    g.likeConstant(result, 0.5),
  );
  return g.reduceSum(g.mul(result, weights), range(result.shape.length));
}

function expectClose(actual: ArrayLike<number>, expected: readonly number[]): void {
  const size = Math.max(1, ...expected.map(Math.abs));
  expected.forEach((value, i) => {
    expect(Math.abs(at(actual, i) - value), `element ${i}: ${at(actual, i)}, by differences ${value}`).toBeLessThan(
      1e-3 * size,
    );
  });
}

function checkGradient({ operands, build }: GradientCase): void {
  const parameters = operands.map(parameterOf);
  const bindings = new Map(parameters.map((node, i) => [node, valuesFor(at(operands, i), 11 + i)]));
  const result = weighted(build(...parameters));
  gradient(result, parameters).forEach((node, i) => {
    if (node === null) throw new Error(`Operand ${i} has no gradient.`);
    expect(node.shape).toEqual(at(operands, i).shape);
    expectClose(at(valuesOf([node], bindings), 0), differences(result, at(parameters, i), bindings));
  });
}

const cases = Object.entries(differentiable).flatMap(([op, list]) =>
  list.map((entry, i) => [`${op} ${i + 1}`, entry] as const),
);

test('every primitive is differentiated here, or is known to have no gradient', () => {
  const known = new Set([
    ...Object.keys(differentiable),
    ...Object.keys(flat),
    'parameter',
    'customGradient',
    'decompose',
    'solve',
    'scan',
    'loopCarry',
    'whileLoop',
  ]);
  expect(Object.keys(rules()).filter((op) => !known.has(op))).toEqual([]);
});

test.each(cases)('%s agrees with central differences', (_, entry) => checkGradient(entry));

test.each(Object.entries(flat))('no gradient flows through %s', (op, build) => {
  const x = g.parameter({}, [3], 'float32');
  const result = build(x);
  expect(result.op).toBe(op);
  const scale = g.parameter({}, [], 'float32');
  const value = g.reduceSum(g.cast(result, 'float32'), [0].slice(0, result.shape.length));
  expect(gradient(g.mul(value, scale), [x])).toEqual([null]);
});

describe('second derivatives', () => {
  const smooth: readonly (keyof typeof differentiable)[] = [
    'exp',
    'log',
    'sqrt',
    'tanh',
    'logistic',
    'erf',
    'sin',
    'atan',
    'mul',
    'div',
    'pow',
    'atan2',
    'reduceProd',
    'dot',
    'pad',
    'gather',
  ];
  test.each(
    smooth.flatMap((op) =>
      (differentiable[op] ?? []).slice(0, 2).map((entry, i) => [`${op} ${i + 1}`, entry] as const),
    ),
  )('%s', (_, { operands, build }) => {
    // Through a square, so that linear primitives have second derivatives too.
    checkGradient({
      operands,
      build: (...x) => {
        const y = build(...x);
        const [first] = gradient(weighted(g.mul(y, y)), [at(x, 0)]);
        if (first === null || first === undefined) throw new Error('No first derivative.');
        return x
          .slice(1)
          .reduce(
            (sum, other) => g.add(sum, g.broadcastTo(g.reduceSum(other, range(other.shape.length)), sum.shape)),
            first,
          );
      },
    });
  });
});

describe('at the edges', () => {
  const at1 = (build: (x: Node) => Node, value: number) => {
    const [x, data] = scalar(value);
    const [dx] = gradient(build(x), [x]);
    return dx ? at(at(valuesOf([dx], new Map([[x, data]])), 0), 0) : null;
  };

  test('equal operands of max and min share the gradient', () => {
    for (const op of ['max', 'min'] as const) {
      expect(at1((x) => g.binary(op, x, g.constant(2)), 2)).toBe(0.5);
      expect(at1((x) => g.binary(op, x, x), 2)).toBe(1);
    }
  });

  test('equal extremes of a reduction share the gradient', () => {
    const x = g.parameter({}, [5], 'float32');
    for (const [op, sign] of [
      ['reduceMax', 1],
      ['reduceMin', -1],
    ] as const) {
      const [dx] = gradient(g.reduce(op, x, [0]), [x]);
      const values = Float32Array.from([3, 1, 3, -2, 3], (v) => v * sign);
      expect(Array.from(at(valuesOf([dx ?? x], new Map([[x, values]])), 0))).toEqual(
        [1 / 3, 0, 1 / 3, 0, 1 / 3].map(Math.fround),
      );
    }
  });

  test('powers at zero', () => {
    expect(at1((x) => g.binary('pow', x, g.constant(2)), 0)).toBe(0);
    expect(at1((x) => g.binary('pow', x, g.constant(1)), 0)).toBe(1);
    expect(at1((x) => g.binary('pow', x, g.constant(0)), 0)).toBe(0);
    expect(at1((x) => g.binary('pow', g.constant(0), x), 2)).toBe(0);
    expect(at1((x) => g.binary('pow', x, g.constant(3)), -2)).toBe(12);
  });

  test('the slope of abs at 0 is 0', () => expect(at1((x) => g.unary('abs', x), 0)).toBe(0));
});

describe('of graphs', () => {
  test('shares of several uses add up', () => {
    checkGradient({
      operands: [{ shape: [3] }],
      build: (x) => g.add(g.mul(x, g.exp(x)), g.sub(x, g.mul(g.exp(x), g.exp(x)))),
    });
  });

  test('of a softmax with its logarithm', () => {
    checkGradient({
      operands: [{ shape: [2, 4] }],
      build: (x) => {
        const shifted = g.sub(x, g.broadcast(g.reduceKeep('reduceMax', x, [1]), x.shape));
        return g.sub(shifted, g.broadcast(g.unary('log', g.reduceKeep('reduceSum', g.exp(shifted), [1])), x.shape));
      },
    });
  });

  test('with respect to a value on the way, and to the result itself', () => {
    const [x, data] = scalar(3);
    const y = g.mul(x, x);
    const z = g.mul(y, y);
    const parts = gradient(z, [y, z, x]).map((node) => at(at(valuesOf([node ?? x], new Map([[x, data]])), 0), 0));
    expect(parts).toEqual([18, 1, 108]);
  });

  test('with a cotangent instead of a scalar', () => {
    const x = g.parameter({}, [3], 'float32');
    const cotangent = g.iota([3], 0, 'float32');
    const [dx] = gradient(g.mul(x, x), [x], cotangent);
    expect(Array.from(at(valuesOf([dx ?? x], new Map([[x, Float32Array.of(5, 6, 7)]])), 0))).toEqual([0, 12, 28]);
  });

  test('null where the result does not depend on a target', () => {
    const [x] = scalar();
    const [y] = scalar();
    expect(gradient(g.exp(x), [y, g.exp(y)])).toEqual([null, null]);
  });

  test('of a chain of 20,000 steps', () => {
    const [x, data] = scalar(1);
    let y = x;
    for (let i = 0; i < 20_000; i++) y = g.add(y, g.constant(1));
    const [dx] = gradient(y, [x]);
    expect(Array.from(at(valuesOf([dx ?? x], new Map([[x, data]])), 0))).toEqual([1]);
  });

  test('only scalars and floats have one', () => {
    const v = g.parameter({}, [2, 3], 'float32');
    expect(() => gradient(v, [v])).toThrow('A gradient is taken of a scalar. Received: a value of shape (2, 3)');
    const n = g.parameter({}, [], 'int32');
    expect(() => gradient(n, [n])).toThrow('Only floats have a gradient. Received: dtype=int32');
  });

  test('a QR decomposition of a wide matrix has none', () => {
    const x = g.parameter({}, [2, 3], 'float32');
    expect(() => gradient(g.reduceSum(g.decompose(x, 'qr'), [0]), [x])).toThrow('QR decomposition of a wide matrix');
  });
});

import { describe, expect, test } from 'vitest';
import { compileGraph } from '../compiler/compile.ts';
import * as g from '../graph/build.ts';
import type { BinaryOp, Node, UnaryOp } from '../graph/node.ts';
import { floatFunctions, unaryFunctions } from '../graph/primitives/scalar-functions.ts';
import type { HostArray } from '../support/dtype.ts';
import { at, range } from '../support/shape.ts';
import type { Backend } from './backend.ts';
import { contractBackends } from './testing/backends.ts';
import { runOn } from './testing/program-case.ts';
import { around, between, everyFloat, joined, ulpError } from './testing/ulp.ts';
import { WASM_TARGET } from './wasm/wasm-backend.ts';

/** All magnitudes with subnormals and NaN, densely where functions bend, and around where they change their formula. */
const samples = joined(
  everyFloat(40_009),
  between(-1, 1, 30_001),
  between(-20, 20, 30_001),
  between(-110, 100, 30_001),
  around(
    [
      0,
      -0,
      1,
      -1,
      0.5,
      Math.SQRT1_2,
      1.25,
      2,
      4,
      88.72284,
      -87.33655,
      -103.97208,
      3e38,
      Infinity,
      -Infinity,
      Math.PI / 2,
      Math.PI,
      100,
      1e5,
    ],
    100,
  ),
);

interface Bound {
  /** Greatest error in units in the last place. */
  readonly ulp: number;
  /** Arguments for which it holds; elsewhere only NaN and infinities are compared. Default: all. */
  readonly where?: (x: number) => boolean;
  /** Results smaller than this may come out as 0. */
  readonly flush?: number;
}

const smallestNormal = 2 ** -126;

/** What users may rely on, and a little more than what was measured. */
const bounds: Readonly<
  Record<Exclude<UnaryOp, 'neg' | 'abs' | 'sign' | 'floor' | 'ceil' | 'round' | 'stopGradient'>, Bound>
> = {
  exp: { ulp: 1 },
  expm1: { ulp: 1.6 },
  log: { ulp: 1 },
  log1p: { ulp: 1.6 },
  sqrt: { ulp: 0.5 },
  rsqrt: { ulp: 1.6 },
  tanh: { ulp: 2.2 },
  // e^-x overflows before its reciprocal is subnormal.
  logistic: { ulp: 2.4, flush: smallestNormal },
  erf: { ulp: 2.6 },
  // The formula that XLA has: 1 - x^2 is rounded, which tells near 1. Random normals are the same numbers thereby.
  erfInv: { ulp: 64 },
  // Beyond 2^20 quarter turns the angle loses digits.
  sin: { ulp: 0.6, where: (x) => Math.abs(x) < 1.6e6 },
  cos: { ulp: 0.6, where: (x) => Math.abs(x) < 1.6e6 },
  atan: { ulp: 0.6 },
  roundFloat16: { ulp: 0 },
  roundBfloat16: { ulp: 0 },
};

const binaryBounds: Readonly<Record<'pow' | 'atan2' | 'rem' | 'div', Bound>> = {
  pow: { ulp: 0.6 },
  atan2: { ulp: 0.6 },
  rem: { ulp: 0 },
  div: { ulp: 0.5 },
};

function check(
  arguments_: readonly ArrayLike<number>[],
  actual: HostArray,
  f: (...x: number[]) => number,
  bound: Bound,
): void {
  const { ulp, where = () => true, flush = 0 } = bound;
  let worst = { error: 0, text: '' };
  actual.forEach((y, i) => {
    const x = arguments_.map((values) => at(values, i));
    const exact = f(...x);
    const loose = !where(at(x, 0)) && Number.isFinite(exact) && Number.isFinite(y);
    if (loose || (y === 0 && Math.abs(exact) < flush)) return;
    const error = ulpError(exact, y);
    if (error > worst.error) worst = { error, text: `f(${x}) = ${y} instead of ${exact}` };
  });
  expect(worst.error, worst.text).toBeLessThanOrEqual(ulp);
}

/** One result, computed over a flat array: in vectors. */
function inVectors(
  backend: Backend,
  inputs: readonly Float32Array<ArrayBuffer>[],
  build: (...x: Node[]) => Node,
): HostArray {
  const parameters = inputs.map((values) => ({ shape: [values.length], dtype: 'float32', values }) as const);
  const nodes = parameters.map(({ shape, dtype }) => g.parameter({}, shape, dtype));
  return at(runOn(backend, { nodes, parameters, results: [build(...nodes)], overwrites: [null] }), 0);
}

/** Rows of 3 that are read down columns: there is no vector of 4 to make, so it is computed one by one. */
function oneByOne(
  backend: Backend,
  inputs: readonly Float32Array<ArrayBuffer>[],
  build: (...x: Node[]) => Node,
): HostArray {
  const rows = Math.floor(at(inputs, 0).length / 3);
  const parameters = inputs.map(
    (values) => ({ shape: [3, rows], dtype: 'float32', values: values.slice(0, 3 * rows) }) as const,
  );
  const nodes = parameters.map(({ shape, dtype }) => g.parameter({}, shape, dtype));
  const results = [g.transpose(build(...nodes), [1, 0])];
  const vectors = compileGraph({ parameters: nodes, results, overwrites: [null] }, WASM_TARGET).kernels.flatMap(
    ({ registers }) => registers.filter(({ type }) => type === 'vf32'),
  );
  expect(vectors).toEqual([]);
  const columns = at(runOn(backend, { nodes, parameters, results, overwrites: [null] }), 0);
  return Float32Array.from({ length: 3 * rows }, (_, i) => at(columns, (i % rows) * 3 + Math.floor(i / rows)));
}

/** Every pair of two lists. */
function pairs(a: Float32Array, b: Float32Array): [Float32Array<ArrayBuffer>, Float32Array<ArrayBuffer>] {
  const indices = range(a.length * b.length);
  return [
    Float32Array.from(indices, (i) => at(a, Math.floor(i / b.length))),
    Float32Array.from(indices, (i) => at(b, i % b.length)),
  ];
}

const specials = Float32Array.of(0, -0, 1, -1, 2, -3, 0.5, -0.5, Infinity, -Infinity, NaN, 3e38, 1e-40, -1e-45);
const [a, b] = pairs(
  joined(everyFloat(16_000_057), between(-3, 3, 101), specials),
  joined(everyFloat(50_000_017), between(-6, 6, 49), specials),
);
const [nearOne, exponents] = pairs(around([1], 100), between(-2e8, 2e8, 301));

describe.each(contractBackends)('on $name', ({ backend }) => {
  test.each(Object.entries(bounds))('%s is accurate to a few units in the last place', (name, bound) => {
    const op = name as keyof typeof bounds;
    const f = unaryFunctions[op];
    const build = (x: Node) => g.unary(op, x);
    check([samples], inVectors(backend, [samples], build), f, bound);
    check([samples], oneByOne(backend, [samples], build), f, bound);
  });

  test.each(Object.entries(binaryBounds))('%s is accurate to a few units in the last place', (name, bound) => {
    const op = name as BinaryOp & keyof typeof binaryBounds;
    const build = (x: Node, y: Node) => g.binary(op, x, y);
    for (const inputs of [
      [a, b],
      [nearOne, exponents],
    ]) {
      check(inputs, inVectors(backend, inputs, build), floatFunctions[op], bound);
      check(inputs, oneByOne(backend, inputs, build), floatFunctions[op], bound);
    }
  });

  test('sin and cos of huge numbers stay on the circle', () => {
    const huge = everyFloat(300_007).filter((x) => Number.isFinite(x));
    for (const op of ['sin', 'cos'] as const) {
      const y = inVectors(backend, [huge], (x) => g.unary(op, x));
      expect(y.every((value) => Math.abs(value) <= 1)).toBe(true);
    }
  });

  test('zeros keep their sign in these', () => {
    const zeros = Float32Array.of(0, -0, 0, -0, -0);
    for (const op of ['log1p', 'sqrt', 'tanh', 'erfInv', 'atan'] as const) {
      expect(
        inVectors(backend, [zeros], (x) => g.unary(op, x)),
        op,
      ).toEqual(zeros);
    }
  });
});

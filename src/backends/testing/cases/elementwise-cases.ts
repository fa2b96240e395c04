import * as g from '../../../graph/build.ts';
import type { BinaryOp, CompareOp, UnaryOp } from '../../../graph/node.ts';
import type { DType } from '../../../support/dtype.ts';
import { formatShape, type Shape } from '../../../support/shape.ts';
import { SPECIAL_FLOATS, SPECIAL_INTS, SPECIAL_UINTS } from '../numbers.ts';
import { type Case, floats, integers, listed, type ParameterSpec } from '../program-case.ts';

const EXACT_UNARY: readonly UnaryOp[] = [
  'neg',
  'abs',
  'sign',
  'floor',
  'ceil',
  'round',
  'sqrt',
  'roundFloat16',
  'roundBfloat16',
  'stopGradient',
];
const SMOOTH_UNARY: readonly UnaryOp[] = [
  'exp',
  'expm1',
  'log',
  'log1p',
  'rsqrt',
  'tanh',
  'logistic',
  'erf',
  'erfInv',
  'sin',
  'cos',
  'atan',
];
const FLOAT_BINARY: readonly BinaryOp[] = ['add', 'sub', 'mul', 'div', 'rem'];
const INT_BINARY: readonly BinaryOp[] = [
  'add',
  'sub',
  'mul',
  'div',
  'rem',
  'max',
  'min',
  'bitAnd',
  'bitOr',
  'bitXor',
  'shiftLeft',
  'shiftRight',
];
const COMPARES: readonly CompareOp[] = ['eq', 'ne', 'lt', 'le', 'gt', 'ge'];

/** Scalars, extents of 1, less than a vector, whole vectors, a tail, several work units. */
const SHAPES: readonly Shape[] = [[], [1], [3], [4], [7], [1, 5, 1], [5, 7], [24, 3], [1031]];

/** Every pair of two lists. */
function pairs(a: readonly number[], b: readonly number[], dtype: DType): [ParameterSpec, ParameterSpec] {
  return [
    listed(
      a.flatMap((x) => b.map(() => x)),
      dtype,
    ),
    listed(
      a.flatMap(() => b),
      dtype,
    ),
  ];
}

const specials: Record<'float32' | 'int32' | 'uint32', readonly number[]> = {
  float32: SPECIAL_FLOATS,
  int32: SPECIAL_INTS,
  uint32: SPECIAL_UINTS,
};

const integral = ['int32', 'uint32'] as const;

export const elementwiseCases: readonly Case[] = [
  ...EXACT_UNARY.flatMap((op): Case[] => [
    {
      name: `${op} of special floats`,
      parameters: [listed(SPECIAL_FLOATS)],
      build: (x) => g.unary(op, x),
      compare: 'bits',
    },
    ...SHAPES.map(
      (shape): Case => ({
        name: `${op} of ${formatShape(shape)}`,
        parameters: [floats(shape, op === 'sqrt' ? 0 : -4, 4)],
        build: (x) => g.unary(op, x),
        compare: 'bits',
      }),
    ),
  ]),
  ...SMOOTH_UNARY.flatMap((op): Case[] => [
    {
      name: `${op} of special floats`,
      parameters: [
        listed(
          SPECIAL_FLOATS.filter((x) => !['sin', 'cos'].includes(op) || !(Math.abs(x) > 1e4 && Math.abs(x) < Infinity)),
        ),
      ],
      build: (x) => g.unary(op, x),
      compare: 2e-6,
      absolute: 1.5e-45,
    },
    ...SHAPES.map(
      (shape): Case => ({
        name: `${op} of ${formatShape(shape)}`,
        parameters: [floats(shape, ['log', 'rsqrt'].includes(op) ? 0.1 : -0.95, 0.95)],
        build: (x) => g.unary(op, x),
        compare: 2e-6,
      }),
    ),
  ]),
  ...(['neg', 'abs', 'sign', 'stopGradient'] as const).flatMap((op) =>
    integral.map(
      (dtype): Case => ({
        name: `${op} of special ${dtype}`,
        parameters: [listed(specials[dtype], dtype)],
        build: (x) => g.unary(op, x),
      }),
    ),
  ),
  ...FLOAT_BINARY.map(
    (op): Case => ({
      name: `${op} of special floats`,
      parameters: pairs(SPECIAL_FLOATS, SPECIAL_FLOATS, 'float32'),
      build: (a, b) => g.binary(op, a, b),
      compare: 'bits',
    }),
  ),
  ...(['max', 'min'] as const).flatMap((op): Case[] => [
    {
      name: `${op} of special floats`,
      parameters: pairs(SPECIAL_FLOATS, SPECIAL_FLOATS, 'float32'),
      build: (a, b) => g.binary(op, a, b),
      compare: 'number',
    },
    ...[0, 1, Number.NaN, Number.NEGATIVE_INFINITY].map(
      (c): Case => ({
        name: `${op} of special floats and the constant ${c}, both ways round`,
        parameters: [listed(SPECIAL_FLOATS)],
        build: (x) => [g.binary(op, x, g.likeConstant(x, c)), g.binary(op, g.likeConstant(x, c), x)],
        compare: 'number',
      }),
    ),
  ]),
  ...['pow', 'atan2'].map(
    (name): Case => ({
      name: `${name} of special floats`,
      parameters: pairs(SPECIAL_FLOATS, SPECIAL_FLOATS, 'float32'),
      build: (a, b) => g.binary(name === 'pow' ? 'pow' : 'atan2', a, b),
      compare: 2e-6,
      absolute: 1e-44,
    }),
  ),
  ...[...FLOAT_BINARY, 'max', 'min'].flatMap((op) =>
    SHAPES.map(
      (shape): Case => ({
        name: `${op} of ${formatShape(shape)}`,
        parameters: [floats(shape, -4, 4, 1), floats(shape, 0.5, 4, 2)],
        build: (a, b) => g.binary(op as BinaryOp, a, b),
        compare: 'number',
      }),
    ),
  ),
  ...integral.flatMap((dtype) => [
    ...INT_BINARY.map(
      (op): Case => ({
        name: `${op} of special ${dtype}`,
        parameters: pairs(specials[dtype], specials[dtype], dtype),
        build: (a, b) => g.binary(op, a, b),
      }),
    ),
    ...(['shiftLeft', 'shiftRight'] as const).map(
      (op): Case => ({
        name: `${op} of special ${dtype} by constants`,
        parameters: [listed(specials[dtype], dtype)],
        build: (x) => [0, 1, 13, 31, 32, 100].map((bits) => g.binary(op, x, g.likeConstant(x, bits))),
      }),
    ),
    {
      name: `pow of special ${dtype}`,
      parameters: pairs(specials[dtype], dtype === 'int32' ? [0, 1, 2, 3, 5, 31, -1, -2] : [0, 1, 2, 3, 5, 31], dtype),
      build: (a, b) => g.binary('pow', a, b),
    } satisfies Case,
  ]),
  ...COMPARES.flatMap((op) => [
    {
      name: `${op} of special floats`,
      parameters: pairs(SPECIAL_FLOATS, SPECIAL_FLOATS, 'float32'),
      build: (a, b) => g.compare(op, a, b),
    } satisfies Case,
    ...integral.map(
      (dtype): Case => ({
        name: `${op} of special ${dtype}`,
        parameters: pairs(specials[dtype], specials[dtype], dtype),
        build: (a, b) => g.compare(op, a, b),
      }),
    ),
    {
      name: `${op} of bools`,
      parameters: pairs([0, 1], [0, 1], 'bool'),
      build: (a, b) => g.compare(op, a, b),
    } satisfies Case,
  ]),
  ...(['bitAnd', 'bitOr', 'bitXor', 'max', 'min'] as const).map(
    (op): Case => ({
      name: `${op} of bools, of data and of comparisons`,
      parameters: [integers([37], 'bool', 0, 1, 1), integers([37], 'bool', 0, 1, 2), floats([37])],
      build: (a, b, x) => {
        const positive = g.gt(x, g.zerosLike(x));
        return [g.binary(op, a, b), g.binary(op, a, positive), g.binary(op, positive, g.compare('ne', a, b))];
      },
    }),
  ),
  ...(['float32', 'int32', 'uint32', 'bool'] as const).map(
    (dtype): Case => ({
      name: `where of ${dtype}`,
      parameters: [
        integers([41], 'bool', 0, 1, 3),
        dtype === 'float32'
          ? listed(SPECIAL_FLOATS, dtype, [41])
          : integers([41], dtype, 0, dtype === 'bool' ? 1 : 9, 4),
        dtype === 'float32' ? floats([41]) : integers([41], dtype, 0, dtype === 'bool' ? 1 : 9, 5),
        floats([41], -1, 1, 9),
      ],
      build: (c, a, b, x) => [g.where(c, a, b), g.where(g.lt(x, g.zerosLike(x)), b, a)],
      compare: 'bits',
    }),
  ),
  ...(['float32', 'int32', 'uint32', 'bool'] as const).flatMap((from) =>
    (['float32', 'int32', 'uint32', 'bool'] as const)
      .filter((to) => to !== from)
      .map(
        (to): Case => ({
          name: `cast of ${from} to ${to}`,
          parameters: [from === 'bool' ? integers([13], 'bool', 0, 1) : listed(specials[from], from)],
          build: (x) => g.cast(x, to),
          compare: 'bits',
        }),
      ),
  ),
  ...(['float32', 'int32', 'uint32'] as const).flatMap((from) =>
    (['float32', 'int32', 'uint32'] as const)
      .filter((to) => to !== from)
      .map(
        (to): Case => ({
          name: `bitcast of ${from} to ${to}`,
          // Only floats that are not NaN keep their bits on every way through a host.
          parameters: [
            listed(
              from === 'float32'
                ? SPECIAL_FLOATS.filter((x) => !Number.isNaN(x))
                : [0, 1, 2, 65535, 1065353216, 1073741824, 8388607],
              from,
            ),
          ],
          build: (x) => g.bitcast(x, to),
          compare: 'bits',
        }),
      ),
  ),
  {
    name: 'a long elementwise chain with reuse',
    parameters: [floats([5, 67], 0.2, 2, 1), floats([67], -1, 1, 2)],
    build: (x, y) => {
      let value = x;
      for (let i = 0; i < 40; i++) value = g.add(g.mul(value, g.broadcastTo(y, [5, 67])), g.unary('tanh', x));
      return value;
    },
  },
  {
    name: 'random bits of several shapes under one key',
    parameters: [listed([0, 42], 'uint32')],
    build: (key) => [[], [1], [3], [5, 37], [4, 1, 9], [2000]].map((shape) => g.randomBits(key, shape)),
  },
  {
    name: 'random bits, moved and cut',
    parameters: [listed([4000000000, 7], 'uint32')],
    build: (key) => {
      const bits = g.randomBits(key, [6, 10]);
      return [g.transpose(bits, [1, 0]), g.flip(g.slice(bits, [1, 2], [6, 9], [2, 3]), [1]), g.cast(bits, 'float32')];
    },
    compare: 'bits',
  },
  {
    name: 'iota of every dtype and axis',
    parameters: [],
    build: () => [
      g.iota([3, 4], 0),
      g.iota([3, 4], 1),
      g.iota([7], 0, 'float32'),
      g.iota([2, 5, 3], 1, 'uint32'),
      g.iota([1], 0),
      g.transpose(g.iota([3, 5], 1), [1, 0]),
      g.flip(g.iota([9], 0), [0]),
      g.slice(g.iota([9], 0, 'float32'), [1], [9], [3]),
    ],
    compare: 'bits',
  },
  {
    name: 'constants of every dtype',
    parameters: [],
    build: () => [
      g.constant(3.25, [2, 2]),
      g.constant(Number.NaN, [3]),
      g.constant(Number.NEGATIVE_INFINITY, []),
      g.constant(-0, [5]),
      g.constant(-7, [3], 'int32'),
      g.constant(4294967295, [5], 'uint32'),
      g.constant(1, [4], 'bool'),
    ],
    compare: 'bits',
  },
];

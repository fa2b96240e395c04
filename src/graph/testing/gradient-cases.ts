import type { Shape } from '../../support/shape.ts';
import * as g from '../build.ts';
import type { Node, PrimitiveName } from '../node.ts';
import { loopGradientCases } from './loop-gradient-cases.ts';

/** An operand: floats between two bounds, or given numbers. */
export interface Operand {
  readonly shape: Shape;
  readonly low?: number;
  readonly high?: number;
  readonly values?: readonly number[];
}

export interface GradientCase {
  readonly operands: readonly Operand[];
  readonly build: (...x: Node[]) => Node;
}

const within = (low: number, high: number, shape: Shape = [2, 3]): Operand => ({ shape, low, high });
const of = (...shape: number[]): Operand => ({ shape });

const unary = (op: Parameters<typeof g.unary>[0], low = -1.5, high = 1.5): GradientCase[] => [
  { operands: [within(low, high)], build: (x) => g.unary(op, x) },
];

const binary = (op: Parameters<typeof g.binary>[0], a = within(-2, 2), b = within(0.5, 2)): GradientCase[] => [
  { operands: [a, b], build: (x, y) => g.binary(op, x, y) },
  { operands: [within(0.5, 2)], build: (x) => g.binary(op, x, g.mul(x, x)) },
];

const reduce = (op: Parameters<typeof g.reduce>[0], operand: (shape: Shape) => Operand): GradientCase[] =>
  [[0], [1], [2], [0, 1], [0, 2], [1, 2], [0, 1, 2]].map((axes) => ({
    operands: [operand([2, 3, 2])],
    build: (x) => g.reduce(op, x, axes),
  }));

/** Numbers that are far enough apart for extremes not to change sides. */
const spread = (shape: Shape): Operand => ({
  shape,
  values: [5, -3, 2, 7, -1, 0, 11, -7, 4, -5, 9, 3].map((x) => x / 4),
});

const dot = (left: number[], right: number[], attrs: Parameters<typeof g.dot>[2]): GradientCase => ({
  operands: [of(...left), of(...right)],
  build: (a, b) => g.dot(a, b, attrs),
});

const conv = (x: number[], kernel: number[], attrs: Partial<Parameters<typeof g.conv>[2]> = {}): GradientCase => {
  const all = (n: number) => new Array<number>(x.length - 2).fill(n);
  const plain = { strides: all(1), dilations: all(1), inputDilations: all(1), low: all(0), high: all(0), groups: 1 };
  return { operands: [of(...x), of(...kernel)], build: (a, b) => g.conv(a, b, { ...plain, ...attrs }) };
};

const windowed = (op: Parameters<typeof g.windowReduce>[0], operand: (shape: Shape) => Operand): GradientCase[] =>
  [
    { sizes: [2, 2], strides: [2, 2], dilations: [1, 1], low: [0, 0], high: [0, 0] },
    { sizes: [2, 3], strides: [2, 3], dilations: [1, 1], low: [1, 0], high: [0, 1] },
    { sizes: [2, 2], strides: [1, 2], dilations: [2, 1], low: [1, 0], high: [0, 1] },
  ].map((attrs) => ({
    operands: [operand([1, 3, 4, 1])],
    build: (x) => g.windowReduce(op, x, { first: 1, ...attrs }),
  }));

const indices = (values: readonly number[], shape: Shape = [values.length]) =>
  g.reshape(
    g.concat(
      values.map((value) => g.constant(value, [1], 'int32')),
      0,
    ),
    shape,
  );

/** Primitives through which gradients flow. */
export const differentiable: Partial<Record<PrimitiveName, readonly GradientCase[]>> = {
  neg: unary('neg'),
  abs: [...unary('abs', 0.2, 2), ...unary('abs', -2, -0.2)],
  exp: unary('exp'),
  expm1: unary('expm1'),
  log: unary('log', 0.5, 3),
  log1p: unary('log1p', -0.4, 2),
  sqrt: unary('sqrt', 0.5, 3),
  rsqrt: unary('rsqrt', 0.5, 3),
  tanh: unary('tanh'),
  logistic: unary('logistic', -3, 3),
  erf: unary('erf'),
  erfInv: unary('erfInv', -0.6, 0.6),
  sin: unary('sin', -3, 3),
  cos: unary('cos', -3, 3),
  atan: unary('atan', -3, 3),
  add: binary('add'),
  sub: binary('sub'),
  mul: binary('mul'),
  div: binary('div'),
  pow: binary('pow', within(0.5, 2), within(-2, 2)),
  max: [
    {
      operands: [within(-2, -0.5), within(0.5, 2)],
      build: (x, y) => g.add(g.binary('max', x, y), g.binary('max', y, g.neg(x))),
    },
  ],
  min: [
    {
      operands: [within(-2, -0.5), within(0.5, 2)],
      build: (x, y) => g.add(g.binary('min', x, y), g.binary('min', y, g.neg(x))),
    },
  ],
  rem: [
    {
      operands: [within(0.3, 0.7), { shape: [2, 3], values: [1, 1.25, 1.5, 1.1, 1.3, 0.9] }],
      build: (x, y) => g.binary('rem', x, y),
    },
    {
      operands: [within(5.3, 5.7), { shape: [2, 3], values: [2, 2, 2, 2, 2, 2] }],
      build: (x, y) => g.binary('rem', x, y),
    },
    {
      operands: [within(-5.7, -5.3), { shape: [2, 3], values: [2, 2, 2, 2, 2, 2] }],
      build: (x, y) => g.binary('rem', x, y),
    },
  ],
  atan2: [
    ...binary('atan2', within(0.5, 2), within(0.5, 2)),
    { operands: [within(-2, -0.5), within(-2, -0.5)], build: (x, y) => g.binary('atan2', x, y) },
  ],
  where: [
    {
      operands: [of(2, 3), of(2, 3)],
      build: (x, y) => g.where(g.eq(g.iota([2, 3], 1), g.constant(1, [2, 3], 'int32')), x, y),
    },
  ],
  reshape: [{ operands: [of(2, 6)], build: (x) => g.reshape(x, [3, 4]) }],
  transpose: [
    { operands: [of(2, 3)], build: (x) => g.transpose(x, [1, 0]) },
    { operands: [of(2, 3, 2)], build: (x) => g.transpose(x, [2, 0, 1]) },
    { operands: [of(2, 3, 2)], build: (x) => g.transpose(x, [1, 2, 0]) },
  ],
  broadcast: [
    { operands: [of(1, 3)], build: (x) => g.broadcast(x, [4, 3]) },
    { operands: [of(2, 1, 3)], build: (x) => g.broadcast(x, [2, 5, 3]) },
    { operands: [of(1, 1)], build: (x) => g.broadcast(x, [2, 3]) },
    { operands: [of(3)], build: (x) => g.broadcastTo(x, [2, 4, 3]) },
  ],
  slice: [
    { operands: [of(4, 5)], build: (x) => g.slice(x, [1, 0], [3, 5]) },
    { operands: [of(4, 5)], build: (x) => g.slice(x, [0, 1], [4, 5], [3, 2]) },
    { operands: [of(5)], build: (x) => g.slice(x, [0], [4], [2]) },
    { operands: [of(5, 2)], build: (x) => g.slice(x, [2, 0], [2, 2]) },
  ],
  pad: [
    { operands: [of(2, 3)], build: (x) => g.pad(x, [1, 0], [0, 2], 3) },
    { operands: [of(2, 3)], build: (x) => g.pad(x, [0, 1], [1, 0], 3, [2, 1]) },
    { operands: [of(4, 5)], build: (x) => g.pad(x, [-1, 2], [1, -2], 3) },
    { operands: [of(4, 5)], build: (x) => g.pad(x, [-1, -1], [-2, 1], 3, [1, 2]) },
    { operands: [of(4)], build: (x) => g.pad(x, [-2], [-2]) },
  ],
  flip: [
    { operands: [of(2, 3)], build: (x) => g.flip(x, [1]) },
    { operands: [of(2, 3)], build: (x) => g.flip(x, [0, 1]) },
  ],
  concat: [
    { operands: [of(2, 3), of(2, 1)], build: (x, y) => g.concat([x, y, x], 1) },
    { operands: [of(2, 3), of(4, 3)], build: (x, y) => g.concat([y, x], 0) },
  ],
  reduceSum: reduce('reduceSum', (shape) => ({ shape })),
  reduceProd: [
    ...reduce('reduceProd', (shape) => ({ shape, low: 0.5, high: 1.5 })),
    { operands: [{ shape: [2, 3], values: [0, 2, 3, 0, 0, 2] }], build: (x) => g.reduce('reduceProd', x, [1]) },
    { operands: [{ shape: [2, 3], values: [0, 2, 3, 1, 0, 2] }], build: (x) => g.reduce('reduceProd', x, [0]) },
  ],
  reduceMax: reduce('reduceMax', spread),
  reduceMin: reduce('reduceMin', spread),
  dot: [
    dot([2, 3], [3, 4], { leftBatch: [], rightBatch: [], leftContract: [1], rightContract: [0] }),
    dot([3, 2], [4, 3], { leftBatch: [], rightBatch: [], leftContract: [0], rightContract: [1] }),
    dot([2, 3], [2, 3], { leftBatch: [], rightBatch: [], leftContract: [0, 1], rightContract: [0, 1] }),
    dot([2, 3], [3, 2], { leftBatch: [], rightBatch: [], leftContract: [0, 1], rightContract: [1, 0] }),
    dot([2, 3], [2], { leftBatch: [], rightBatch: [], leftContract: [], rightContract: [] }),
    dot([3, 2, 4], [3, 4, 2], { leftBatch: [0], rightBatch: [0], leftContract: [2], rightContract: [1] }),
    dot([2, 3, 4], [4, 2, 3], { leftBatch: [1], rightBatch: [2], leftContract: [2], rightContract: [0] }),
    dot([4, 3, 2], [2, 4, 3], { leftBatch: [2], rightBatch: [0], leftContract: [0, 1], rightContract: [1, 2] }),
    dot([2, 3, 2], [2, 2, 3], { leftBatch: [0, 2], rightBatch: [1, 0], leftContract: [1], rightContract: [2] }),
    dot([2, 3], [2, 3], { leftBatch: [0, 1], rightBatch: [0, 1], leftContract: [], rightContract: [] }),
    dot([2, 3, 4, 2], [3, 2, 2, 4], { leftBatch: [3], rightBatch: [1], leftContract: [1, 2], rightContract: [0, 3] }),
    dot([3], [3], { leftBatch: [], rightBatch: [], leftContract: [0], rightContract: [0] }),
  ],
  windows: [
    {
      operands: [of(2, 5, 2)],
      build: (x) => g.windows(x, { first: 1, sizes: [3], strides: [2], dilations: [1] }),
    },
    {
      operands: [of(4, 5)],
      build: (x) => g.windows(x, { first: 0, sizes: [2, 2], strides: [1, 2], dilations: [2, 1] }),
    },
  ],
  conv: [
    conv([2, 5, 2], [2, 2, 3]),
    conv([1, 4, 5, 2], [2, 3, 2, 2], { strides: [2, 1], low: [1, 0], high: [0, 2] }),
    conv([1, 5, 5, 1], [2, 2, 1, 2], { dilations: [2, 3], inputDilations: [2, 1], low: [-1, 1], high: [1, 0] }),
    conv([2, 4, 4, 4], [2, 2, 2, 4], { groups: 2, strides: [1, 3] }),
    conv([1, 4, 4, 3], [3, 2, 1, 6], { groups: 3, low: [1, 1], high: [1, 0] }),
    conv([1, 3, 3, 3, 1], [2, 2, 2, 1, 2], { strides: [1, 2, 1], dilations: [1, 1, 2] }),
  ],
  windowSum: windowed('windowSum', (shape) => of(...shape)),
  windowMax: windowed('windowMax', spread),
  gather: [
    { operands: [of(4)], build: (x) => g.gather(x, indices([3, 0, 3, -5, 9])) },
    { operands: [of(4, 2)], build: (x) => g.gather(x, indices([1, 1, 2, 0], [2, 2])) },
  ],
  scatterReduce: [
    { operands: [spread([5])], build: (x) => g.scatterReduce('max', indices([1, 0, 1, -5, 0]), x, 2) },
    { operands: [spread([2, 2, 3])], build: (x) => g.scatterReduce('min', indices([1, 1, 2, 0], [2, 2]), x, 3) },
    {
      operands: [{ shape: [6], values: [2, 0, 3, 4, 0, 0] }],
      build: (x) => g.scatterReduce('mul', indices([0, 0, 0, 1, 2, 2]), x, 3),
    },
  ],
  scatterAdd: [
    { operands: [of(5)], build: (x) => g.scatterAdd(indices([3, 0, 3, -5, 9]), x, 4) },
    { operands: [of(2, 2, 3)], build: (x) => g.scatterAdd(indices([1, 1, 2, 0], [2, 2]), x, 3) },
  ],
  loopStack: loopGradientCases,
};

/** Primitives through which no gradient flows: steps, integers, leaves. */
export const flat: Partial<Record<PrimitiveName, (x: Node) => Node>> = {
  sign: (x) => g.unary('sign', x),
  floor: (x) => g.unary('floor', x),
  ceil: (x) => g.unary('ceil', x),
  round: (x) => g.unary('round', x),
  roundFloat16: (x) => g.unary('roundFloat16', x),
  roundBfloat16: (x) => g.unary('roundBfloat16', x),
  stopGradient: (x) => g.unary('stopGradient', x),
  eq: (x) => g.compare('eq', x, g.zerosLike(x)),
  ne: (x) => g.compare('ne', x, g.zerosLike(x)),
  lt: (x) => g.compare('lt', x, g.zerosLike(x)),
  le: (x) => g.compare('le', x, g.zerosLike(x)),
  gt: (x) => g.compare('gt', x, g.zerosLike(x)),
  ge: (x) => g.compare('ge', x, g.zerosLike(x)),
  cast: (x) => g.cast(x, 'int32'),
  bitcast: (x) => g.bitcast(x, 'int32'),
  bitAnd: (x) => g.binary('bitAnd', g.cast(x, 'int32'), g.constant(1, x.shape, 'int32')),
  bitOr: (x) => g.binary('bitOr', g.cast(x, 'int32'), g.constant(1, x.shape, 'int32')),
  bitXor: (x) => g.binary('bitXor', g.cast(x, 'int32'), g.constant(1, x.shape, 'int32')),
  shiftLeft: (x) => g.binary('shiftLeft', g.cast(x, 'int32'), g.constant(1, x.shape, 'int32')),
  shiftRight: (x) => g.binary('shiftRight', g.cast(x, 'int32'), g.constant(1, x.shape, 'int32')),
  argmax: (x) => g.argReduce('argmax', x, 0),
  argmin: (x) => g.argReduce('argmin', x, 0),
  argsort: (x) => g.argsort(x, 0),
  randomBits: (x) => g.randomBits(g.cast(g.slice(x, [0], [2]), 'uint32'), [3]),
  constant: () => g.constant(1, [3]),
  iota: () => g.iota([3], 0, 'float32'),
};

import * as g from '../../../graph/build.ts';
import { gradient } from '../../../graph/gradient.ts';
import type { Node, Primitives } from '../../../graph/node.ts';
import { at } from '../../../support/shape.ts';
import { type Case, floats, integers, listed, quarters } from '../program-case.ts';

type Conv = Primitives['conv'];

const plain = (d: number): Conv => ({
  strides: new Array<number>(d).fill(1),
  dilations: new Array<number>(d).fill(1),
  inputDilations: new Array<number>(d).fill(1),
  low: new Array<number>(d).fill(0),
  high: new Array<number>(d).fill(0),
  groups: 1,
});

interface ConvCase {
  readonly name: string;
  readonly x: readonly number[];
  readonly kernel: readonly number[];
  readonly attrs?: Partial<Conv>;
}

/** Extents around vectors and tiles, every option alone and together. */
const CONVOLUTIONS: readonly ConvCase[] = [
  { name: 'one dimension', x: [2, 9, 3], kernel: [3, 3, 5] },
  { name: 'one dimension, one channel each', x: [3, 7, 1], kernel: [2, 1, 1] },
  { name: 'two dimensions', x: [2, 7, 6, 3], kernel: [3, 2, 3, 4] },
  { name: 'two dimensions, a vector of channels and a tail', x: [1, 9, 11, 4], kernel: [3, 3, 4, 19] },
  { name: 'two dimensions, panels of channels', x: [2, 6, 20, 8], kernel: [3, 3, 8, 70] },
  { name: 'two dimensions, rows longer than a tile', x: [1, 4, 35, 2], kernel: [2, 2, 2, 33] },
  { name: 'two dimensions, one channel to many', x: [3, 10, 10, 1], kernel: [3, 3, 1, 32] },
  { name: 'two dimensions, one by one', x: [2, 5, 7, 6], kernel: [1, 1, 6, 24] },
  { name: 'two dimensions, the whole image', x: [3, 4, 5, 7], kernel: [4, 5, 7, 16] },
  { name: 'three dimensions', x: [2, 4, 5, 6, 2], kernel: [2, 3, 2, 2, 9] },
  { name: 'strides', x: [2, 9, 8, 3], kernel: [3, 2, 3, 17], attrs: { strides: [2, 3] } },
  { name: 'dilated kernel', x: [2, 9, 11, 3], kernel: [3, 2, 3, 6], attrs: { dilations: [2, 3] } },
  { name: 'edges', x: [2, 5, 6, 3], kernel: [3, 3, 3, 16], attrs: { low: [1, 2], high: [1, 0] } },
  { name: 'negative edges', x: [2, 8, 9, 2], kernel: [3, 3, 2, 5], attrs: { low: [-1, 1], high: [2, -2] } },
  {
    name: 'dilated input',
    x: [2, 4, 5, 3],
    kernel: [3, 3, 3, 8],
    attrs: { inputDilations: [2, 3], low: [1, 2], high: [2, 1] },
  },
  {
    name: 'everything at once',
    x: [2, 6, 7, 4],
    kernel: [3, 2, 2, 6],
    attrs: { strides: [2, 1], dilations: [1, 2], inputDilations: [2, 1], low: [1, 0], high: [0, 2], groups: 2 },
  },
  { name: 'groups', x: [2, 6, 6, 8], kernel: [3, 3, 2, 12], attrs: { groups: 4 } },
  { name: 'depthwise', x: [2, 7, 8, 20], kernel: [3, 3, 1, 20], attrs: { groups: 20, low: [1, 1], high: [1, 1] } },
  { name: 'depthwise, several of each', x: [2, 6, 5, 4], kernel: [3, 2, 1, 12], attrs: { groups: 4, strides: [2, 2] } },
  { name: 'a kernel larger than the input', x: [2, 2, 3, 1], kernel: [3, 3, 1, 2] },
  { name: 'no samples', x: [0, 5, 5, 2], kernel: [3, 3, 2, 4] },
];

const convolutions = CONVOLUTIONS.map(({ name, x, kernel, attrs }): Case => {
  const all = { ...plain(x.length - 2), ...attrs };
  return {
    name: `convolution: ${name}`,
    parameters: [quarters(x, 1), quarters(kernel, 2)],
    build: (a, b) => {
      const y = g.conv(a, b, all);
      return [y, ...gradientsOf(y, [a, b])];
    },
    compare: 'number',
  };
});

/** Gradients of the sum of the squares, which are exact for small quarters. */
const gradientsOf = (y: Node, targets: readonly Node[]): Node[] =>
  gradient(y, targets, y).map((node, i) => node ?? g.zerosLike(at(targets, i)));

type Windows = Primitives['windowMax'];

interface WindowCase {
  readonly name: string;
  readonly x: readonly number[];
  readonly attrs: Windows;
}

const WINDOWS: readonly WindowCase[] = [
  {
    name: 'tiles',
    x: [2, 6, 8, 19],
    attrs: { first: 1, sizes: [2, 2], strides: [2, 2], dilations: [1, 1], low: [0, 0], high: [0, 0] },
  },
  {
    name: 'tiles with a rest and edges',
    x: [2, 7, 5, 4],
    attrs: { first: 1, sizes: [3, 2], strides: [3, 2], dilations: [1, 1], low: [1, 0], high: [0, 1] },
  },
  {
    name: 'overlapping',
    x: [2, 7, 9, 16],
    attrs: { first: 1, sizes: [3, 2], strides: [2, 1], dilations: [1, 1], low: [1, 0], high: [1, 1] },
  },
  { name: 'gaps', x: [3, 11, 2], attrs: { first: 1, sizes: [2], strides: [3], dilations: [1], low: [0], high: [0] } },
  {
    name: 'dilated',
    x: [2, 9, 7, 3],
    attrs: { first: 1, sizes: [3, 2], strides: [1, 2], dilations: [2, 3], low: [0, 1], high: [1, 0] },
  },
  {
    name: 'last axes',
    x: [2, 3, 6, 10],
    attrs: { first: 2, sizes: [2, 3], strides: [2, 2], dilations: [1, 1], low: [0, 1], high: [0, 1] },
  },
  {
    name: 'three axes',
    x: [1, 4, 4, 6, 5],
    attrs: { first: 1, sizes: [2, 2, 3], strides: [2, 1, 3], dilations: [1, 1, 1], low: [0, 0, 0], high: [0, 0, 0] },
  },
  {
    name: 'one window over everything',
    x: [2, 3, 4, 17],
    attrs: { first: 1, sizes: [3, 4], strides: [1, 1], dilations: [1, 1], low: [0, 0], high: [0, 0] },
  },
  { name: 'nothing', x: [2, 3, 2], attrs: { first: 1, sizes: [4], strides: [1], dilations: [1], low: [0], high: [0] } },
];

const reductions = WINDOWS.flatMap(({ name, x, attrs }): Case[] =>
  (['windowSum', 'windowMax'] as const).map((op) => ({
    name: `${op}: ${name}`,
    parameters: [quarters(x, 3)],
    build: (a) => {
      const y = g.windowReduce(op, a, attrs);
      return [y, ...gradientsOf(y, [a])];
    },
    compare: 'number',
  })),
);

const views: readonly Case[] = [
  {
    name: 'windows over leading, middle and last axes',
    parameters: [quarters([7, 8, 9])],
    build: (x) => [
      g.windows(x, { first: 0, sizes: [3], strides: [2], dilations: [1] }),
      g.windows(x, { first: 1, sizes: [2], strides: [1], dilations: [3] }),
      g.neg(g.windows(g.neg(x), { first: 1, sizes: [2, 4], strides: [3, 2], dilations: [2, 1] })),
      g.transpose(g.windows(g.flip(x, [2]), { first: 2, sizes: [3], strides: [3], dilations: [1] }), [2, 0, 3, 1]),
    ],
    compare: 'bits',
  },
  {
    name: 'gradient of windows that overlap',
    parameters: [quarters([2, 7, 6, 3])],
    build: (x) => {
      const y = g.windows(x, { first: 1, sizes: [3, 2], strides: [2, 1], dilations: [1, 2] });
      return gradientsOf(y, [x]);
    },
    compare: 'number',
  },
  {
    name: 'windows of integers and bools',
    parameters: [integers([3, 8], 'int32', -9, 9), integers([3, 8], 'bool', 0, 1, 2)],
    build: (x, flags) => {
      const attrs = { first: 1, sizes: [3], strides: [2], dilations: [1], low: [1], high: [0] };
      return [
        g.windowReduce('windowMax', x, attrs),
        g.windowReduce('windowSum', x, attrs),
        g.windows(flags, { first: 1, sizes: [2], strides: [2], dilations: [1] }),
      ];
    },
  },
  {
    name: 'the first of equal maxima gets the gradient; NaN gets none',
    parameters: [listed([1, 1, 0, 2, Number.NaN, 1, -1, -1], 'float32', [1, 8, 1]), quarters([1, 4, 1], 5)],
    build: (x, ct) => {
      const tiles = { first: 1, sizes: [2], strides: [2], dilations: [1], low: [0], high: [0] };
      const y = g.windowReduce('windowMax', x, tiles);
      return gradient(y, [x], ct).map((node) => node ?? x);
    },
    compare: 'number',
  },
  ...(
    [
      [16, 14, 14, 3, 20],
      [24, 12, 11, 1, 33],
      [8, 19, 18, 8, 6],
    ] as const
  ).map(
    ([n, h, w, c, o]): Case => ({
      name: `a kernel's gradient that is summed in parts: ${n} images of ${h}x${w}x${c}, ${o} filters`,
      parameters: [quarters([n, h, w, c], 1), quarters([n, h - 2, w - 2, o], 2), quarters([3, 3, c, o], 3)],
      build: (x, ct, kernel) => {
        const [found = kernel] = gradient(g.conv(x, kernel, plain(2)), [kernel], ct);
        return g.sub(kernel, g.mul(found ?? kernel, g.likeConstant(kernel, 0.5)));
      },
      compare: 'number',
      overwrites: [2],
    }),
  ),
  {
    name: 'an integer convolution',
    parameters: [integers([2, 6, 5, 2], 'int32', -9, 9, 1), integers([2, 3, 2, 4], 'int32', -9, 9, 2)],
    build: (x, kernel) => g.conv(x, kernel, { ...plain(2), low: [1, 0], high: [0, 1] }),
  },
  {
    name: 'a small net: convolutions, bias, relu, pooling, product, and all gradients',
    parameters: [
      floats([3, 12, 12, 2], -1, 1, 1),
      floats([3, 3, 2, 8], -0.5, 0.5, 2),
      floats([8], -0.2, 0.2, 3),
      floats([3, 3, 8, 20], -0.3, 0.3, 4),
      floats([20], -0.2, 0.2, 5),
      floats([320, 10], -0.2, 0.2, 6),
    ],
    build: (x, k1, b1, k2, b2, w) => {
      const relu = (z: Node) => g.binary('max', z, g.zerosLike(z));
      const layer = (input: Node, kernel: Node, bias: Node) => {
        const z = g.conv(input, kernel, plain(2));
        return relu(g.add(z, g.broadcastTo(bias, z.shape)));
      };
      const h = layer(layer(x, k1, b1), k2, b2);
      const tiles = { first: 1, sizes: [2, 2], strides: [2, 2], dilations: [1, 1], low: [0, 0], high: [0, 0] };
      const y = g.matmul(g.reshape(g.windowReduce('windowMax', h, tiles), [3, 320]), w);
      return [y, ...gradientsOf(y, [x, k1, b1, k2, b2, w])];
    },
    compare: 2e-5,
    absolute: 2e-5,
  },
];

export const windowCases: readonly Case[] = [...views, ...convolutions, ...reductions];

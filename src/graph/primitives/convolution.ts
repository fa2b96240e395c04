import { hostArray, isFloat } from '../../support/dtype.ts';
import { ArgumentError } from '../../support/errors.ts';
import { at, formatShape, range, type Shape, sizeOf, stridesOf } from '../../support/shape.ts';
import * as g from '../build.ts';
import type { Node, Primitives } from '../node.ts';
import { forEachIndex } from './movement.ts';
import type { Rule, RuleTable, Spec } from './rule.ts';
import { offsetAxes, positionsOf, spanOf } from './windows.ts';

type ConvAttrs = Primitives['conv'];

/** Extents of the spatial axes with the zeros between and around them. */
const surrounded = (shape: Shape, { inputDilations, low, high }: ConvAttrs): number[] =>
  inputDilations.map((d, i) => spanOf(at(shape, i + 1), d) + at(low, i) + at(high, i));

function inferConv(x: Spec, kernel: Spec, attrs: ConvAttrs): Spec {
  const { strides, dilations, inputDilations, low, high, groups } = attrs;
  const d = strides.length;
  const lists = [dilations, inputDilations, low, high].every((list) => list.length === d);
  const steps = [...strides, ...dilations, ...inputDilations, groups].every((n) => Number.isInteger(n) && n >= 1);
  const fits =
    lists &&
    steps &&
    x.shape.length === d + 2 &&
    kernel.shape.length === d + 2 &&
    x.dtype === kernel.dtype &&
    at(kernel.shape, d) * groups === at(x.shape, d + 1) &&
    at(kernel.shape, d + 1) % groups === 0 &&
    x.shape.slice(1).every((n) => n > 0) &&
    kernel.shape.every((n) => n > 0);
  if (!fits) {
    throw new ArgumentError(
      `Primitive conv takes [batch, ...spatial, groups·c] and [...sizes, c, groups·o] of one dtype. Received: ${x.dtype} ${formatShape(x.shape)}, ${kernel.dtype} ${formatShape(kernel.shape)} and ${JSON.stringify(attrs)}`,
    );
  }
  const positions = surrounded(x.shape, attrs).map((n, i) =>
    positionsOf(n, spanOf(at(kernel.shape, i), at(dilations, i)), at(strides, i)),
  );
  return { shape: [at(x.shape, 0), ...positions, at(kernel.shape, d + 1)], dtype: x.dtype };
}

/** The operand with its zeros. */
function padded(x: Node, { inputDilations, low, high }: ConvAttrs): Node {
  return g.pad(x, [0, ...low, 0], [0, ...high, 0], 0, [0, ...inputDilations.map((n) => n - 1), 0]);
}

/** The kernel with its groups apart: [...sizes, c, groups, o]. */
const grouped = (kernel: Node, groups: number): Node =>
  g.reshape(kernel, [...kernel.shape.slice(0, -1), groups, at(kernel.shape, kernel.shape.length - 1) / groups]);

/** Patches [batch, ...positions, ...sizes, groups, c] of the operand: a view, as long as nobody asks for it as it is. */
function patches(node: Node<'conv'>): { view: Node; offsets: readonly number[] } {
  const { strides, dilations, groups } = node.attrs;
  const d = strides.length;
  const x = padded(at(node.inputs, 0), node.attrs);
  const channels = at(x.shape, d + 1);
  const split = groups === 1 ? x : g.reshape(x, [...x.shape.slice(0, -1), groups, channels / groups]);
  const windows = { first: 1, sizes: at(node.inputs, 1).shape.slice(0, d), strides, dilations };
  return { view: g.windows(split, windows), offsets: offsetAxes(windows) };
}

/** Each channel on its own: there is nothing to contract but the window, which a reduction does as well. */
const isDepthwise = (node: Node<'conv'>) => node.attrs.groups > 1 && at(at(node.inputs, 1).shape.slice(-2), 0) === 1;

/**
 * Patches and another operand [...,groups, o] side by side, as [batch, ...positions, ...sizes, groups, o]: the products
 * of a depthwise convolution before they are summed.
 */
function sideBySide(node: Node<'conv'>, other: Node, otherShape: Shape): Node {
  const { view } = patches(node);
  const multiples = at(otherShape, otherShape.length - 1);
  const shape = [...view.shape.slice(0, -1), multiples];
  return g.mul(g.broadcast(view, shape), g.broadcast(g.reshape(other, otherShape), shape));
}

/** A convolution as a product of patches with the kernel. */
export function expandConv(node: Node<'conv'>): Node {
  const { groups } = node.attrs;
  const d = node.attrs.strides.length;
  const kernel = at(node.inputs, 1);
  const { view, offsets } = patches(node);
  if (isDepthwise(node)) {
    const multiples = at(kernel.shape, d + 1) / groups;
    const ones = range(d + 1).map(() => 1);
    const products = sideBySide(node, kernel, [...ones, ...kernel.shape.slice(0, d), groups, multiples]);
    return g.reshape(g.reduceSum(products, offsets), node.shape);
  }
  const leftContract = [...offsets, view.shape.length - 1];
  const rightContract = range(d + 1);
  if (groups === 1) return g.dot(view, kernel, { leftBatch: [], rightBatch: [], leftContract, rightContract });
  const product = g.dot(view, grouped(kernel, groups), {
    leftBatch: [view.shape.length - 2],
    rightBatch: [d + 1],
    leftContract,
    rightContract,
  });
  // [groups, batch, ...positions, o]
  return g.reshape(g.transpose(product, [...range(d + 1).map((i) => i + 1), 0, d + 2]), node.shape);
}

/**
 * The cotangent, spread by the strides, correlated with the flipped kernel: at position i of the operand and tap k it
 * meets window p with p · stride + k · dilation = i + low.
 */
function inputGradient(node: Node<'conv'>, ct: Node): Node {
  const { strides, dilations, inputDilations, low, groups } = node.attrs;
  const d = strides.length;
  const x = at(node.inputs, 0);
  const kernel = at(node.inputs, 1);
  const flipped = g.flip(grouped(kernel, groups), range(d));
  const swapped = g.transpose(flipped, [...range(d), d + 2, d + 1, d]);
  const spans = dilations.map((step, i) => spanOf(at(kernel.shape, i), step) - 1);
  const newLow = spans.map((span, i) => span - at(low, i));
  const newHigh = spans.map((span, i) => {
    const own = spanOf(at(x.shape, i + 1), at(inputDilations, i));
    return own + span - spanOf(at(ct.shape, i + 1), at(strides, i)) - at(newLow, i);
  });
  return g.conv(
    ct,
    g.reshape(swapped, [...kernel.shape.slice(0, d), at(kernel.shape, d + 1) / groups, at(x.shape, d + 1)]),
    {
      strides: inputDilations,
      dilations,
      inputDilations: strides,
      low: newLow,
      high: newHigh,
      groups,
    },
  );
}

/** Patches times cotangents, summed over batch and positions. */
function kernelGradient(node: Node<'conv'>, ct: Node): Node {
  const { groups } = node.attrs;
  const d = node.attrs.strides.length;
  const kernel = at(node.inputs, 1);
  const outer = range(d + 1);
  const perGroup = at(kernel.shape, d + 1) / groups;
  if (isDepthwise(node)) {
    const shape = [...ct.shape.slice(0, d + 1), ...range(d).map(() => 1), groups, perGroup];
    return g.reshape(g.reduceSum(sideBySide(node, ct, shape), outer), kernel.shape);
  }
  const { view } = patches(node);
  if (groups === 1)
    return g.dot(view, ct, { leftBatch: [], rightBatch: [], leftContract: outer, rightContract: outer });
  const product = g.dot(view, grouped(ct, groups), {
    leftBatch: [view.shape.length - 2],
    rightBatch: [d + 1],
    leftContract: outer,
    rightContract: outer,
  });
  // [groups, ...sizes, c, o]
  return g.reshape(g.transpose(product, [...range(d + 1).map((i) => i + 1), 0, d + 2]), kernel.shape);
}

const conv: Rule<'conv'> = {
  infer: (inputs, attrs) => inferConv(at(inputs, 0), at(inputs, 1), attrs),
  vjp: (node, ct) => {
    if (!isFloat(node.dtype)) return [null, null];
    if (sizeOf(node.shape) === 0) return node.inputs.map(g.zerosLike);
    return [inputGradient(node, ct), kernelGradient(node, ct)];
  },
  evaluate: (inputs, attrs, result) => {
    const { strides, dilations, inputDilations, low, groups } = attrs;
    const x = at(inputs, 0);
    const kernel = at(inputs, 1);
    const d = strides.length;
    const float = result.dtype === 'float32';
    const xStrides = stridesOf(x.shape);
    const kernelStrides = stridesOf(kernel.shape);
    const channels = at(kernel.shape, d);
    const perGroup = at(result.shape, d + 1) / groups;
    const out = hostArray(result.dtype, sizeOf(result.shape));
    forEachIndex(result.shape, (index, position) => {
      const o = at(index, d + 1);
      const firstChannel = Math.floor(o / perGroup) * channels;
      let total = 0;
      forEachIndex(kernel.shape.slice(0, d), (tap) => {
        let from = at(index, 0) * at(xStrides, 0) + firstChannel;
        let weight = o;
        for (let i = 0; i < d; i++) {
          const place = at(index, i + 1) * at(strides, i) + at(tap, i) * at(dilations, i) - at(low, i);
          const element = place / at(inputDilations, i);
          if (!Number.isInteger(element) || element < 0 || element >= at(x.shape, i + 1)) return;
          from += element * at(xStrides, i + 1);
          weight += at(tap, i) * at(kernelStrides, i);
        }
        for (let c = 0; c < channels; c++) {
          const [a, b] = [at(x.data, from + c), at(kernel.data, weight + c * at(kernelStrides, d))];
          total = float ? total + a * b : (total + Math.imul(a, b)) | 0;
        }
      });
      out[position] = total;
    });
    return out;
  },
};

export const convolutionRules: RuleTable<'conv'> = { conv };

import type { Node } from '../../graph/node.ts';
import { at, type Shape, sizeOf } from '../../support/shape.ts';
import type { OnnxGraph } from './onnx-graph.ts';

const range = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);

/** Edges that may be negative: zeros (or another value) around, elements cut off. */
export function padded(
  graph: OnnxGraph,
  x: string,
  shape: Shape,
  low: readonly number[],
  high: readonly number[],
  value: () => string,
): string {
  let result = x;
  if ([...low, ...high].some((n) => n < 0)) {
    const starts = low.map((n) => Math.max(0, -n));
    const ends = high.map((n, axis) => at(shape, axis) - Math.max(0, -n));
    result = graph.slice(
      result,
      starts,
      ends,
      shape.map(() => 1),
    );
  }
  const pads = [...low, ...high].map((n) => Math.max(0, n));
  return pads.every((n) => n === 0) ? result : graph.node('Pad', [result, graph.ints(pads), value()]);
}

/** Zeros between neighbours along the axes from `first` on: each element gets `factor - 1` zeros behind it. */
export function interspersed(
  graph: OnnxGraph,
  x: string,
  shape: Shape,
  factors: readonly number[],
  value: () => string,
): { readonly name: string; readonly shape: Shape } {
  if (factors.every((n) => n === 1)) return { name: x, shape };
  const apart = shape.flatMap((extent) => [extent, 1]);
  const behind = factors.flatMap((factor) => [0, factor - 1]);
  const spread = graph.node('Pad', [graph.reshape(x, apart), graph.ints([...apart.map(() => 0), ...behind]), value()]);
  const whole = shape.map((extent, axis) => extent * at(factors, axis));
  const ends = shape.map((extent, axis) => Math.max(0, (extent - 1) * at(factors, axis) + 1));
  const trimmed = graph.slice(
    graph.reshape(spread, whole),
    shape.map(() => 0),
    ends,
    shape.map(() => 1),
  );
  return { name: trimmed, shape: ends };
}

/** ONNX has the channels in front of space, and the outputs of a kernel in front of everything. */
export function lowerConv(graph: OnnxGraph, node: Node<'conv'>, x: string, kernel: string): string {
  const { strides, dilations, inputDilations, low, high, groups } = node.attrs;
  const spatial = strides.length;
  const shape = at(node.inputs, 0).shape;
  const inner = (values: readonly number[], edge: number): number[] => [edge, ...values, edge];
  const zero = (): string => graph.scalar(0, 'float32');
  const spread = interspersed(graph, x, shape, inner(inputDilations, 1), zero);
  const ready = padded(graph, spread.name, spread.shape, inner(low, 0), inner(high, 0), zero);
  const axes = range(1, spatial + 1);
  const channelsFirst = graph.transpose(ready, [0, spatial + 1, ...axes]);
  const weights = graph.transpose(kernel, [spatial + 1, spatial, ...range(0, spatial)]);
  const size = at(node.inputs, 1).shape.slice(0, spatial);
  const result = graph.node('Conv', [channelsFirst, weights], {
    strides,
    dilations,
    group: groups,
    kernel_shape: size,
  });
  return graph.transpose(result, [0, ...range(2, spatial + 2), 1]);
}

/** Pooling over axes in the middle: those in front become samples, those behind channels. */
export function lowerWindowReduce(graph: OnnxGraph, node: Node<'windowSum'> | Node<'windowMax'>, x: string): string {
  const { first, sizes, strides, dilations, low, high } = node.attrs;
  const { shape } = at(node.inputs, 0);
  const spatial = sizes.length;
  const [lead, rest] = [sizeOf(shape.slice(0, first)), sizeOf(shape.slice(first + spatial))];
  const flat = graph.reshape(x, [lead, ...shape.slice(first, first + spatial), rest]);
  const isMax = node.op === 'windowMax';
  const edge = (values: readonly number[]): number[] => [0, ...values, 0];
  const neutral = (): string => graph.scalar(isMax ? Number.NEGATIVE_INFINITY : 0, 'float32');
  const flatShape = [lead, ...shape.slice(first, first + spatial), rest];
  const ready = padded(graph, flat, flatShape, edge(low), edge(high), neutral);
  const moved = graph.transpose(ready, [0, spatial + 1, ...range(1, spatial + 1)]);
  const attributes = { kernel_shape: sizes, strides, dilations };
  const pooled = graph.node(isMax ? 'MaxPool' : 'AveragePool', [moved], attributes);
  const scaled = isMax ? pooled : graph.node('Mul', [pooled, graph.scalar(sizeOf(sizes), 'float32')]);
  return graph.reshape(graph.transpose(scaled, [0, ...range(2, spatial + 2), 1]), node.shape);
}

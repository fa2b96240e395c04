import type { BinaryOp, CompareOp, LoopBody, Node, UnaryOp } from '../../graph/node.ts';
import { topologicalOrder } from '../../graph/node.ts';
import { ArgumentError } from '../../support/errors.ts';
import { at, type Shape, sizeOf } from '../../support/shape.ts';
import { interspersed, lowerConv, lowerWindowReduce, padded } from './lower-windows.ts';
import { OnnxGraph as Graph, type OnnxGraph, onnxType } from './onnx-graph.ts';

/** Primitives that are one ONNX operator. */
const DIRECT: Readonly<Partial<Record<UnaryOp | BinaryOp | CompareOp, string>>> = {
  ...{ neg: 'Neg', abs: 'Abs', sign: 'Sign', floor: 'Floor', ceil: 'Ceil', round: 'Round', exp: 'Exp', log: 'Log' },
  ...{ sqrt: 'Sqrt', tanh: 'Tanh', logistic: 'Sigmoid', erf: 'Erf', sin: 'Sin', cos: 'Cos', atan: 'Atan' },
  ...{ stopGradient: 'Identity', add: 'Add', sub: 'Sub', mul: 'Mul', div: 'Div', pow: 'Pow', max: 'Max', min: 'Min' },
  ...{ eq: 'Equal', lt: 'Less', le: 'LessOrEqual', gt: 'Greater', ge: 'GreaterOrEqual' },
};

const unsupported = (op: string): ArgumentError =>
  new ArgumentError(`The model computes something that ONNX export does not cover. Received: the primitive "${op}"`);

/** Names of the values that have been written, by node; and for loops, by node and what is taken out. */
export interface Lowering {
  readonly graph: OnnxGraph;
  readonly names: Map<Node, string>;
  /** Everything that is to be written, for loops: which of their outputs are asked for. */
  readonly order: readonly Node[];
}

/** Writes the nodes that results depend on. Parameters have their names already. */
export function lowerNodes(
  graph: OnnxGraph,
  results: readonly Node[],
  known: ReadonlyMap<Node, string>,
): Map<Node, string> {
  const names = new Map(known);
  const order = topologicalOrder(results);
  for (const node of order) {
    if (names.has(node) || node.op === 'scan') continue;
    names.set(node, lower({ graph, names, order }, node));
  }
  return names;
}

function lower(lowering: Lowering, node: Node): string {
  const { graph, names } = lowering;
  const input = (i: number): string => {
    const name = names.get(at(node.inputs, i));
    if (name === undefined) throw new RangeError(`No name for input ${i} of ${node.op}.`);
    return name;
  };
  const all = (): string[] => node.inputs.map((_, i) => input(i));
  const { dtype, shape } = node;
  switch (node.op) {
    case 'constant':
      return full(graph, graph.scalar(node.attrs.value, dtype), shape);
    case 'iota': {
      const along = Array.from({ length: at(shape, node.attrs.axis) }, (_, i) => i);
      const line = dtype === 'float32' ? Float32Array.from(along) : Int32Array.from(along);
      const extents = shape.map((extent, axis) => (axis === node.attrs.axis ? extent : 1));
      return graph.node('Expand', [graph.array(line, dtype, extents), graph.ints(shape)]);
    }
    case 'cast':
      return graph.node('Cast', all(), { to: onnxType(node.attrs.dtype) });
    case 'expm1':
      return graph.node('Sub', [graph.node('Exp', all()), graph.scalar(1, dtype)]);
    case 'log1p':
      return graph.node('Log', [graph.node('Add', [input(0), graph.scalar(1, dtype)])]);
    case 'rsqrt':
      return graph.node('Reciprocal', [graph.node('Sqrt', all())]);
    case 'ne':
      return graph.node('Not', [graph.node('Equal', all())]);
    case 'rem':
      return graph.node('Mod', all(), { fmod: 1 });
    case 'bitAnd':
      return graph.node(dtype === 'bool' ? 'And' : 'BitwiseAnd', all());
    case 'bitOr':
      return graph.node(dtype === 'bool' ? 'Or' : 'BitwiseOr', all());
    case 'bitXor':
      return graph.node(dtype === 'bool' ? 'Xor' : 'BitwiseXor', all());
    case 'where':
      return graph.node('Where', all());
    case 'reshape':
      return graph.reshape(input(0), shape);
    case 'transpose':
      return graph.transpose(input(0), node.attrs.permutation);
    case 'broadcast':
      return graph.node('Expand', [input(0), graph.ints(shape)]);
    case 'slice':
      return graph.slice(input(0), node.attrs.starts, node.attrs.limits, node.attrs.strides);
    case 'pad': {
      const { low, high, interior, value } = node.attrs;
      const edge = (): string => graph.scalar(value, dtype);
      const spread = interspersed(
        graph,
        input(0),
        at(node.inputs, 0).shape,
        interior.map((n) => n + 1),
        edge,
      );
      return padded(graph, spread.name, spread.shape, low, high, edge);
    }
    case 'flip': {
      const flipped = (axis: number): boolean => node.attrs.axes.includes(axis);
      const starts = shape.map((_, axis) => (flipped(axis) ? -1 : 0));
      const ends = shape.map((extent, axis) => (flipped(axis) ? -extent - 1 : extent));
      return graph.slice(
        input(0),
        starts,
        ends,
        shape.map((_, axis) => (flipped(axis) ? -1 : 1)),
      );
    }
    case 'concat':
      return graph.node('Concat', all(), { axis: node.attrs.axis });
    case 'reduceSum':
    case 'reduceProd':
    case 'reduceMax':
    case 'reduceMin': {
      const op = `R${node.op.slice(1)}`;
      const axes = graph.ints(node.attrs.axes);
      const attributes = { keepdims: 0, noop_with_empty_axes: 1 };
      if (dtype !== 'bool') return graph.node(op, [input(0), axes], attributes);
      const numbers = graph.node('Cast', all(), { to: onnxType('int32') });
      return graph.node('Cast', [graph.node(op, [numbers, axes], attributes)], { to: onnxType('bool') });
    }
    case 'argmax':
    case 'argmin': {
      const index = graph.node(node.op === 'argmax' ? 'ArgMax' : 'ArgMin', all(), {
        axis: node.attrs.axis,
        keepdims: 0,
      });
      return graph.node('Cast', [index], { to: onnxType('int32') });
    }
    case 'dot':
      return lowerDot(graph, node, input(0), input(1));
    case 'conv':
      return lowerConv(graph, node, input(0), input(1));
    case 'windowSum':
    case 'windowMax':
      return lowerWindowReduce(graph, node, input(0));
    case 'gather': {
      const rows = at(at(node.inputs, 0).shape, 0);
      const clamped = graph.node('Clip', [input(1), graph.scalar(0, 'int32'), graph.scalar(rows - 1, 'int32')]);
      return graph.node('Gather', [input(0), clamped], { axis: 0 });
    }
    case 'argsort': {
      const count = graph.ints([at(shape, node.attrs.axis)]);
      const [, index = ''] = graph.nodes('TopK', [input(0), count], 2, { axis: node.attrs.axis, largest: 0 });
      return graph.node('Cast', [index], { to: onnxType('int32') });
    }
    case 'loopCarry':
    case 'loopStack': {
      lowerScan(lowering, at(node.inputs, 0));
      const name = names.get(node);
      if (name === undefined) throw unsupported(node.op);
      return name;
    }
    default: {
      const direct = Object.hasOwn(DIRECT, node.op) ? DIRECT[node.op as keyof typeof DIRECT] : undefined;
      if (direct === undefined) throw unsupported(node.op);
      return graph.node(direct, all());
    }
  }
}

/** One number, as often as a shape has elements. */
const full = (graph: OnnxGraph, scalar: string, shape: Shape): string =>
  shape.length === 0 ? scalar : graph.node('Expand', [scalar, graph.ints(shape)]);

/** A general dot product as a product of stacked matrices. */
function lowerDot(graph: OnnxGraph, node: Node<'dot'>, left: string, right: string): string {
  const { leftBatch, rightBatch, leftContract, rightContract } = node.attrs;
  const [l, r] = [at(node.inputs, 0).shape, at(node.inputs, 1).shape];
  const free = (shape: Shape, ...taken: readonly number[][]): number[] =>
    shape.map((_, axis) => axis).filter((axis) => !taken.flat().includes(axis));
  const leftFree = free(l, [...leftBatch], [...leftContract]);
  const rightFree = free(r, [...rightBatch], [...rightContract]);
  const extent = (shape: Shape, axes: readonly number[]): number => sizeOf(axes.map((axis) => at(shape, axis)));
  const batch = leftBatch.map((axis) => at(l, axis));
  const stacked = batch.length === 0 ? [] : [sizeOf(batch)];
  const contract = extent(l, leftContract);
  const a = graph.reshape(graph.transpose(left, [...leftBatch, ...leftFree, ...leftContract]), [
    ...stacked,
    extent(l, leftFree),
    contract,
  ]);
  const b = graph.reshape(graph.transpose(right, [...rightBatch, ...rightContract, ...rightFree]), [
    ...stacked,
    contract,
    extent(r, rightFree),
  ]);
  return graph.reshape(graph.node('MatMul', [a, b]), node.shape);
}

/** A loop over rows, with everything that is taken out of it: ONNX's Scan, whose body sees the values around it. */
function lowerScan({ graph, names, order }: Lowering, loop: Node): void {
  if (loop.op !== 'scan') throw unsupported(loop.op);
  const { body, reverse } = loop.attrs;
  const taken = order.filter((node) => (node.op === 'loopCarry' || node.op === 'loopStack') && node.inputs[0] === loop);
  const stacks = taken.filter((node): node is Node<'loopStack'> => node.op === 'loopStack');
  const outer = loop.inputs.map((node) => names.get(node) ?? '');
  const { carries, steps } = body;
  const { inner, results } = lowerBody(graph, body, stacks, outer.slice(carries.length + steps.length));
  const outputs = graph.nodes('Scan', outer.slice(0, carries.length + steps.length), carries.length + stacks.length, {
    body: inner,
    num_scan_inputs: steps.length,
    scan_input_directions: steps.map(() => (reverse ? 1 : 0)),
    scan_output_directions: stacks.map(() => (reverse ? 1 : 0)),
  });
  const places: readonly Node[] = stacks;
  for (const node of taken) {
    const place = node.op === 'loopCarry' ? node.attrs.index : carries.length + places.indexOf(node);
    names.set(node, at(outputs, place));
  }
  if (results === 0) throw unsupported('scan');
}

function lowerBody(
  graph: OnnxGraph,
  body: LoopBody,
  stacks: readonly Node<'loopStack'>[],
  constants: readonly string[],
): { readonly inner: OnnxGraph; readonly results: number } {
  const inner = new Graph(graph);
  const known = new Map<Node, string>();
  for (const parameter of [...body.carries, ...body.steps]) {
    const name = inner.fresh();
    known.set(parameter, name);
    inner.input(name, parameter.dtype, parameter.shape);
  }
  for (const [i, parameter] of body.constants.entries()) known.set(parameter, at(constants, i));
  const results = [...body.next, ...stacks.map((node) => node.attrs.value)];
  const names = lowerNodes(inner, results, known);
  for (const result of results) {
    // Each output has a name of its own, even where one value is several of them.
    const name = inner.node('Identity', [names.get(result) ?? '']);
    inner.output(name, result.dtype, result.shape);
  }
  return { inner, results: results.length };
}

import { type DType, isFloat } from '../support/dtype.ts';
import { ArgumentError } from '../support/errors.ts';
import { isLowFloat, roundTo } from '../support/low-float.ts';
import { currentScope } from '../support/scope.ts';
import { at, formatShape, type Shape, sameShape } from '../support/shape.ts';
import type {
  BinaryOp,
  CompareOp,
  LoopBody,
  Node,
  PrimitiveName,
  Primitives,
  ReduceOp,
  Source,
  UnaryOp,
  WindowAttrs,
  WindowReduceOp,
} from './node.ts';
import { ruleOf } from './rules.ts';

let nextId = 0;

/** Makes a node after its shape rule has accepted the operands. */
function make<P extends PrimitiveName>(op: P, inputs: readonly Node[], attrs: Primitives[P]): Node {
  const spec = ruleOf(op).infer(inputs, attrs);
  return leaf(op, attrs, spec.shape, spec.dtype, inputs);
}

/** The same primitive with the same attributes, applied to other operands. */
export const again = <P extends PrimitiveName>(node: Node<P>, inputs: readonly Node[]): Node =>
  make<P>(node.op, inputs, node.attrs);

function leaf<P extends PrimitiveName>(
  op: P,
  attrs: Primitives[P],
  shape: Shape,
  dtype: DType,
  inputs: readonly Node[] = [],
): Node {
  // The correlation of op and attrs, which the parameter types guarantee, is lost in the union.
  const scope = currentScope();
  return { id: nextId++, op, inputs, attrs, shape, dtype, ...(scope === undefined ? {} : { scope }) } as Node;
}

/** A node's primitive applied to other operands: attributes are kept, the result's shape follows from the operands. */
export function sameOperation(node: Node, inputs: readonly Node[]): Node {
  const spec = ruleOf<PrimitiveName>(node.op).infer(inputs, node.attrs);
  return leaf<PrimitiveName>(node.op, node.attrs, spec.shape, spec.dtype, inputs);
}

export const parameter = (source: Source, shape: Shape, dtype: DType): Node =>
  leaf('parameter', { source }, shape, dtype);

const inDtype = (value: number, dtype: DType): number =>
  isLowFloat(dtype) ? roundTo(dtype, value) : isFloat(dtype) ? Math.fround(value) : value;

/** A tensor whose elements are all `value`, rounded to what the dtype has. */
export const constant = (value: number, shape: Shape = [], dtype: DType = 'float32'): Node =>
  leaf('constant', { value: inDtype(value, dtype) }, shape, dtype);

export const iota = (shape: Shape, axis: number, dtype: DType = 'int32'): Node => leaf('iota', { axis }, shape, dtype);

export const unary = (op: UnaryOp, x: Node): Node => make(op, [x], {});
export const binary = (op: BinaryOp, a: Node, b: Node): Node => make(op, [a, b], {});
export const compare = (op: CompareOp, a: Node, b: Node): Node => make(op, [a, b], {});

export const neg = (x: Node): Node => unary('neg', x);
export const exp = (x: Node): Node => unary('exp', x);
export const sqrt = (x: Node): Node => unary('sqrt', x);
export const add = (a: Node, b: Node): Node => binary('add', a, b);
export const sub = (a: Node, b: Node): Node => binary('sub', a, b);
export const mul = (a: Node, b: Node): Node => binary('mul', a, b);
export const div = (a: Node, b: Node): Node => binary('div', a, b);
export const lt = (a: Node, b: Node): Node => compare('lt', a, b);
export const gt = (a: Node, b: Node): Node => compare('gt', a, b);
export const eq = (a: Node, b: Node): Node => compare('eq', a, b);

export const where = (condition: Node, a: Node, b: Node): Node => make('where', [condition, a, b], {});
export const cast = (x: Node, dtype: DType): Node => (x.dtype === dtype ? x : make('cast', [x], { dtype }));
export const bitcast = (x: Node, dtype: DType): Node => (x.dtype === dtype ? x : make('bitcast', [x], { dtype }));

export const customGradient = (
  value: Node,
  args: readonly Node[],
  gradient: Primitives['customGradient']['gradient'],
): Node => make('customGradient', [value, ...args], { gradient });

export const reshape = (x: Node, shape: Shape): Node =>
  sameShape(x.shape, shape) ? x : make('reshape', [x], { shape });

export function transpose(x: Node, permutation: readonly number[]): Node {
  return permutation.every((axis, i) => axis === i) && permutation.length === x.shape.length
    ? x
    : make('transpose', [x], { permutation });
}

export const broadcast = (x: Node, shape: Shape): Node =>
  sameShape(x.shape, shape) ? x : make('broadcast', [x], { shape });

/** NumPy's broadcasting: adds leading axes of extent 1, then repeats. */
export function broadcastTo(x: Node, shape: Shape): Node {
  if (sameShape(x.shape, shape)) return x;
  if (x.shape.length > shape.length) {
    throw new ArgumentError(
      `A tensor of shape ${formatShape(x.shape)} cannot be broadcast to fewer axes. Received: shape=${formatShape(shape)}`,
    );
  }
  const lead = new Array<number>(shape.length - x.shape.length).fill(1);
  return broadcast(reshape(x, [...lead, ...x.shape]), shape);
}

export const slice = (
  x: Node,
  starts: readonly number[],
  limits: readonly number[],
  strides?: readonly number[],
): Node => make('slice', [x], { starts, limits, strides: strides ?? starts.map(() => 1) });

export const pad = (
  x: Node,
  low: readonly number[],
  high: readonly number[],
  value = 0,
  interior?: readonly number[],
): Node => make('pad', [x], { low, high, interior: interior ?? low.map(() => 0), value });

export const flip = (x: Node, axes: readonly number[]): Node => (axes.length === 0 ? x : make('flip', [x], { axes }));

export const concat = (parts: readonly Node[], axis: number): Node => make('concat', parts, { axis });

/** Reduces over sorted axes, which are dropped. */
export const reduce = (op: ReduceOp, x: Node, axes: readonly number[]): Node =>
  axes.length === 0 ? x : make(op, [x], { axes });

export const reduceSum = (x: Node, axes: readonly number[]): Node => reduce('reduceSum', x, axes);

/** A reduction whose axes stay with extent 1. */
export function reduceKeep(op: ReduceOp, x: Node, axes: readonly number[]): Node {
  return reshape(
    reduce(op, x, axes),
    x.shape.map((n, i) => (axes.includes(i) ? 1 : n)),
  );
}

export const argReduce = (op: 'argmax' | 'argmin', x: Node, axis: number): Node => make(op, [x], { axis });

export const dot = (left: Node, right: Node, attrs: Primitives['dot']): Node => make('dot', [left, right], attrs);

/** Matrix product of a [m, k] and b [k, n]. */
export const matmul = (a: Node, b: Node): Node =>
  dot(a, b, { leftBatch: [], rightBatch: [], leftContract: [1], rightContract: [0] });

export const windows = (x: Node, attrs: WindowAttrs): Node => make('windows', [x], attrs);

export const conv = (x: Node, kernel: Node, attrs: Primitives['conv']): Node => make('conv', [x, kernel], attrs);

export const windowReduce = (op: WindowReduceOp, x: Node, attrs: Primitives[WindowReduceOp]): Node =>
  make(op, [x], attrs);

export const gather = (operand: Node, indices: Node): Node => make('gather', [operand, indices], {});
export const scatterAdd = (indices: Node, updates: Node, rows: number): Node =>
  make('scatterAdd', [indices, updates], { rows });
export const scatterReduce = (
  combine: Primitives['scatterReduce']['combine'],
  indices: Node,
  updates: Node,
  rows: number,
): Node => make('scatterReduce', [indices, updates], { rows, combine });
export const argsort = (x: Node, axis: number): Node => make('argsort', [x], { axis });
export const randomBits = (key: Node, shape: Shape): Node => make('randomBits', [key], { shape });
export const decompose = (x: Node, kind: Primitives['decompose']['kind']): Node => make('decompose', [x], { kind });
export const solve = (a: Node, b: Node, system: Primitives['solve']['system']): Node =>
  make('solve', [a, b], { system });

export const scanNode = (body: LoopBody, length: number, reverse: boolean, inputs: readonly Node[]): Node<'scan'> =>
  leaf('scan', { body, length, reverse }, [], 'float32', inputs) as Node<'scan'>;
export const whileNode = (body: LoopBody, condition: Node, inputs: readonly Node[]): Node<'whileLoop'> =>
  leaf('whileLoop', { body, condition }, [], 'float32', inputs) as Node<'whileLoop'>;

/** The last value of a loop's carry. */
export function loopCarry(loop: Node<'scan' | 'whileLoop'>, index: number): Node {
  const { shape, dtype } = at(loop.attrs.body.carries, index);
  return leaf('loopCarry', { index }, shape, dtype, [loop]);
}

/** The values that a node of a scan's body has in its iterations, along a new first axis. */
export const loopStack = (loop: Node<'scan'>, value: Node): Node =>
  leaf('loopStack', { value }, [loop.attrs.length, ...value.shape], value.dtype, [loop]);

export const zerosLike = (x: Node): Node => constant(0, x.shape, x.dtype);
export const likeConstant = (x: Node, value: number): Node => constant(value, x.shape, x.dtype);

/** Sums a cotangent back to the shape that was broadcast from (same rank). */
export function unbroadcast(cotangent: Node, shape: Shape): Node {
  const axes = shape.flatMap((n, i) => (n === 1 && cotangent.shape[i] !== 1 ? [i] : []));
  return reshape(reduceSum(cotangent, axes), shape);
}

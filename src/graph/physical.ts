import {
  integerLimits,
  isFloat,
  isNarrow,
  type NarrowDType,
  type PhysicalDType,
  wrapInteger,
} from '../support/dtype.ts';
import { ArgumentError } from '../support/errors.ts';
import { isLowFloat, type LowFloat } from '../support/low-float.ts';
import * as g from './build.ts';
import { type LoopBody, type Node, type PrimitiveName, topologicalOrder } from './node.ts';

/** Primitives whose result may need more bits than an integer has. The others move, choose or compare what is there. */
const OVERFLOWING: ReadonlySet<PrimitiveName> = new Set<PrimitiveName>([
  'add',
  'sub',
  'mul',
  'div',
  'pow',
  'neg',
  'abs',
  'bitXor',
  'shiftLeft',
  'shiftRight',
  'cast',
  'iota',
  'reduceSum',
  'reduceProd',
  'dot',
  'conv',
  'scatterAdd',
  'scatterReduce',
  'windowSum',
]);

/** Primitives that give one of their operands' values, or one that every float has: nothing to round. */
const EXACT_OF_FLOATS: ReadonlySet<PrimitiveName> = new Set<PrimitiveName>([
  'parameter',
  'constant',
  'customGradient',
  'stopGradient',
  'where',
  'neg',
  'abs',
  'sign',
  'floor',
  'ceil',
  'round',
  'max',
  'min',
  'reshape',
  'transpose',
  'broadcast',
  'slice',
  'pad',
  'flip',
  'windows',
  'concat',
  'reduceMax',
  'reduceMin',
  'windowMax',
  'gather',
  'loopCarry',
  'loopStack',
]);

/** The lowest bits of an int32, with the sign that they have in the narrower dtype. */
function wrap(x: Node, dtype: NarrowDType): Node {
  const bits = dtype.endsWith('16') ? 16 : 8;
  const low = g.binary('bitAnd', x, g.likeConstant(x, 2 ** bits - 1));
  if (dtype.startsWith('u')) return low;
  const sign = g.likeConstant(x, 2 ** (bits - 1));
  return g.sub(g.binary('bitXor', low, sign), sign);
}

const round = (x: Node, dtype: LowFloat): Node => g.unary(dtype === 'float16' ? 'roundFloat16' : 'roundBfloat16', x);

const physicalDtype = (dtype: Node['dtype']): PhysicalDType =>
  isNarrow(dtype) ? 'int32' : isFloat(dtype) ? 'float32' : dtype;

const isPhysical = (dtype: Node['dtype']): boolean => physicalDtype(dtype) === dtype;

/** Floats saturate at the ends of the narrower dtype, integers are wrapped. */
function lowerCast(x: Node, dtype: Node['dtype']): Node {
  const cast = g.cast(x, physicalDtype(dtype));
  if (x.dtype !== 'float32' || !isNarrow(dtype)) return cast;
  const [low, high] = integerLimits(dtype);
  return g.binary('min', g.binary('max', cast, g.likeConstant(cast, low)), g.likeConstant(cast, high));
}

/** The primitive on operands that have their backend's dtype. */
function lower(node: Node, inputs: readonly Node[]): Node {
  const dtype = physicalDtype(node.dtype);
  if (node.op === 'cast') return lowerCast(inputs[0] ?? node, node.dtype);
  if (node.op === 'bitcast')
    throw new ArgumentError(
      `Only 32-bit dtypes can be viewed as each other. Received: ${node.inputs[0]?.dtype} as ${node.dtype}`,
    );
  if (node.op === 'constant')
    return g.constant(
      isNarrow(node.dtype) ? wrapInteger(node.attrs.value, node.dtype) : node.attrs.value,
      node.shape,
      dtype,
    );
  return { ...node, inputs, dtype };
}

/** What `lower` made of a node, brought back to the values that its dtype has. */
function inRange(lowered: Node, { op, dtype, inputs }: Node): Node {
  if (isNarrow(dtype)) return OVERFLOWING.has(op) ? wrap(lowered, dtype) : lowered;
  if (!isLowFloat(dtype) || EXACT_OF_FLOATS.has(op)) return lowered;
  // Integers of 8 bits are floats of 16 bits.
  const exact = op === 'cast' && ['bool', 'int8', 'uint8'].includes(inputs[0]?.dtype ?? '');
  return exact ? lowered : round(lowered, dtype);
}

type Lowering = (node: Node) => Node;

interface Lowered {
  readonly lowered: readonly Node[];
  /** What a node of the graph became. */
  of(node: Node): Node;
}

/** A loop whose body computes in the dtypes that backends have, and what the body's nodes became. */
function lowerLoop(
  loop: Node<'scan' | 'whileLoop'>,
  inputs: readonly Node[],
  stacked: readonly Node[],
): { loop: Node; inner: Lowering } {
  const { body } = loop.attrs;
  const condition = loop.op === 'whileLoop' ? [loop.attrs.condition] : [];
  const { of } = toPhysical([
    ...body.carries,
    ...body.steps,
    ...body.constants,
    ...body.next,
    ...condition,
    ...stacked,
  ]);
  const lowered: LoopBody = {
    carries: body.carries.map(of),
    steps: body.steps.map(of),
    constants: body.constants.map(of),
    next: body.next.map(of),
  };
  const same = Object.values(body)
    .flat()
    .concat(condition, stacked)
    .every((node) => of(node) === node);
  if (same && inputs.every((input, i) => input === loop.inputs[i])) return { loop, inner: of };
  const rebuilt =
    loop.op === 'scan'
      ? g.scanNode(lowered, loop.attrs.length, loop.attrs.reverse, inputs)
      : g.whileNode(lowered, of(loop.attrs.condition), inputs);
  return { loop: rebuilt, inner: of };
}

/**
 * The same computation in the dtypes that backends have: integers of 8 and 16 bits become int32 and are wrapped after
 * what may leave their range; floats of 16 bits become float32 and are rounded after what may give other numbers.
 * Graphs without them stay as they are.
 */
export function toPhysical(nodes: readonly Node[]): Lowered {
  const order = topologicalOrder(nodes);
  const done = new Map<Node, Node>();
  const of = (node: Node): Node => done.get(node) ?? node;
  const isLoop = (node: Node): node is Node<'scan' | 'whileLoop'> => node.op === 'scan' || node.op === 'whileLoop';
  if (order.every((node) => isPhysical(node.dtype) && !isLoop(node))) return { lowered: nodes, of };
  const inner = new Map<Node, Lowering>();
  const stacked = new Map<Node, Node[]>();
  for (const node of order) {
    const [loop] = node.inputs;
    if (node.op === 'loopStack' && loop !== undefined)
      stacked.set(loop, [...(stacked.get(loop) ?? []), node.attrs.value]);
  }
  for (const node of order) {
    const inputs = node.inputs.map(of);
    if (isLoop(node)) {
      const { loop, inner: ofBody } = lowerLoop(node, inputs, stacked.get(node) ?? []);
      if (loop !== node) done.set(node, loop);
      inner.set(node, ofBody);
      continue;
    }
    if (isPhysical(node.dtype) && inputs.every((input, i) => input === node.inputs[i])) continue;
    const lowered = lower(node, inputs);
    const value = node.op === 'loopStack' ? inner.get(node.inputs[0] ?? node)?.(node.attrs.value) : undefined;
    const stack = lowered.op === 'loopStack' && value !== undefined ? { ...lowered, attrs: { value } } : lowered;
    done.set(node, inRange(stack, node));
  }
  return { lowered: nodes.map(of), of };
}

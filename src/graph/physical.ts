import { integerLimits, isNarrow, type NarrowDType, type PhysicalDType, wrapInteger } from '../support/dtype.ts';
import { ArgumentError } from '../support/errors.ts';
import * as g from './build.ts';
import { type Node, type PrimitiveName, topologicalOrder } from './node.ts';

/** Primitives whose result may need more bits than its dtype has. The others move, choose or compare what is there. */
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
  'scatterAdd',
  'scatterReduce',
  'windowSum',
]);

/** The lowest bits of an int32, with the sign that they have in the narrower dtype. */
function wrap(x: Node, dtype: NarrowDType): Node {
  const bits = dtype.endsWith('16') ? 16 : 8;
  const low = g.binary('bitAnd', x, g.likeConstant(x, 2 ** bits - 1));
  if (dtype.startsWith('u')) return low;
  const sign = g.likeConstant(x, 2 ** (bits - 1));
  return g.sub(g.binary('bitXor', low, sign), sign);
}

const physicalDtype = (dtype: Node['dtype']): PhysicalDType => (isNarrow(dtype) ? 'int32' : dtype);

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
    throw new ArgumentError(`Only 32-bit dtypes can be viewed as each other. Received: ${node.dtype}`);
  if (node.op === 'constant')
    return g.constant(
      isNarrow(node.dtype) ? wrapInteger(node.attrs.value, node.dtype) : node.attrs.value,
      node.shape,
      dtype,
    );
  return { ...node, inputs, dtype };
}

/**
 * The same computation in the dtypes that backends have: integers of 8 and 16 bits become int32, and are wrapped after
 * what may leave their range. Graphs without them stay as they are.
 */
export function toPhysical(nodes: readonly Node[]): { readonly lowered: readonly Node[]; of(node: Node): Node } {
  const order = topologicalOrder(nodes);
  const done = new Map<Node, Node>();
  const of = (node: Node): Node => done.get(node) ?? node;
  if (!order.some((node) => isNarrow(node.dtype))) return { lowered: nodes, of };
  for (const node of order) {
    const inputs = node.inputs.map(of);
    if (!isNarrow(node.dtype) && inputs.every((input, i) => input === node.inputs[i])) continue;
    if (node.op === 'scan' || node.op === 'whileLoop')
      throw new ArgumentError(
        `Loops take no integers of 8 or 16 bits; cast them to int32 first. Received: ${node.inputs.map(({ dtype }) => dtype).join(', ')}`,
      );
    const lowered = lower(node, inputs);
    done.set(node, isNarrow(node.dtype) && OVERFLOWING.has(node.op) ? wrap(lowered, node.dtype) : lowered);
  }
  return { lowered: nodes.map(of), of };
}

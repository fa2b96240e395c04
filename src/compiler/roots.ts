import { type Node, type PrimitiveName, topologicalOrder } from '../graph/node.ts';
import { mergedAxes } from '../graph/sink-reshape.ts';
import { at, sizeOf } from '../support/shape.ts';

/** What an elementwise primitive costs in units of an addition; more than CHEAP and several uses: it is stored. */
const COSTS: Partial<Record<PrimitiveName, number>> = {
  div: 4,
  sqrt: 4,
  rsqrt: 6,
  exp: 12,
  expm1: 14,
  log: 16,
  log1p: 18,
  tanh: 18,
  logistic: 16,
  erf: 30,
  erfInv: 40,
  pow: 60,
  sin: 40,
  cos: 40,
  atan: 40,
  atan2: 50,
  rem: 8,
  randomBits: 120,
};
const CHEAP = 3;
/** Expressions are walked recursively, so they may not be as deep as graphs are. */
const MAX_DEPTH = 64;

const MOVEMENTS: ReadonlySet<PrimitiveName> = new Set<PrimitiveName>([
  'reshape',
  'transpose',
  'broadcast',
  'slice',
  'flip',
  'windows',
]);
const LEAVES: ReadonlySet<PrimitiveName> = new Set<PrimitiveName>(['parameter', 'constant', 'iota']);
/** Primitives with kernels of their own: their result is always stored. */
const STORED: ReadonlySet<PrimitiveName> = new Set<PrimitiveName>([
  'dot',
  'reduceSum',
  'reduceProd',
  'reduceMax',
  'reduceMin',
  'argmax',
  'argmin',
  'gather',
  'scatterAdd',
  'scatterReduce',
  'argsort',
  'pad',
  'concat',
  'loopCarry',
  'loopStack',
]);

export const isMovement = (node: Node): boolean => MOVEMENTS.has(node.op);
export const isLeaf = (node: Node): boolean => LEAVES.has(node.op);

/** True when a reshape only adds or drops axes of extent 1, so that positions carry over axis by axis. */
export function isTrivialReshape(node: Node): boolean {
  const proper = (x: Node) => x.shape.filter((n) => n !== 1).join();
  return node.op === 'reshape' && proper(node) === proper(at(node.inputs, 0));
}

/** The node whose buffer a chain of movements looks at. */
function viewed(node: Node): Node {
  let source = node;
  while (isMovement(source) && source.op !== 'flip') {
    const input = at(source.inputs, 0);
    if (source.op === 'reshape' && !isTrivialReshape(source)) return input;
    source = input;
  }
  return source;
}

/**
 * Decides which values get a buffer. All others are computed where they are used, in the registers of the kernels that
 * use them. Parameters have a buffer anyway and are not listed.
 */
export function chooseRoots(results: readonly Node[]): Set<Node> {
  const order = topologicalOrder(results);
  const uses = new Map<Node, number>();
  for (const node of order) for (const input of new Set(node.inputs)) uses.set(input, (uses.get(input) ?? 0) + 1);
  const roots = new Set<Node>(results.filter((node) => node.op !== 'parameter'));
  const padded = new Map<Node, number>();
  for (const node of order) {
    const x = node.inputs[0];
    if (node.op === 'pad' && x !== undefined) padded.set(x, (padded.get(x) ?? 0) + 1);
  }
  /** A value whose merged axes only pads ask for is computed right into its place in their buffers. */
  const isPlaced = (node: Node<'reshape'>): boolean =>
    uses.get(node) === padded.get(node) &&
    !roots.has(node) &&
    mergedAxes(at(node.inputs, 0).shape, node.shape) !== undefined;
  const store = (node: Node) => {
    if (node.op !== 'parameter' && node.op !== 'constant') roots.add(node);
  };
  /** A buffer must exist that the node is a view of (constants included: nobody computes inside a contraction). */
  const storeViewed = (node: Node) => {
    const source = viewed(node);
    if (source.op !== 'parameter') roots.add(source);
  };
  for (const node of order) {
    if (STORED.has(node.op)) roots.add(node);
    switch (node.op) {
      case 'dot':
        node.inputs.forEach(storeViewed);
        break;
      case 'gather':
      case 'scatterAdd':
      case 'scatterReduce':
      case 'argsort':
      case 'argmax':
      case 'argmin':
        for (const input of node.inputs) if (input.op !== 'parameter') roots.add(input);
        break;
      case 'scan':
      case 'whileLoop':
        // First values of carries are computed into the carries' buffers.
        for (const input of node.inputs.slice(node.attrs.body.carries.length))
          if (input.op !== 'parameter') roots.add(input);
        break;
      case 'reshape':
        if (!isTrivialReshape(node) && !isPlaced(node)) store(at(node.inputs, 0));
        break;
      case 'broadcast':
        if (sizeOf(node.shape) > sizeOf(at(node.inputs, 0).shape)) {
          const source = viewed(at(node.inputs, 0));
          if (!isLeaf(source)) roots.add(source);
        }
        break;
      default:
        break;
    }
  }
  const costs = new Map<Node, number>();
  /** Steps from the stored values that a node is computed from. */
  const depths = new Map<Node, number>();
  for (const node of order) {
    // A loop has no value of its own: what is taken out of it has.
    if (isLeaf(node) || roots.has(node) || node.op === 'scan' || node.op === 'whileLoop') {
      costs.set(node, 0);
      depths.set(node, 0);
      continue;
    }
    const depth = 1 + Math.max(0, ...node.inputs.map((input) => depths.get(input) ?? 0));
    const cost = node.inputs.reduce(
      (sum, input) => sum + (costs.get(input) ?? 0),
      isMovement(node) ? 0 : (COSTS[node.op] ?? 1),
    );
    const dear = cost > CHEAP && (uses.get(node) ?? 0) > 1 && !isMovement(node);
    const stored = dear || depth >= MAX_DEPTH;
    if (stored) roots.add(node);
    costs.set(node, stored ? 0 : cost);
    depths.set(node, stored ? 0 : depth);
  }
  return roots;
}

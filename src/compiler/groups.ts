import type { Node, ReduceOp } from '../graph/node.ts';
import { at, range, sizeOf } from '../support/shape.ts';
import { isWindowedDot } from './contraction.ts';
import { isVectorizable } from './emitter.ts';
import { argsOf, type Expr, ExprTable, visitExprs } from './expression.ts';
import { dependencies, expressionOf, identityCoordinates, type WalkContext } from './walk.ts';

export type GroupKind = 'map' | 'reduce' | 'dot' | 'single' | 'loop';

/**
 * Stored values that one kernel computes (`single`: one value with a kernel, or a few, of its own; `loop`: what is taken
 * out of one loop).
 */
export interface Group {
  readonly index: number;
  readonly kind: GroupKind;
  /** Reductions or the contraction; empty for maps. */
  readonly primaries: Node[];
  /** Elementwise values over the kernel's result space. */
  readonly elementwise: Node[];
  /** Reductions of values over the whole result space to one number each, computed on the way. */
  readonly riders: Node<ReduceOp>[];
  /** Result space: extents other than 1. */
  readonly space: readonly number[];
}

const REDUCE_OPS: ReadonlySet<string> = new Set<ReduceOp>(['reduceSum', 'reduceProd', 'reduceMax', 'reduceMin']);
const SINGLE_OPS: ReadonlySet<string> = new Set([
  'gather',
  'scatterAdd',
  'scatterReduce',
  'argsort',
  'argmax',
  'argmin',
  'pad',
  'concat',
]);

/** Everything that a kernel computes. */
export const membersOf = ({ primaries, elementwise, riders }: Group): Node[] => [
  ...primaries,
  ...elementwise,
  ...riders,
];

export const isReduce = (node: Node): node is Node<ReduceOp> => REDUCE_OPS.has(node.op);

function kindOf(node: Node): GroupKind {
  if (isReduce(node)) return 'reduce';
  if (node.op === 'dot') return 'dot';
  if (node.op === 'loopCarry' || node.op === 'loopStack') return 'loop';
  return SINGLE_OPS.has(node.op) ? 'single' : 'map';
}

const proper = (shape: readonly number[]) => shape.filter((n) => n !== 1);

/** Stored values and inputs per kernel: more would not fit registers, and long kernels compile slowly. */
const MAX_BUFFERS = 20;
/** Totals have registers of their own. */
const MAX_RIDERS = 8;
/** Elements from which a reduction to one number is worth more in another kernel than in one of its own. */
const RIDE_FROM = 1024;
/** Elements from which it is one even when nothing else is computed in that kernel, whose work threads can share. */
const RIDE_ALONE_FROM = 16384;

/** Whether a reduction is one that may ride along: of many numbers to one. */
const mayRide = (node: Node): node is Node<ReduceOp> =>
  isReduce(node) && sizeOf(node.shape) === 1 && sizeOf(at(node.inputs, 0).shape) >= RIDE_FROM;

const isWhole = (position: { strides: readonly number[]; offset: number }, dims: readonly number[]): boolean => {
  let step = 1;
  for (let d = dims.length - 1; d >= 0; d--) {
    if (position.strides[d] !== step) return false;
    step *= at(dims, d);
  }
  return position.offset === 0;
};

/** Steps from a kernel's inputs to its results, members in registers included: expressions are walked recursively. */
const MAX_DEPTH = 256;

/**
 * The order with reductions to one number just before the first that needs them: by then there are the kernels in which
 * they can ride.
 */
function withLateRiders(order: readonly Node[], roots: ReadonlySet<Node>): readonly Node[] {
  const waiting = new Set(order.filter((node) => roots.has(node) && mayRide(node)));
  if (waiting.size === 0) return order;
  const late: Node[] = [];
  const hasBuffer = (node: Node) => roots.has(node);
  const emit = (node: Node): void => {
    for (const needed of dependencies(node, hasBuffer)) if (waiting.delete(needed)) emit(needed);
    late.push(node);
  };
  for (const node of order) if (roots.has(node) && !waiting.has(node)) emit(node);
  for (const node of order) if (waiting.delete(node)) emit(node);
  return late;
}

/**
 * What a value reads, whether it reads members of `group` only at the very point it computes, and how deep its
 * expression is with the depths of the members it reads.
 */
function readsOf(
  root: Node,
  hasBuffer: (node: Node) => boolean,
  members: ReadonlySet<Node>,
  depthOf: ReadonlyMap<Node, number>,
  top = true,
): { aligned: boolean; vectorFriendly: boolean; buffers: Set<Node>; depth: number } {
  const { dims, coordinates } = identityCoordinates(root.shape);
  const table = new ExprTable();
  const context: WalkContext = { table, rank: dims.length, hasBuffer, inRegister: () => undefined };
  const expr = expressionOf(root, coordinates, context, top);
  let aligned = true;
  let vectorFriendly = true;
  const buffers = new Set<Node>();
  const depths = new Map<Expr, number>();
  visitExprs([expr], (e) => {
    const own = e.kind === 'load' && members.has(e.node) ? (depthOf.get(e.node) ?? 0) : 0;
    depths.set(e, 1 + argsOf(e).reduce((deepest, arg) => Math.max(deepest, depths.get(arg) ?? 0), own));
    if (!isVectorizable(e)) vectorFriendly = false;
    if (e.kind !== 'load') return;
    buffers.add(e.node);
    const inner = e.at.strides[dims.length - 1] ?? 0;
    if (inner !== 0 && inner !== 1) vectorFriendly = false;
    if (members.has(e.node) && !isWhole(e.at, dims)) aligned = false;
  });
  return { aligned, vectorFriendly, buffers, depth: depths.get(expr) ?? 0 };
}

/**
 * Puts stored values into kernels. In topological order, each joins an earlier kernel over the same space when all it
 * needs is there by then: first one that computes an operand of it (the value is still in a register), then any that
 * shares work.
 */
export function formGroups(order: readonly Node[], roots: ReadonlySet<Node>): Group[] {
  const groups: Group[] = [];
  const groupOf = new Map<Node, Group>();
  const hasBuffer = (node: Node) => roots.has(node);
  const buffersOf = new Map<Group, Set<Node>>();
  /** Groups that read or write a buffer, in their order: with many groups, asking each of them would take long. */
  const groupsWith = new Map<Node, Set<Group>>();
  const depthOf = new Map<Node, number>();

  const canHold = (group: Group, root: Node, earliest: number): boolean => {
    if (group.index < earliest || group.kind === 'single' || group.kind === 'loop') return false;
    const members = new Set(membersOf(group));
    const buffers = buffersOf.get(group) ?? new Set<Node>();
    const first = group.primaries[0];
    const fits = (reads: ReturnType<typeof readsOf>): boolean =>
      reads.aligned &&
      reads.depth <= MAX_DEPTH &&
      (group.kind !== 'dot' || reads.vectorFriendly) &&
      new Set([...buffers, ...reads.buffers, root]).size <= MAX_BUFFERS;
    if (isReduce(root)) {
      if (group.kind === 'map' || group.kind === 'dot') {
        const operand = at(root.inputs, 0);
        if (!mayRide(root) || proper(operand.shape).join() !== group.space.join()) return false;
        if (group.riders.length >= MAX_RIDERS || (first !== undefined && isWindowedDot(first))) return false;
        const reads = readsOf(operand, hasBuffer, members, depthOf, false);
        return fits(reads) && [...reads.buffers].some((node) => buffers.has(node));
      }
      if (group.kind !== 'reduce' || first === undefined || !isReduce(first)) return false;
      const same =
        at(first.inputs, 0).shape.join() === at(root.inputs, 0).shape.join() &&
        first.attrs.axes.join() === root.attrs.axes.join();
      return same && group.primaries.length < 4 && !dependencies(root, hasBuffer).some((node) => members.has(node));
    }
    if (kindOf(root) !== 'map' || proper(root.shape).join() !== group.space.join()) return false;
    const reads = readsOf(root, hasBuffer, members, depthOf);
    if (!fits(reads)) return false;
    depthOf.set(root, reads.depth);
    return true;
  };

  for (const root of withLateRiders(order, roots)) {
    if (!roots.has(root)) continue;
    const reads = dependencies(root, hasBuffer);
    const needed = reads.flatMap((node) => groupOf.get(node) ?? []);
    const earliest = Math.max(-1, ...needed.map((group) => group.index));
    // Joining a kernel that shares nothing saves a call but lengthens the kernel: only for small values.
    const related =
      root.shape.length === 0 || isReduce(root)
        ? groups.slice(Math.max(0, earliest))
        : reads
            .flatMap((node) => (sizeOf(node.shape) > 1 ? [...(groupsWith.get(node) ?? [])] : []))
            .filter(({ index }) => index >= earliest)
            .sort((a, b) => a.index - b.index);
    const candidates = [...new Set([...needed.toReversed(), ...related])];
    const loop = kindOf(root) === 'loop' ? at(root.inputs, 0) : undefined;
    let group =
      loop === undefined
        ? candidates.find((candidate) => canHold(candidate, root, earliest))
        : groups.find(({ primaries }) => primaries[0]?.inputs[0] === loop);
    if (group === undefined) {
      const alone = mayRide(root) && sizeOf(at(root.inputs, 0).shape) >= RIDE_ALONE_FROM;
      const kind = alone ? 'map' : kindOf(root);
      const space = proper(alone ? at(root.inputs, 0).shape : root.shape);
      group = { index: groups.length, kind, primaries: [], elementwise: [], riders: [], space };
      groups.push(group);
      buffersOf.set(group, new Set());
    }
    if (isReduce(root) && group.kind !== 'reduce') group.riders.push(root);
    else (kindOf(root) === 'map' ? group.elementwise : group.primaries).push(root);
    groupOf.set(root, group);
    const buffers = buffersOf.get(group);
    for (const node of [root, ...reads]) {
      buffers?.add(node);
      const holders = groupsWith.get(node);
      if (holders === undefined) groupsWith.set(node, new Set([group]));
      else holders.add(group);
    }
  }
  return groups;
}

/** Loop dimensions of a reduction: the operand's axes, with those of extent 1 left out, and which are reduced. */
export function reductionSpace(node: Node<ReduceOp>): { axes: number[]; dims: number[]; reduced: boolean[] } {
  const shape = at(node.inputs, 0).shape;
  const axes = range(shape.length).filter((axis) => at(shape, axis) !== 1);
  return {
    axes,
    dims: axes.map((axis) => at(shape, axis)),
    reduced: axes.map((axis) => node.attrs.axes.includes(axis)),
  };
}

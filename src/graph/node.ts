import type { DType } from '../support/dtype.ts';
import type { Shape } from '../support/shape.ts';

/** Elementwise primitives of one operand. Their result has the operand's dtype unless their rule says otherwise. */
export type UnaryOp =
  | 'neg'
  | 'abs'
  | 'sign'
  | 'floor'
  | 'ceil'
  | 'round'
  | 'exp'
  | 'expm1'
  | 'log'
  | 'log1p'
  | 'sqrt'
  | 'rsqrt'
  | 'tanh'
  | 'logistic'
  | 'erf'
  | 'erfInv'
  | 'sin'
  | 'cos'
  | 'atan'
  /** The nearest number that 16 bits can hold, as a float32. */
  | 'roundFloat16'
  | 'roundBfloat16'
  | 'stopGradient';

/** Elementwise primitives of two operands of one shape and dtype. */
export type BinaryOp =
  | 'add'
  | 'sub'
  | 'mul'
  | 'div'
  | 'pow'
  | 'max'
  | 'min'
  | 'rem'
  | 'atan2'
  | 'bitAnd'
  | 'bitOr'
  | 'bitXor'
  | 'shiftLeft'
  | 'shiftRight';

/** Elementwise comparisons: two operands of one shape and dtype, a bool result. */
export type CompareOp = 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge';

/** Reductions over a sorted list of axes, which are dropped. */
export type ReduceOp = 'reduceSum' | 'reduceProd' | 'reduceMax' | 'reduceMin';

/**
 * What the graph knows of a value that comes from outside: its identity. The tensor floor hangs buffers, variables
 * and traced arguments on it.
 */
export type Source = object;

export type WindowReduceOp = 'windowSum' | 'windowMax';

/** Windows over the axes from `first` on, one entry for each: element k of window p is at p · stride + k · dilation. */
export interface WindowAttrs {
  readonly first: number;
  readonly sizes: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
}

/**
 * What a loop does in one iteration: a graph of its own, closed, so that everything it needs comes in through its
 * parameters.
 */
export interface LoopBody {
  /** Parameters: the carried values at the start of an iteration. */
  readonly carries: readonly Node[];
  /** Parameters: this iteration's rows of the stepped inputs. */
  readonly steps: readonly Node[];
  /** Parameters: values from outside that are the same in every iteration. */
  readonly constants: readonly Node[];
  /** The carried values at the end of an iteration. */
  readonly next: readonly Node[];
}

/** Attributes of every primitive; what isn't listed here has none. */
export interface AttrsOf {
  /** A value from outside the graph. */
  parameter: { readonly source: Source };
  /** One number, of any shape. */
  constant: { readonly value: number };
  /** 0, 1, 2, ... along one axis. */
  iota: { readonly axis: number };
  /**
   * customGradient(value, ...arguments): the value, whose cotangent goes to the arguments as `gradient` says (null: none).
   */
  customGradient: { readonly gradient: (cotangent: Node) => readonly (Node | null)[] };
  cast: { readonly dtype: DType };
  /** Reinterprets the 32 bits. */
  bitcast: { readonly dtype: DType };
  /** where(condition, a, b). */
  where: object;
  reshape: { readonly shape: Shape };
  /** Axis i of the result is axis `permutation[i]` of the operand. */
  transpose: { readonly permutation: readonly number[] };
  /** Axes of extent 1 are repeated up to `shape` (same rank). */
  broadcast: { readonly shape: Shape };
  slice: {
    readonly starts: readonly number[];
    readonly limits: readonly number[];
    readonly strides: readonly number[];
  };
  /** Surrounds with `value`; `interior` elements of it go between neighbours. Negative edges crop. */
  pad: {
    readonly low: readonly number[];
    readonly high: readonly number[];
    readonly interior: readonly number[];
    readonly value: number;
  };
  flip: { readonly axes: readonly number[] };
  /** Windows that slide over neighbouring axes: [...lead, ...spatial, ...rest] -> [...lead, ...positions, ...offsets, ...rest]. */
  windows: WindowAttrs;
  concat: { readonly axis: number };
  reduce: { readonly axes: readonly number[] };
  /** Index (int32) of the first extreme along one axis, which is dropped. */
  argReduce: { readonly axis: number };
  /** General dot product; the result has the batch axes, then the free axes of the left, then those of the right operand. */
  dot: {
    readonly leftBatch: readonly number[];
    readonly rightBatch: readonly number[];
    readonly leftContract: readonly number[];
    readonly rightContract: readonly number[];
  };
  /**
   * conv(x [batch, ...spatial, groups·c], kernel [...sizes, c, groups·o]) -> [batch, ...positions, groups·o]: correlation
   * of x, surrounded and interspersed with zeros, with a kernel whose taps lie `dilations` apart.
   */
  conv: {
    readonly strides: readonly number[];
    readonly dilations: readonly number[];
    /** 1 plus the zeros between neighbours of x. */
    readonly inputDilations: readonly number[];
    readonly low: readonly number[];
    readonly high: readonly number[];
    readonly groups: number;
  };
  /** Sum or maximum of each window: [...lead, ...spatial, ...rest] -> [...lead, ...positions, ...rest]. */
  windowReduce: WindowAttrs & {
    /** Neutral elements around each of the axes. */
    readonly low: readonly number[];
    readonly high: readonly number[];
  };
  /** gather(operand [n, ...rest], indices int32 [...i]) -> [...i, ...rest]; indices are clamped to 0..n-1. */
  gather: object;
  /** scatterAdd(indices int32 [...i], updates [...i, ...rest]) -> [rows, ...rest]; rows outside are dropped. */
  scatterAdd: { readonly rows: number };
  /** As scatterAdd, but rows are combined by their product or extreme; rows without an update hold its neutral element. */
  scatterReduce: { readonly rows: number; readonly combine: 'mul' | 'max' | 'min' };
  /** Stable ascending order of the elements along one axis, as int32 indices. NaN comes last. */
  argsort: { readonly axis: number };
  /** randomBits(key uint32 [2]): Threefry-2x32 bits of the counters 0..size-1. */
  randomBits: { readonly shape: Shape };
  /**
   * All parts of a decomposition of matrices [..., m, n], each flattened, one behind the other: [..., size]. Runs on the
   * host. 'det' gives the determinant, its sign and the logarithm of its size.
   */
  decompose: {
    readonly kind: 'qr' | 'qrComplete' | 'cholesky' | 'lu' | 'det' | 'eig' | 'eigh' | 'svd' | 'svdFull';
  };
  /** solve(a [..., n, n], b [..., n, k]): x with a x = b; of a triangular a only its triangle counts. Runs on the host. */
  solve: { readonly system: 'general' | 'lower' | 'upper' };
  /**
   * Runs a body `length` times. Inputs: the carries' first values, the stepped inputs [length, ...row], the constants.
   * Iteration i sees row i (row length - 1 - i with `reverse`). Its value is what `loopCarry` and `loopStack` take out.
   */
  scan: { readonly body: LoopBody; readonly length: number; readonly reverse: boolean };
  /**
   * Runs a body as long as `condition`, a bool scalar in the body's parameters, is true at the start of an iteration.
   * Inputs: the carries' first values, the constants.
   */
  whileLoop: { readonly body: LoopBody; readonly condition: Node };
  /** The last value of a loop's carry. */
  loopCarry: { readonly index: number };
  /** What a node of a scan's body is in every iteration, along a new first axis, at the place of the iteration's row. */
  loopStack: { readonly value: Node };
}

type None = object;

/** Every primitive with the type of its attributes. */
export type Primitives = { readonly [P in UnaryOp | BinaryOp | CompareOp]: None } & {
  readonly [P in ReduceOp]: AttrsOf['reduce'];
} & { readonly [P in WindowReduceOp]: AttrsOf['windowReduce'] } & {
  readonly argmax: AttrsOf['argReduce'];
  readonly argmin: AttrsOf['argReduce'];
} & Omit<AttrsOf, 'reduce' | 'argReduce' | 'windowReduce'>;

export type PrimitiveName = keyof Primitives;

/** One value of a computation: a primitive applied to other values. Immutable. */
export type Node<P extends PrimitiveName = PrimitiveName> = {
  readonly [Q in PrimitiveName]: {
    readonly id: number;
    readonly op: Q;
    readonly inputs: readonly Node[];
    readonly attrs: Primitives[Q];
    readonly shape: Shape;
    readonly dtype: DType;
    /** To whom it belongs, for people: see support/scope.ts. */
    readonly scope?: string;
  };
}[P];

/** All nodes that `results` depend on, each after its inputs. Iterative: graphs may be thousands of nodes deep. */
export function topologicalOrder(results: Iterable<Node>): Node[] {
  const order: Node[] = [];
  const seen = new Set<Node>();
  const stack: { node: Node; next: number }[] = [];
  for (const result of results) {
    if (seen.has(result)) continue;
    seen.add(result);
    stack.push({ node: result, next: 0 });
    while (stack.length > 0) {
      const top = stack[stack.length - 1];
      if (top === undefined) break;
      const input = top.node.inputs[top.next++];
      if (input === undefined) {
        order.push(top.node);
        stack.pop();
      } else if (!seen.has(input)) {
        seen.add(input);
        stack.push({ node: input, next: 0 });
      }
    }
  }
  return order;
}

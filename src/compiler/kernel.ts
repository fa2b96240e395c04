/**
 * The kernel language: what every compiled backend encodes. A kernel is structured loops over registers. Registers are
 * virtual and may be written more than once; vector registers hold `lanes` 32-bit elements, where `lanes` is a
 * property of the target (4 in WebAssembly).
 */

/** `index` holds byte addresses and loop counters; `f64` serves scalar functions that need the precision. */
export type RegType = 'index' | 'i32' | 'f32' | 'f64' | 'vi32' | 'vf32';

export interface Reg {
  readonly id: number;
  readonly type: RegType;
}

/**
 * Arithmetic. Operands and result have one type, except where noted. Comparisons give an integer register (i32 or
 * vi32) that is a *mask*: all bits of a true lane are set in a vector, a true scalar is 1. min and max propagate NaN.
 */
export type KernelOp =
  | 'add'
  | 'sub'
  | 'mul'
  | 'div'
  | 'rem'
  | 'min'
  | 'max'
  | 'and'
  | 'or'
  | 'xor'
  | 'shl'
  | 'shr'
  | 'shrSigned'
  | 'divUnsigned'
  | 'remUnsigned'
  | 'minUnsigned'
  | 'maxUnsigned'
  | 'neg'
  | 'abs'
  | 'sqrt'
  | 'floor'
  | 'ceil'
  | 'nearest'
  | 'trunc'
  /** b < a ? b : a and a < b ? b : a: NaN passes when it is the first operand. One instruction where min takes several. */
  | 'minOr'
  | 'maxOr'
  /** a * b + c, rounded once or twice as the target can. */
  | 'fma'
  | 'eq'
  | 'ne'
  | 'lt'
  | 'le'
  | 'gt'
  | 'ge'
  | 'ltUnsigned'
  | 'leUnsigned'
  | 'gtUnsigned'
  | 'geUnsigned'
  /** select(mask, a, b) */
  | 'select'
  /**
   * Conversions; the destination register gives the type. toInt saturates, NaN becomes 0; toIntInRange may give anything
   * for what is out of range.
   */
  | 'toIntInRange'
  | 'toFloat'
  | 'toFloatUnsigned'
  | 'toInt'
  | 'toIntUnsigned'
  | 'bitcast'
  | 'widen'
  | 'narrow';

export type Instr =
  /** A number; vectors get it in every lane. */
  | { readonly kind: 'const'; readonly dst: Reg; readonly value: number }
  | { readonly kind: 'copy'; readonly dst: Reg; readonly src: Reg }
  | { readonly kind: 'op'; readonly op: KernelOp; readonly dst: Reg; readonly args: readonly Reg[] }
  /** Shifts of integers by a constant number of bits. */
  | { readonly kind: 'shift'; readonly op: 'shl' | 'shr'; readonly dst: Reg; readonly src: Reg; readonly bits: number }
  /** Byte address of a buffer. */
  | { readonly kind: 'base'; readonly dst: Reg; readonly buffer: number }
  /** Loads a scalar or, from consecutive addresses, a vector; addresses need no alignment beyond 4 bytes. */
  | { readonly kind: 'load'; readonly dst: Reg; readonly base: Reg; readonly offset: number }
  /** Loads one element into all lanes. */
  | { readonly kind: 'loadSplat'; readonly dst: Reg; readonly base: Reg; readonly offset: number }
  /** Replaces one lane of `dst` by an element from memory. */
  | { readonly kind: 'loadLane'; readonly dst: Reg; readonly lane: number; readonly base: Reg; readonly offset: number }
  | { readonly kind: 'store'; readonly src: Reg; readonly base: Reg; readonly offset: number }
  | {
      readonly kind: 'storeLane';
      readonly src: Reg;
      readonly lane: number;
      readonly base: Reg;
      readonly offset: number;
    }
  /** Asks for the cache line at an address, which may lie behind a buffer's end. Changes nothing but times. */
  | { readonly kind: 'prefetch'; readonly base: Reg; readonly offset: number }
  /** 0, 1, 2, ... in the lanes of a vi32. */
  | { readonly kind: 'laneIndex'; readonly dst: Reg }
  /** Scalar to all lanes, and one lane to a scalar. */
  | { readonly kind: 'splat'; readonly dst: Reg; readonly src: Reg }
  | { readonly kind: 'extract'; readonly dst: Reg; readonly src: Reg; readonly lane: number }
  /** Transposes a square block that `lanes` vector registers hold, in place; as many more are needed on the way. */
  | { readonly kind: 'transpose'; readonly regs: readonly Reg[]; readonly scratch: readonly Reg[] }
  /** for (counter = from; counter < to; counter += step) */
  | {
      readonly kind: 'loop';
      readonly counter: Reg;
      readonly from: Reg | number;
      readonly to: Reg | number;
      readonly step: number;
      readonly body: readonly Instr[];
    }
  | { readonly kind: 'if'; readonly condition: Reg; readonly body: readonly Instr[] };

export interface Kernel {
  readonly name: string;
  readonly body: readonly Instr[];
  /** By id. */
  readonly registers: readonly Reg[];
  /** Registers that are written once, with a number. */
  readonly constants: ReadonlyMap<Reg, number>;
  /** The range of work units, 0..units, that one thread does: the kernel's two parameters. */
  readonly begin: Reg;
  readonly end: Reg;
  /**
   * A number below `units` that no other thread has while this one works, and that a thread keeps as long as it can: for
   * places that are a thread's own. Undefined where a kernel has none.
   */
  readonly own: Reg | undefined;
  /** Counters of the loops of kernels around this one, outermost first: further parameters. Empty where it needs none. */
  readonly counters: readonly Reg[];
  readonly units: number;
  /** Whether the work is worth more than one thread. Otherwise thread 0 does all. */
  readonly parallel: boolean;
  readonly reads: readonly number[];
  readonly writes: readonly number[];
}

/** What the compiler must know of a machine. */
export interface Target {
  /** Elements of a vector register. */
  readonly lanes: number;
  /** Accumulator tile of a contraction: for each width in vectors (index) the rows; 0 is unused. */
  readonly tileRows: readonly number[];
  /**
   * Bytes of the right operand that the tiles of a panel read again and again, so that they stay in the level-1 cache:
   * longer sums are done in parts.
   */
  readonly panelBytes: number;
  /**
   * Whether each row of a tile is read through a pointer of its own. Otherwise all are read at offsets from one, of any
   * size and sign: for machines with few address registers.
   */
  readonly rowPointers: boolean;
}

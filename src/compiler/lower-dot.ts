import type { Node } from '../graph/node.ts';
import { at, range } from '../support/shape.ts';
import { KernelBuilder } from './builder.ts';
import type { ExprEmitter } from './emitter.ts';
import type { Kernel, Reg, Target } from './kernel.ts';
import { PARALLEL_COST } from './lower-map.ts';
import { invariants, type Output, Scope } from './nest.ts';
import { type DotShape, type Matrix, type Panels, panelsOf } from './panels.ts';
import { Point } from './point.ts';

/** Rows that one work unit covers when rows are shared out: a multiple of every tile height. */
const ROW_UNIT = 24;
/**
 * Rows that are finished over all columns before the next ones begin (a multiple of every tile height): the results and
 * what the epilogue reads then lie close together, instead of a page apart from tile to tile.
 */
const ROW_BLOCK = 48;
/** k steps per iteration of the inner loop: measured best in V8 (0 to 5% over 1, same as 4). */
const K_UNROLL = 2;

/**
 * A matrix product with its epilogue. Tiles of a few rows by a few vectors stay in registers over the whole of k; the
 * left operand is read element by element into all lanes, the right one in vectors along the columns. Then the
 * epilogue's expressions (accumulator 0 is the product; positions are in dimensions batch, m, n) are stored.
 */
export class DotLowering {
  readonly #b: KernelBuilder;
  readonly #target: Target;
  readonly #shape: DotShape;
  readonly #left: Matrix;
  readonly #right: Matrix;
  /** Elements from one panel of the right operand to the next. */
  readonly #panelStride: number;
  readonly #outputs: readonly Output[];
  readonly #bufferOf: (node: Node) => number;
  readonly #panels: Panels;
  readonly #leftBase: Reg;
  readonly #rightBase: Reg;
  /** What the epilogue needs that is the same for all elements, emitted once. */
  #uniform: ExprEmitter | undefined;

  constructor(
    shape: DotShape,
    left: Matrix,
    right: Matrix,
    panelStride: number | undefined,
    outputs: readonly Output[],
    bufferOf: (node: Node) => number,
    target: Target,
  ) {
    this.#b = new KernelBuilder(target.lanes);
    this.#target = target;
    this.#shape = shape;
    this.#left = left;
    this.#right = right;
    this.#outputs = outputs;
    this.#bufferOf = bufferOf;
    this.#panels = panelsOf(shape.n, target);
    this.#panelStride = panelStride ?? this.#panels.width * target.lanes;
    this.#leftBase = this.#b.plus(this.#b.base(left.buffer, 'read'), left.offset * 4);
    this.#rightBase = this.#b.plus(this.#b.base(right.buffer, 'read'), right.offset * 4);
  }

  lower(name: string): Kernel {
    const b = this.#b;
    const { batch, m, n, k } = this.#shape;
    const scope = Scope.open(b, [], this.#outputs, this.#bufferOf);
    const parallel = 2 * batch * m * n * k > PARALLEL_COST;
    this.#uniform = new Point(b, scope, undefined, true, this.#bufferOf).emitter();
    for (const expr of invariants(
      this.#outputs.map((output) => output.expr),
      0,
      1,
      2,
    ))
      this.#uniform.hoist(expr);
    const zero = b.const('index', 0);
    if (batch > 1) {
      b.loop(b.begin, b.end, 1, (item) => {
        const inner = scope.enter(0, item);
        this.#item(inner, item, zero, b.const('index', this.#panels.count), zero, b.const('index', m));
      });
      return b.finish(name, batch, parallel);
    }
    const rowUnits = Math.ceil(m / ROW_UNIT);
    if (this.#panels.count >= rowUnits) {
      this.#item(scope, zero, b.begin, b.end, zero, b.const('index', m));
      return b.finish(name, this.#panels.count, parallel);
    }
    const unit = b.const('index', ROW_UNIT);
    const rowEnd = b.op('min', 'index', b.op('mul', 'index', b.end, unit), b.const('index', m));
    this.#item(scope, zero, zero, b.const('index', this.#panels.count), b.op('mul', 'index', b.begin, unit), rowEnd);
    return b.finish(name, rowUnits, parallel);
  }

  /** One batch item: panels panelFrom..panelTo of rows rowFrom..rowTo, block by block. */
  #item(scope: Scope, item: Reg, panelFrom: Reg, panelTo: Reg, rowFrom: Reg, rowTo: Reg): void {
    const b = this.#b;
    const left = b.offset(this.#leftBase, item, this.#left.strides[0] * 4);
    const right = b.offset(this.#rightBase, item, this.#right.strides[0] * 4);
    if (this.#shape.m <= ROW_BLOCK) return this.#rows(scope, left, right, panelFrom, panelTo, rowFrom, rowTo);
    b.loop(rowFrom, rowTo, ROW_BLOCK, (row) => {
      this.#rows(scope, left, right, panelFrom, panelTo, row, b.op('min', 'index', b.plus(row, ROW_BLOCK), rowTo));
    });
  }

  #rows(scope: Scope, left: Reg, right: Reg, panelFrom: Reg, panelTo: Reg, rowFrom: Reg, rowTo: Reg): void {
    const b = this.#b;
    const { width, regular, last } = this.#panels;
    const columnBytes = width * this.#target.lanes * 4;
    if (regular > 0) {
      b.loop(panelFrom, b.op('min', 'index', panelTo, b.const('index', regular)), 1, (panel) => {
        const start = b.op('mul', 'index', panel, b.const('index', columnBytes));
        this.#panel(
          scope,
          left,
          b.offset(right, panel, this.#panelStride * 4),
          start,
          rowFrom,
          rowTo,
          width,
          this.#target.lanes,
        );
      });
    }
    if (last !== undefined) {
      b.if(b.op('gt', 'index', panelTo, b.const('index', regular)), () => {
        const start = b.const('index', regular * columnBytes);
        this.#panel(
          scope,
          left,
          b.plus(right, regular * this.#panelStride * 4),
          start,
          rowFrom,
          rowTo,
          last.width,
          last.lanes,
        );
      });
    }
  }

  #panel(
    scope: Scope,
    left: Reg,
    right: Reg,
    column: Reg,
    rowFrom: Reg,
    rowTo: Reg,
    width: number,
    lastLanes: number,
  ): void {
    const b = this.#b;
    const { m } = this.#shape;
    const height = Math.min(at(this.#target.tileRows, width), m);
    const rest = m % height;
    // Only the range that ends with the last row has a rest: the others are multiples of every tile height.
    const whole = b.op('min', 'index', rowTo, b.const('index', m - rest));
    b.loop(rowFrom, whole, height, (row) => this.#tile(scope, left, right, column, row, height, width, lastLanes));
    if (rest > 0) {
      b.if(b.op('eq', 'index', rowTo, b.const('index', m)), () => {
        this.#tile(scope, left, right, column, b.const('index', m - rest), rest, width, lastLanes);
      });
    }
  }

  #tile(
    scope: Scope,
    left: Reg,
    right: Reg,
    column: Reg,
    row: Reg,
    height: number,
    width: number,
    lastLanes: number,
  ): void {
    const b = this.#b;
    const { k } = this.#shape;
    const [, leftRow, leftStep] = this.#left.strides;
    const rightStep = this.#right.strides[1];
    const accumulators = range(height).map(() => range(width).map(() => b.const('vf32', 0)));
    const { rowPointers, lanes } = this.#target;
    const pointerTo = (address: Reg): Reg => {
      const pointer = b.reg('index');
      b.copy(pointer, address);
      return pointer;
    };
    const firstRow = b.offset(left, row, leftRow * 4);
    const pointers = range(rowPointers ? height : 1).map((r) => pointerTo(b.plus(firstRow, r * leftRow * 4)));
    const vectors = pointerTo(right);
    /** Element of row r, `u` steps of k behind the pointers. */
    const splat = (r: number, u: number): Reg => {
      const offset = u * leftStep * 4;
      if (rowPointers) return b.loadSplat('vf32', at(pointers, r), offset);
      return b.loadSplat('vf32', at(pointers, 0), r * leftRow * 4 + offset);
    };
    const step = (u: number) => {
      const vector = (v: number) => b.load('vf32', vectors, (u * rightStep + v * lanes) * 4);
      if (height <= 2) {
        const splats = range(height).map((r) => splat(r, u));
        for (const v of range(width)) {
          const loaded = vector(v);
          for (const r of range(height)) this.#multiplyAdd(at(at(accumulators, r), v), at(splats, r), loaded);
        }
      } else {
        const loaded = range(width).map(vector);
        for (const r of range(height)) {
          const element = splat(r, u);
          for (const v of range(width)) this.#multiplyAdd(at(at(accumulators, r), v), element, at(loaded, v));
        }
      }
    };
    const advance = (pointer: Reg, bytes: number) => b.opInto(pointer, 'add', pointer, b.const('index', bytes));
    const advanceAll = (steps: number) => {
      for (const pointer of pointers) advance(pointer, steps * leftStep * 4);
      advance(vectors, steps * rightStep * 4);
    };
    // Where memory operands have cheap offsets of any sign, pointers advance once for all steps of an iteration.
    const steps = (count: number) => {
      for (const u of range(count)) {
        step(rowPointers ? 0 : u);
        if (rowPointers) advanceAll(1);
      }
      if (!rowPointers) advanceAll(count);
    };
    const unrolled = k - (k % K_UNROLL);
    if (unrolled > 0) b.loop(0, unrolled, K_UNROLL, () => steps(K_UNROLL));
    if (unrolled < k) steps(k - unrolled);
    this.#store(scope, accumulators, column, row, lastLanes);
  }

  #multiplyAdd(accumulator: Reg, a: Reg, b: Reg): void {
    this.#b.opInto(accumulator, 'fma', a, b, accumulator);
  }

  #store(scope: Scope, accumulators: readonly (readonly Reg[])[], column: Reg, row: Reg, lastLanes: number): void {
    const b = this.#b;
    accumulators.forEach((vectors, r) => {
      const rowScope = scope.enter(1, b.plus(row, r));
      vectors.forEach((accumulator, v) => {
        const point = new Point(
          b,
          rowScope,
          { dim: 2, bytes: column, shift: v * this.#target.lanes },
          true,
          this.#bufferOf,
        );
        const emitter = point.emitter(this.#uniform, [accumulator]);
        const values = this.#outputs.map((output) => emitter.value(output.expr));
        const lanes = v === vectors.length - 1 ? lastLanes : this.#target.lanes;
        this.#outputs.forEach((output, i) => {
          point.store(output, at(values, i), lanes);
        });
      });
    });
  }
}

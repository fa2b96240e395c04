import type { Node } from '../graph/node.ts';
import { at, range } from '../support/shape.ts';
import { KernelBuilder } from './builder.ts';
import type { ExprEmitter } from './emitter.ts';
import type { Kernel, Reg, Target } from './kernel.ts';
import { PARALLEL_COST } from './lower-map.ts';
import { invariants, type Output, Scope } from './nest.ts';
import { Point } from './point.ts';

/** A [batch, rows, columns] matrix in a buffer. */
export interface Matrix {
  readonly buffer: number;
  readonly offset: number;
  readonly strides: readonly [batch: number, row: number, column: number];
}

export interface DotShape {
  readonly batch: number;
  readonly m: number;
  readonly n: number;
  readonly k: number;
}

/** Vectors of the widest tile. */
const MAX_WIDTH = 6;
/** Rows that one work unit covers when rows are shared out: a multiple of every tile height. */
const ROW_UNIT = 24;
/**
 * Rows that are finished over all columns before the next ones begin (a multiple of every tile height): the results and
 * what the epilogue reads then lie close together, instead of a page apart from tile to tile.
 */
const ROW_BLOCK = 48;
/** k steps per iteration of the inner loop: measured best in V8 (0 to 5% over 1, same as 4). */
const K_UNROLL = 2;

/** The columns of a product in panels: `regular` ones of `width` full vectors, then at most one narrower. */
export interface Panels {
  readonly width: number;
  readonly count: number;
  readonly regular: number;
  /** Vectors and used lanes of the last vector of the irregular panel; undefined when all are regular. */
  readonly last: { readonly width: number; readonly lanes: number } | undefined;
}

export function panelsOf(n: number, lanes: number): Panels {
  const vectors = Math.ceil(n / lanes);
  const width = Math.ceil(vectors / Math.ceil(vectors / MAX_WIDTH));
  const count = Math.ceil(vectors / width);
  const even = n % (width * lanes) === 0;
  const regular = even ? count : count - 1;
  const rest = n - regular * width * lanes;
  return {
    width,
    count,
    regular,
    last: even ? undefined : { width: Math.ceil(rest / lanes), lanes: rest % lanes === 0 ? lanes : rest % lanes },
  };
}

/**
 * Whether the right operand is copied into panels first. Directly read rows are as fast while the matrix is small, but
 * row strides that are a multiple of 2 KB fall into few cache sets. Fitted to measurements at 20 shapes.
 */
export function needsPacking(shape: DotShape, right: Matrix): boolean {
  const [, row, column] = right.strides;
  if (column !== 1) return true;
  return shape.m >= 16 && (shape.n * shape.k * 4 > 1 << 20 || ((row * 4) % 2048 === 0 && shape.k >= 64));
}

export const packedSize = (shape: DotShape, lanes: number): number => {
  const panels = panelsOf(shape.n, lanes);
  return shape.batch * panels.count * panels.width * lanes * shape.k;
};

/** Strides of a packed operand: within a panel each k is a row of `width` vectors; panels follow one another. */
export function packedMatrix(shape: DotShape, buffer: number, lanes: number): { matrix: Matrix; panelStride: number } {
  const panels = panelsOf(shape.n, lanes);
  const row = panels.width * lanes;
  return { matrix: { buffer, offset: 0, strides: [panels.count * row * shape.k, row, 1] }, panelStride: row * shape.k };
}

/** Copies the right operand into panels. Lanes beyond the last column hold whatever was there: nobody stores them. */
export function lowerPack(name: string, shape: DotShape, right: Matrix, packed: number, target: Target): Kernel {
  const b = new KernelBuilder(target.lanes);
  const { lanes } = target;
  const panels = panelsOf(shape.n, lanes);
  const [batchStride, rowStride, columnStride] = right.strides;
  const sourceBase = b.plus(b.base(right.buffer, 'read'), right.offset * 4);
  const targetBase = b.base(packed, 'write');
  const rowBytes = panels.width * lanes * 4;
  const panelBytes = rowBytes * shape.k;

  const copyRows = (source: Reg, into: Reg, width: number) => {
    b.loop(0, shape.k, 1, (k) => {
      const from = b.offset(source, k, rowStride * 4);
      const to = b.offset(into, k, rowBytes);
      for (const v of range(width)) b.store(b.load('vf32', from, v * lanes * 4), to, v * lanes * 4);
    });
  };
  /** Columns are far apart: blocks of lanes x lanes are loaded along k and transposed. */
  const transposeColumns = (source: Reg, into: Reg, columns: number) => {
    const whole = rowStride === 1 ? Math.floor(columns / lanes) : 0;
    const wholeK = shape.k - (shape.k % lanes);
    for (const v of range(whole)) {
      b.loop(0, wholeK, lanes, (k) => {
        const from = b.plus(b.offset(source, k, 4), v * lanes * columnStride * 4);
        const to = b.plus(b.offset(into, k, rowBytes), v * lanes * 4);
        const regs = range(lanes).map((lane) => b.load('vf32', b.plus(from, lane * columnStride * 4)));
        b.transpose(regs);
        regs.forEach((reg, i) => {
          b.store(reg, to, i * rowBytes);
        });
      });
    }
    const copyElements = (fromK: number, fromColumn: number, toColumn: number) => {
      if (fromK >= shape.k || fromColumn >= toColumn) return;
      b.loop(fromK, shape.k, 1, (k) => {
        const from = b.offset(source, k, rowStride * 4);
        const to = b.offset(into, k, rowBytes);
        for (const column of range(toColumn - fromColumn)) {
          const j = fromColumn + column;
          b.store(b.load('f32', b.plus(from, j * columnStride * 4)), to, j * 4);
        }
      });
    };
    copyElements(wholeK, 0, whole * lanes);
    copyElements(0, whole * lanes, columns);
  };
  const panel = (source: Reg, into: Reg, columns: number) => {
    if (columnStride === 1) copyRows(source, into, Math.ceil(columns / lanes));
    else transposeColumns(source, into, columns);
  };
  const panelColumns = panels.width * lanes;
  // One unit is one panel of one batch item.
  const regular = (from: Reg, to: Reg, item: Reg) => {
    const itemSource = b.offset(sourceBase, item, batchStride * 4);
    const itemTarget = b.offset(targetBase, item, panels.count * panelBytes);
    if (panels.regular > 0) {
      b.loop(from, b.op('min', 'index', to, b.const('index', panels.regular)), 1, (p) => {
        panel(
          b.offset(itemSource, p, panelColumns * columnStride * 4),
          b.offset(itemTarget, p, panelBytes),
          panelColumns,
        );
      });
    }
    if (panels.last !== undefined) {
      const columns = shape.n - panels.regular * panelColumns;
      b.if(b.op('gt', 'index', to, b.const('index', panels.regular)), () => {
        panel(
          b.plus(itemSource, panels.regular * panelColumns * columnStride * 4),
          b.plus(itemTarget, panels.regular * panelBytes),
          columns,
        );
      });
    }
  };
  const parallel = shape.batch * shape.n * shape.k > PARALLEL_COST;
  if (shape.batch === 1) {
    regular(b.begin, b.end, b.const('index', 0));
    return b.finish(name, panels.count, parallel);
  }
  b.loop(b.begin, b.end, 1, (item) => regular(b.const('index', 0), b.const('index', panels.count), item));
  return b.finish(name, shape.batch, parallel);
}

/**
 * Whether the left operand is copied so that k runs along its rows. Reading down columns is as fast, but for strides
 * that put all of a column into a few cache sets.
 */
export function needsTransposedCopy(shape: DotShape, left: Matrix): boolean {
  const [, row, column] = left.strides;
  return row === 1 && (column * 4) % 1024 === 0 && shape.k >= 64 && shape.m >= 16;
}

/** Copies the left operand, whose rows are 1 element apart, to rows of k consecutive elements. */
export function lowerTransposedCopy(name: string, shape: DotShape, left: Matrix, copy: number, target: Target): Kernel {
  const b = new KernelBuilder(target.lanes);
  const { lanes } = target;
  const { batch, m, k } = shape;
  const [batchStride, , step] = left.strides;
  const source = b.plus(b.base(left.buffer, 'read'), left.offset * 4);
  const into = b.base(copy, 'write');
  const units = Math.ceil(m / lanes);
  const wholeRows = m - (m % lanes);
  const wholeK = k - (k % lanes);
  const elements = (from: Reg, to: Reg, row: Reg | number, rowTo: Reg | number, fromK: number) => {
    b.loop(row, rowTo, 1, (i) => {
      b.loop(fromK, k, 1, (j) => {
        const value = b.load('f32', b.offset(b.offset(from, i, 4), j, step * 4));
        b.store(value, b.offset(b.offset(to, i, k * 4), j, 4));
      });
    });
  };
  const blocks = (from: Reg, to: Reg, unitFrom: Reg, unitTo: Reg) => {
    b.loop(unitFrom, b.op('min', 'index', unitTo, b.const('index', wholeRows / lanes)), 1, (unit) => {
      const rowSource = b.offset(from, unit, lanes * 4);
      const rowTarget = b.offset(to, unit, lanes * k * 4);
      b.loop(0, wholeK, lanes, (j) => {
        const regs = range(lanes).map((lane) =>
          b.load('vf32', b.offset(b.plus(rowSource, lane * step * 4), j, step * 4)),
        );
        b.transpose(regs);
        regs.forEach((reg, lane) => {
          b.store(reg, b.offset(rowTarget, j, 4), lane * k * 4);
        });
      });
      if (wholeK < k) {
        const row = b.op('mul', 'index', unit, b.const('index', lanes));
        elements(from, to, row, b.plus(row, lanes), wholeK);
      }
    });
    if (wholeRows < m) {
      b.if(b.op('eq', 'index', unitTo, b.const('index', units)), () => elements(from, to, wholeRows, m, 0));
    }
  };
  const parallel = batch * m * k > PARALLEL_COST;
  if (batch === 1) {
    blocks(source, into, b.begin, b.end);
    return b.finish(name, units, parallel);
  }
  b.loop(b.begin, b.end, 1, (item) => {
    blocks(
      b.offset(source, item, batchStride * 4),
      b.offset(into, item, m * k * 4),
      b.const('index', 0),
      b.const('index', units),
    );
  });
  return b.finish(name, batch, parallel);
}

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
    this.#panels = panelsOf(shape.n, target.lanes);
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
    const rows = range(height).map((r) => {
      const pointer = b.reg('index');
      b.copy(pointer, b.plus(b.offset(left, row, leftRow * 4), r * leftRow * 4));
      return pointer;
    });
    const vectors = b.reg('index');
    b.copy(vectors, right);
    const advance = (pointer: Reg, bytes: number) => b.opInto(pointer, 'add', pointer, b.const('index', bytes));
    const step = () => {
      if (height <= 2) {
        const splats = rows.map((pointer) => b.loadSplat('vf32', pointer));
        for (const v of range(width)) {
          const vector = b.load('vf32', vectors, v * this.#target.lanes * 4);
          for (const r of range(height)) this.#multiplyAdd(at(at(accumulators, r), v), at(splats, r), vector);
        }
      } else {
        const loaded = range(width).map((v) => b.load('vf32', vectors, v * this.#target.lanes * 4));
        for (const r of range(height)) {
          const splat = b.loadSplat('vf32', at(rows, r));
          for (const v of range(width)) this.#multiplyAdd(at(at(accumulators, r), v), splat, at(loaded, v));
        }
      }
      for (const pointer of rows) advance(pointer, leftStep * 4);
      advance(vectors, rightStep * 4);
    };
    const unrolled = k - (k % K_UNROLL);
    if (unrolled > 0) {
      b.loop(0, unrolled, K_UNROLL, () => {
        for (let u = 0; u < K_UNROLL; u++) step();
      });
    }
    for (let u = unrolled; u < k; u++) step();
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

import type { Node } from '../graph/node.ts';
import { at, range } from '../support/shape.ts';
import { KernelBuilder } from './builder.ts';
import { DotEpilogue, type Moved, type Stream } from './dot-epilogue.ts';
import { type Afterwards, type Ahead, emitTile, type TileOperands, zeroSums } from './dot-tile.ts';
import type { Kernel, Reg, Target } from './kernel.ts';
import { parallelCost } from './lower-map.ts';
import { Packer, type Packing } from './lower-pack.ts';
import type { Output } from './nest.ts';
import { type DotShape, type Matrix, type Panels, partOfSum, tileHeight } from './panels.ts';
import type { Riders } from './riders.ts';

/** Rows that one work unit covers when rows are shared out: a multiple of every tile height. */
const ROW_UNIT = 48;
/** Rows from which a product has a place of each thread's own: fewer lie in the cache anyway. */
const WORTH_A_PLACE = 8 * ROW_UNIT;
/** What an operation of an epilogue costs, in operations of a product: most of them wait for memory or for each other. */
const EPILOGUE = 4;
/** Above this many elements the right operand doesn't stay in the cache: it is passed through once, for all rows. */
const LARGE = 1 << 18;

/** Both operands, as the kernel reads them, and where the product goes. */
export interface DotPlan {
  readonly shape: DotShape;
  readonly left: Matrix;
  readonly right: Matrix;
  readonly panels: Panels;
  /** Elements from one panel of the right operand to the next. */
  readonly panelStride: number;
  readonly product: Matrix;
  /**
   * The product is computed as (B'A')': what is row here is a column there. Tiles are transposed as they are stored, so
   * that a right operand in columns is read along its columns, in place.
   */
  readonly swapped: boolean;
  /** The right operand is copied panel by panel just before it is read; undefined where it lies ready. */
  readonly packing: Packing | undefined;
  /** Threads share panels of columns rather than rows. */
  readonly byPanels: boolean;
  /** Blocks of rows have their products in one place of a thread's own, as nobody but the epilogue reads them. */
  readonly inPlace: boolean;
}

/** How the work on a product is shared out and where it goes, if nobody but its epilogue reads it (`isPrivate`). */
export function sharingOf(
  { batch, m, n, k }: DotShape,
  panels: Panels,
  swapped: boolean,
  isPrivate: boolean,
): Pick<DotPlan, 'byPanels' | 'inPlace'> {
  const inPlace = isPrivate && !swapped && m >= WORTH_A_PLACE && n * k <= LARGE;
  return { inPlace, byPanels: !inPlace && !swapped && batch === 1 && panels.count >= Math.ceil(m / ROW_UNIT) };
}

/** Rows for which a product that only its epilogue reads needs memory: each unit could be the number of a thread. */
export const rowsInPlace = (m: number): number => (m < WORTH_A_PLACE ? m : Math.ceil(m / ROW_UNIT) * ROW_UNIT);

/**
 * A matrix product with its epilogue. The product of a block of rows goes to memory tile by tile; then the epilogue's
 * expressions, in which it is an operand like any other, are computed for these rows.
 */
export function lowerDot(
  name: string,
  plan: DotPlan,
  outputs: readonly Output[],
  bufferOf: (node: Node) => number,
  target: Target,
  riders: Riders,
): Kernel {
  return new DotLowering(plan, outputs, bufferOf, target, riders).lower(name);
}

class DotLowering {
  readonly #b: KernelBuilder;
  readonly #target: Target;
  readonly #plan: DotPlan;
  readonly #epilogue: DotEpilogue;
  readonly #leftBase: Reg;
  readonly #rightBase: Reg;
  readonly #productBase: Reg;
  /** What the epilogue reads, where it is worth asking for. */
  readonly #streams: readonly Stream[];

  constructor(
    plan: DotPlan,
    outputs: readonly Output[],
    bufferOf: (node: Node) => number,
    target: Target,
    riders: Riders,
  ) {
    const b = new KernelBuilder(target.lanes);
    this.#b = b;
    this.#target = target;
    this.#plan = plan;
    const start = ({ buffer, offset }: Matrix, use: 'read' | 'write') => b.plus(b.base(buffer, use), offset * 4);
    this.#leftBase = start(plan.left, 'read');
    this.#rightBase = start(plan.right, 'read');
    this.#productBase = start(plan.product, 'write');
    const { batch: items, m, n } = plan.shape;
    const shape = plan.swapped
      ? { items, rows: n, columns: m, width: ROW_UNIT }
      : { items, rows: m, columns: n, width: plan.byPanels ? plan.panels.width * target.lanes : n };
    this.#epilogue = new DotEpilogue(b, outputs, riders, bufferOf, shape);
    const asks = !plan.swapped && m * n >= WORTH_ASKING;
    this.#streams = asks ? this.#epilogue.streams(plan.product.buffer) : [];
  }

  lower(name: string): Kernel {
    const b = this.#b;
    const { shape, panels, packing, byPanels } = this.#plan;
    const { batch, m, n, k } = shape;
    const parallel = batch * m * n * (2 * k + EPILOGUE * this.#epilogue.cost) > parallelCost(this.#target);
    const zero = b.const('index', 0);
    const rowUnits = Math.ceil(m / ROW_UNIT);
    const [units, count] = [b.const('index', rowUnits), b.const('index', panels.count)];
    if (batch > 1) {
      b.loop(b.begin, b.end, 1, (item) => this.#item(item, zero, count, zero, units));
      return b.finish(name, batch, parallel);
    }
    if (byPanels) {
      const packer = packing && new Packer(b, packing, this.#target);
      b.loop(b.begin, b.end, 1, (panel) => {
        const next = b.plus(panel, 1);
        packer?.panels(panel, next, zero);
        this.#item(zero, panel, next, zero, units);
      });
      return b.finish(name, panels.count, parallel);
    }
    this.#item(zero, zero, count, b.begin, b.end);
    return b.finish(name, rowUnits, parallel);
  }

  /** One batch item: panels panelFrom..panelTo of the rows of units unitFrom..unitTo, block by block. */
  #item(item: Reg, panelFrom: Reg, panelTo: Reg, unitFrom: Reg, unitTo: Reg): void {
    const b = this.#b;
    const { shape, left, right, product, swapped, byPanels, inPlace } = this.#plan;
    const bases: Bases = {
      left: b.offset(this.#leftBase, item, left.strides[0] * 4),
      right: b.offset(this.#rightBase, item, right.strides[0] * 4),
      product: b.offset(this.#productBase, item, product.strides[0] * 4),
      streams: this.#streams.map((stream) => b.offset(stream.from, item, stream.item * 4)),
    };
    const rowOf = (unit: Reg) =>
      b.op('min', 'index', b.op('mul', 'index', unit, b.const('index', ROW_UNIT)), b.const('index', shape.m));
    const zero = b.const('index', 0);
    const one = b.const('index', 1);
    const epilogue = (rowFrom: Reg, rowTo: Reg, moved?: Moved) => {
      const [from, to] = byPanels ? [panelFrom, panelTo] : [zero, one];
      this.#epilogue.emit(item, rowFrom, rowTo, from, to, moved);
    };
    const block = (from: Reg, to: Reg) => {
      this.#rows(bases, panelFrom, panelTo, rowOf(from), rowOf(to));
      if (swapped) this.#epilogue.emit(item, zero, b.const('index', shape.n), from, to);
      else epilogue(rowOf(from), rowOf(to));
    };
    /** The place stays in the cache: it is a thread's own, or that of a batch item's first rows. */
    const place = inPlace && shape.batch === 1 ? b.op('mul', 'index', b.own, b.const('index', ROW_UNIT)) : zero;
    const blockInPlace = (unit: Reg) => {
      const [rowFrom, rowTo] = [rowOf(unit), rowOf(b.plus(unit, 1))];
      const bytes = b.offset(zero, b.op('sub', 'index', rowFrom, place), product.strides[1] * 4);
      this.#rows({ ...bases, product: b.op('sub', 'index', bases.product, bytes) }, panelFrom, panelTo, rowFrom, rowTo);
      epilogue(rowFrom, rowTo, { buffer: product.buffer, bytes });
    };
    if (shape.m <= ROW_UNIT || shape.n * shape.k > LARGE) return block(unitFrom, unitTo);
    // The results, and what the epilogue reads, then still lie in the cache.
    b.loop(unitFrom, unitTo, 1, (unit) => {
      if (inPlace) blockInPlace(unit);
      else block(unit, b.plus(unit, 1));
    });
  }

  #rows(bases: Bases, panelFrom: Reg, panelTo: Reg, rowFrom: Reg, rowTo: Reg): void {
    const b = this.#b;
    const { panels, panelStride } = this.#plan;
    const { width, regular, last } = panels;
    const columns = width * this.#target.lanes;
    if (regular > 0) {
      b.loop(panelFrom, b.op('min', 'index', panelTo, b.const('index', regular)), 1, (panel) => {
        const right = b.offset(bases.right, panel, panelStride * 4);
        const column = b.op('mul', 'index', panel, b.const('index', columns));
        this.#panel({ ...bases, right }, column, rowFrom, rowTo, width, this.#target.lanes);
      });
    }
    if (last !== undefined) {
      b.if(b.op('gt', 'index', panelTo, b.const('index', regular)), () => {
        const right = b.plus(bases.right, regular * panelStride * 4);
        this.#panel({ ...bases, right }, b.const('index', regular * columns), rowFrom, rowTo, last.width, last.lanes);
      });
    }
  }

  #panel(bases: Bases, column: Reg, rowFrom: Reg, rowTo: Reg, width: number, lastLanes: number): void {
    const b = this.#b;
    const { shape, left: operand, swapped, panels } = this.#plan;
    const { m, k } = shape;
    const height = tileHeight(shape, width, swapped, this.#target);
    const rest = m % height;
    const part = swapped ? k : partOfSum(shape, operand, panels, this.#target);
    const rows = (terms: Terms) => {
      // Only the range that ends with the last row has a rest: the others are multiples of every tile height.
      const whole = b.op('min', 'index', rowTo, b.const('index', m - rest));
      b.loop(rowFrom, whole, height, (row) => this.#tile(bases, column, row, height, width, lastLanes, terms));
      if (rest > 0) {
        b.if(b.op('eq', 'index', rowTo, b.const('index', m)), () => {
          this.#tile(bases, column, b.const('index', m - rest), rest, width, lastLanes, terms);
        });
      }
    };
    if (part === k) return rows({ from: undefined, steps: k });
    b.loop(0, k - (k % 2), part, (from) => {
      const left = b.op('sub', 'index', b.const('index', k - (k % 2)), from);
      rows({ from, steps: k % part === 0 ? part : b.op('min', 'index', left, b.const('index', part)) });
    });
    if (k % 2 === 1) rows({ from: b.const('index', k - 1), steps: 1 });
  }

  #tile(
    bases: Bases,
    column: Reg,
    row: Reg,
    height: number,
    width: number,
    lastLanes: number,
    { from, steps }: Terms,
  ): void {
    const b = this.#b;
    const { lanes } = this.#target;
    const { left, right, product, swapped } = this.#plan;
    const [, leftRow, leftStep] = left.strides;
    const leftAt = b.offset(bases.left, row, leftRow * 4);
    const operands = {
      left: from === undefined ? leftAt : b.offset(leftAt, from, leftStep * 4),
      leftRow,
      leftStep,
      right: from === undefined ? bases.right : b.offset(bases.right, from, right.strides[1] * 4),
      rightStep: right.strides[1],
      steps,
    };
    const [, rowStride, columnStride] = product.strides;
    const to = b.offset(b.offset(bases.product, row, rowStride * 4), column, columnStride * 4);
    const sums = from === undefined ? zeroSums(b, height, width) : this.#earlierSums(from, to, height, width);
    emitTile(
      b,
      this.#target,
      {
        ...operands,
        ahead: this.#ahead(operands, height, width),
        afterwards: this.#afterwards(bases, row, column, width),
      },
      sums,
    );
    const store = (vector: Reg, offset: number, count: number) => {
      if (count === lanes) return b.store(vector, to, offset * 4);
      for (const lane of range(count))
        b.emit({ kind: 'storeLane', src: vector, lane, base: to, offset: (offset + lane) * 4 });
    };
    for (const v of range(width)) {
      const count = v === width - 1 ? lastLanes : lanes;
      const vectors = sums.map((row) => at(row, v));
      if (!swapped) {
        vectors.forEach((vector, r) => {
          store(vector, r * rowStride + v * lanes, count);
        });
        continue;
      }
      while (vectors.length < lanes) vectors.push(b.variable('vf32', 0));
      b.transpose(vectors);
      vectors.slice(0, count).forEach((vector, r) => {
        store(vector, (v * lanes + r) * columnStride, height);
      });
    }
  }

  /** What the epilogue reads where the tile lies. */
  #afterwards({ streams }: Bases, row: Reg, column: Reg, width: number): Afterwards[] {
    const b = this.#b;
    const lines = Math.ceil((width * this.#target.lanes * 4) / 64);
    return this.#streams.map(({ row: stride }, i) => ({
      from: b.offset(b.offset(at(streams, i), row, stride * 4), column, 4),
      bytes: stride * 4,
      lines,
    }));
  }

  /** What the parts of the sum before `from` have come to: it is where the product goes. Lanes that nobody stores may hold anything. */
  #earlierSums(from: Reg, to: Reg, height: number, width: number): Reg[][] {
    const b = this.#b;
    const [, rowStride] = this.#plan.product.strides;
    const sums = range(height).map(() => range(width).map(() => b.reg('vf32')));
    const each = (visit: (sum: Reg, offset: number) => void) => {
      sums.forEach((row, r) => {
        row.forEach((sum, v) => {
          visit(sum, (r * rowStride + v * this.#target.lanes) * 4);
        });
      });
    };
    const zero = b.const('index', 0);
    b.if(b.op('eq', 'index', from, zero), () => each((dst) => b.emit({ kind: 'const', dst, value: 0 })));
    b.if(b.op('ne', 'index', from, zero), () => each((dst, offset) => b.emit({ kind: 'load', dst, base: to, offset })));
    return sums;
  }

  /**
   * Rows of the right operand that lie apart are too much for the processor to foresee: they are asked for some steps
   * ahead. So are the next rows of the left one where it is the larger one.
   */
  #ahead(
    {
      left,
      leftRow,
      leftStep,
      right,
      rightStep,
    }: Pick<TileOperands, 'left' | 'leftRow' | 'leftStep' | 'right' | 'rightStep'>,
    height: number,
    width: number,
  ): Ahead | undefined {
    const b = this.#b;
    const { shape, swapped, panelStride } = this.#plan;
    if (shape.k < 2 * AHEAD || shape.n * shape.k < WORTH_ASKING) return undefined;
    if (swapped) {
      if (leftStep !== 1 || leftRow !== shape.k) return undefined;
      return { from: b.plus(left, height * leftRow * 4), bytes: height * 4, lines: 1 };
    }
    const inPlace = panelStride === this.#plan.panels.width * this.#target.lanes;
    if (!inPlace || rightStep <= panelStride) return undefined;
    const lines = Math.ceil((width * this.#target.lanes * 4) / 64);
    return { from: b.plus(right, AHEAD * rightStep * 4), bytes: rightStep * 4, lines };
  }
}

/** Steps of k after which what is asked for is there: some hundred cycles. */
const AHEAD = 24;
/** Elements of an operand that may not be in the cache. */
const WORTH_ASKING = 1 << 12;

/** Which terms of the sums a tile adds: all, or so many from one on. */
interface Terms {
  readonly from: Reg | undefined;
  readonly steps: number | Reg;
}

/** Addresses of the item that is worked on. */
interface Bases {
  readonly left: Reg;
  readonly right: Reg;
  readonly product: Reg;
  /** What the epilogue reads, for each stream. */
  readonly streams: readonly Reg[];
}

import type { Node } from '../graph/node.ts';
import { at, range } from '../support/shape.ts';
import { KernelBuilder } from './builder.ts';
import { type Contraction, type ContractionAxis, extentOf } from './contraction.ts';
import { emitSum } from './emit-sum.ts';
import type { ExprEmitter } from './emitter.ts';
import type { Affine } from './expression.ts';
import type { Kernel, Reg, Target } from './kernel.ts';
import { parallelCost, repick } from './lower-map.ts';
import { affinesOf, collapse, invariants, type Output, Scope } from './nest.ts';
import type { Panels } from './panels.ts';
import { Point } from './point.ts';
import { type Tiling, tilingOf } from './tiling.ts';

/** Units of work that there should be, so that threads can share them evenly. */
const UNITS = 32;
/** Rows that one unit should cover at least, over which a panel of the right operand stays in cache. */
const UNIT_ROWS = 96;

/** An axis of the result that is looped over: its place among the positions of outputs, too. */
interface LoopAxis extends ContractionAxis {
  readonly dim: number;
}

/** A range of one axis of rows. */
interface Span {
  readonly from: Reg;
  readonly to: Reg;
}

/**
 * A contraction with its epilogue: tiles of a few rows by a few vectors of columns stay in registers over the whole sum.
 * Rows and sums may run over several axes, as those of windows do: patches are read where they lie. Positions of
 * outputs are in the dimensions batch, rows, column; accumulator 0 is the sum.
 */
export class ContractionLowering {
  readonly #b: KernelBuilder;
  readonly #target: Target;
  readonly #contraction: Contraction;
  readonly #panels: Panels;
  readonly #panelStride: number;
  readonly #outputs: readonly Output[];
  readonly #bufferOf: (node: Node) => number;
  /** Batch axes and all but the two innermost axes of rows. */
  readonly #outer: readonly LoopAxis[];
  readonly #second: LoopAxis | undefined;
  readonly #inner: LoopAxis | undefined;
  readonly #columnDim: number;
  /** What the epilogue needs that is the same for all elements, emitted once. */
  #uniform: ExprEmitter | undefined;

  constructor(
    contraction: Contraction,
    panels: Panels,
    panelStride: number | undefined,
    outputs: readonly Output[],
    bufferOf: (node: Node) => number,
    target: Target,
  ) {
    this.#b = new KernelBuilder(target.lanes);
    this.#target = target;
    this.#contraction = contraction;
    this.#panels = panels;
    this.#panelStride = panelStride ?? panels.width * target.lanes;
    this.#bufferOf = bufferOf;
    const { batch, rows, columns, columnStride } = contraction;
    const axes = [...batch, ...rows, { extent: columns, left: 0, right: columnStride }];
    const operands: Affine[] = [
      { strides: axes.map(({ left }) => left), offset: 0 },
      { strides: axes.map(({ right }) => right), offset: 0 },
    ];
    const isRow = (d: number) => d >= batch.length && d < axes.length - 1;
    const merged = collapse(
      axes.map(({ extent }) => extent),
      [...affinesOf([], outputs), ...operands],
      (a, b) => b < axes.length - 1 && isRow(a) === isRow(b),
    );
    this.#outputs = repick(outputs, merged.picks);
    const loops = merged.picks.map((d, dim) => ({
      ...at(axes, d),
      extent: at(merged.extents, dim),
      dim,
      row: isRow(d),
    }));
    const rowLoops = loops.filter(({ row }) => row);
    this.#inner = rowLoops.at(-1);
    this.#second = rowLoops.at(-2);
    this.#outer = [...loops.slice(0, -1).filter(({ row }) => !row), ...rowLoops.slice(0, -2)];
    this.#columnDim = loops.length - 1;
  }

  lower(name: string): Kernel {
    const b = this.#b;
    const { left, right, batch, rows, sums, columns } = this.#contraction;
    const scope = Scope.open(b, [], this.#outputs, this.#bufferOf);
    const exprs = this.#outputs.map((output) => output.expr);
    this.#uniform = new Point(b, scope, undefined, true, this.#bufferOf).emitter();
    for (const expr of invariants(exprs, ...range(this.#columnDim + 1))) this.#uniform.hoist(expr);
    const leftBase = b.plus(b.base(left.buffer, 'read'), left.offset * 4);
    const rightBase = b.plus(b.base(right.buffer, 'read'), right.offset * 4);
    const tiling = this.#tiling(this.#panels.width);
    const split = this.#second ?? this.#inner ?? { extent: 1 };
    const step = this.#second === undefined ? tiling.height : tiling.lines;
    const perStep = (this.#second === undefined ? 1 : (this.#inner?.extent ?? 1)) * step;
    const outerCount = extentOf(this.#outer);
    const whole = step * Math.ceil(UNIT_ROWS / perStep);
    const block = outerCount * Math.ceil(split.extent / whole) >= UNITS ? whole : step;
    const blocks = Math.ceil(split.extent / block);
    const panelUnits = outerCount * blocks >= UNITS ? 1 : this.#panels.count;
    b.loop(b.begin, b.end, 1, (unit) => {
      let rest = unit;
      /** The next mixed-radix digit of the unit's number. */
      const digit = (radix: number): Reg => {
        if (radix === 1) return b.const('index', 0);
        const value = b.op('rem', 'index', rest, b.const('index', radix));
        rest = b.op('div', 'index', rest, b.const('index', radix));
        return value;
      };
      const panel = digit(panelUnits);
      const from = b.op('mul', 'index', digit(blocks), b.const('index', block));
      const to = b.op('min', 'index', b.plus(from, block), b.const('index', split.extent));
      let inside = scope;
      let [leftAt, rightAt] = [leftBase, rightBase];
      for (const axis of this.#outer.toReversed()) {
        const index = digit(axis.extent);
        inside = inside.enter(axis.dim, index);
        leftAt = b.offset(leftAt, index, axis.left * 4);
        rightAt = b.offset(rightAt, index, axis.right * 4);
      }
      const panelTo = panelUnits === 1 ? b.const('index', this.#panels.count) : b.plus(panel, 1);
      this.#eachPanel(inside, leftAt, rightAt, { from: panel, to: panelTo }, { from, to });
    });
    const cost = 2 * extentOf(batch) * extentOf(rows) * extentOf(sums) * columns;
    return b.finish(name, outerCount * blocks * panelUnits, cost > parallelCost(this.#target));
  }

  #tiling(width: number): Tiling {
    return tilingOf(this.#inner?.extent ?? 1, this.#second?.extent ?? 1, width, this.#target);
  }

  #eachPanel(scope: Scope, left: Reg, right: Reg, panels: Span, rows: Span): void {
    const b = this.#b;
    const { width, regular, last } = this.#panels;
    const bytes = width * this.#target.lanes * 4;
    if (regular > 0) {
      b.loop(panels.from, b.op('min', 'index', panels.to, b.const('index', regular)), 1, (panel) => {
        const column = b.op('mul', 'index', panel, b.const('index', bytes));
        this.#panel(
          scope,
          left,
          b.offset(right, panel, this.#panelStride * 4),
          column,
          rows,
          width,
          this.#target.lanes,
        );
      });
    }
    if (last !== undefined) {
      b.if(b.op('gt', 'index', panels.to, b.const('index', regular)), () => {
        const column = b.const('index', regular * bytes);
        const start = b.plus(right, regular * this.#panelStride * 4);
        this.#panel(scope, left, start, column, rows, last.width, last.lanes);
      });
    }
  }

  /** All tiles of a panel in a range of the split axis of rows. */
  #panel(scope: Scope, left: Reg, right: Reg, column: Reg, rows: Span, width: number, lastLanes: number): void {
    const b = this.#b;
    const columns = { column, width, lastLanes, hoisted: this.#perColumn(scope, column, width) };
    const { lines, height } = this.#tiling(this.#panels.width);
    const second = this.#second;
    if (second === undefined) return this.#line(scope, left, right, rows, 1, height, columns);
    this.#steps(rows, second.extent, lines, (index, count) => {
      const start = b.offset(left, index, second.left * 4);
      const inner = { from: b.const('index', 0), to: b.const('index', this.#inner?.extent ?? 1) };
      this.#line(scope, start, right, inner, count, height, columns, index);
    });
  }

  /** Tiles along the innermost axis of rows, on `lines` indices of the one before, from `index` on. */
  #line(
    scope: Scope,
    left: Reg,
    right: Reg,
    span: Span,
    lines: number,
    height: number,
    columns: Columns,
    index?: Reg,
  ): void {
    const inner = this.#inner;
    if (inner === undefined) return this.#tile(left, right, [0], [scope], columns);
    const second = this.#second;
    this.#steps(span, inner.extent, height, (row, count) => {
      const b = this.#b;
      const start = b.offset(left, row, inner.left * 4);
      const places = range(lines).flatMap((line) => range(count).map((i) => ({ line, i })));
      const offsets = places.map(({ line, i }) => line * (second?.left ?? 0) + i * inner.left);
      const lineScopes = range(lines).map((line) =>
        second === undefined || index === undefined ? scope : scope.enter(second.dim, b.plus(index, line)),
      );
      this.#tile(
        start,
        right,
        offsets,
        places.map(
          ({ line, i }) =>
            () =>
              at(lineScopes, line).enter(inner.dim, b.plus(row, i)),
        ),
        columns,
      );
    });
  }

  /** Runs through a span in steps; the last one of the axis may be shorter. Spans begin at multiples of the step. */
  #steps(span: Span, extent: number, step: number, body: (index: Reg, count: number) => void): void {
    const b = this.#b;
    const rest = extent % step;
    const whole = extent - rest;
    if (whole > 0) {
      b.loop(span.from, b.op('min', 'index', span.to, b.const('index', whole)), step, (index) => body(index, step));
    }
    if (rest > 0)
      b.if(b.op('eq', 'index', span.to, b.const('index', extent)), () => body(b.const('index', whole), rest));
  }

  /** What the epilogue needs that is the same for all rows, for each vector of a panel: biases. */
  #perColumn(scope: Scope, column: Reg, width: number): ExprEmitter[] {
    const exprs = this.#outputs.map((output) => output.expr);
    const shared = invariants(exprs, ...range(this.#columnDim));
    return range(width).map((v) => {
      const inner = { dim: this.#columnDim, bytes: column, shift: v * this.#target.lanes };
      const emitter = new Point(this.#b, scope, inner, true, this.#bufferOf).emitter(this.#uniform);
      for (const expr of shared) emitter.hoist(expr);
      return emitter;
    });
  }

  #tile(
    left: Reg,
    right: Reg,
    offsets: readonly number[],
    scopes: readonly (Scope | (() => Scope))[],
    columns: Columns,
  ): void {
    const b = this.#b;
    const accumulators = offsets.map(() => range(columns.width).map(() => b.const('vf32', 0)));
    emitSum(b, this.#target, this.#contraction.sums, left, right, offsets, accumulators);
    accumulators.forEach((vectors, r) => {
      const given = at(scopes, r);
      const scope = typeof given === 'function' ? given() : given;
      vectors.forEach((accumulator, v) => {
        const inner = { dim: this.#columnDim, bytes: columns.column, shift: v * this.#target.lanes };
        const point = new Point(b, scope, inner, true, this.#bufferOf);
        const emitter = point.emitter(at(columns.hoisted, v), [accumulator]);
        const values = this.#outputs.map((output) => emitter.value(output.expr));
        const lanes = v === vectors.length - 1 ? columns.lastLanes : this.#target.lanes;
        this.#outputs.forEach((output, i) => {
          point.store(output, at(values, i), lanes);
        });
      });
    });
  }
}

/** The columns of a tile. */
interface Columns {
  /** Four times the first one. */
  readonly column: Reg;
  readonly width: number;
  /** Lanes of the last vector that are stored. */
  readonly lastLanes: number;
  readonly hoisted: readonly ExprEmitter[];
}

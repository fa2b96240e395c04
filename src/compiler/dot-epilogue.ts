import type { Node } from '../graph/node.ts';
import { at } from '../support/shape.ts';
import type { KernelBuilder } from './builder.ts';
import type { ExprEmitter } from './emitter.ts';
import { type Expr, visitExprs } from './expression.ts';
import type { Reg } from './kernel.ts';
import { pointCost } from './lower-map.ts';
import { affinesOf, invariants, type Output, Scope } from './nest.ts';
import { Point } from './point.ts';
import type { Riders } from './riders.ts';

/** A product's results, and how its columns are shared out: by as many as `width`, or all at once. */
export interface EpilogueShape {
  readonly items: number;
  readonly rows: number;
  readonly columns: number;
  readonly width: number;
}

/** A matrix that an epilogue reads, in elements from item to item and from row to row. */
export interface Stream {
  readonly from: Reg;
  readonly item: number;
  readonly row: number;
}

/** A buffer that lies so many bytes lower than its address says. */
export interface Moved {
  readonly buffer: number;
  readonly bytes: Reg;
}

/**
 * What happens to a product while it is still in the cache: expressions over (batch, row, column), in one compact loop.
 * Unrolled into the tiles they would be many times the code, which is fetched and decoded once per run: measured at 60
 * instead of 6 ns for each vector of an ELU.
 */
export class DotEpilogue {
  readonly #b: KernelBuilder;
  readonly #outputs: readonly Output[];
  readonly #riders: Riders;
  readonly #bufferOf: (node: Node) => number;
  readonly #shape: EpilogueShape;
  readonly #scope: Scope;
  /** What is the same for all elements, emitted once. */
  readonly #uniform: ExprEmitter;

  constructor(
    builder: KernelBuilder,
    outputs: readonly Output[],
    riders: Riders,
    bufferOf: (node: Node) => number,
    shape: EpilogueShape,
  ) {
    this.#b = builder;
    this.#outputs = outputs;
    this.#riders = riders;
    this.#bufferOf = bufferOf;
    this.#shape = shape;
    riders.board(builder, shape.items * shape.rows * this.#strips, riders.exprs);
    this.#scope = Scope.open(builder, riders.exprs, outputs, bufferOf);
    this.#uniform = new Point(builder, this.#scope, undefined, true, bufferOf).emitter();
    for (const expr of invariants(this.#exprs(), 0, 1, 2)) this.#uniform.hoist(expr);
  }

  get #strips(): number {
    return Math.ceil(this.#shape.columns / this.#shape.width);
  }

  /** Whether all goes from the end of a row on to the next row's beginning. */
  get #isEven(): boolean {
    const { columns, width } = this.#shape;
    if (width !== columns || !this.#riders.none) return false;
    return affinesOf([], this.#outputs).every(({ strides }) => at(strides, 1) === at(strides, 2) * columns);
  }

  /** What is read element by element beside the product: where it begins, and its elements from row to row. */
  streams(product: number): Stream[] {
    const found = new Map<string, Stream>();
    visitExprs(this.#exprs(), (expr) => {
      if (expr.kind !== 'load') return;
      const [item = 0, row = 0, column = 0] = expr.at.strides;
      const buffer = this.#bufferOf(expr.node);
      if (buffer === product || row === 0 || column !== 1) return;
      const key = `${buffer}@${expr.at.offset}`;
      if (!found.has(key))
        found.set(key, { from: this.#b.plus(this.#b.base(buffer, 'read'), expr.at.offset * 4), item, row });
    });
    return [...found.values()];
  }

  /** Estimated additions at one element. */
  get cost(): number {
    return pointCost(this.#exprs());
  }

  #exprs(): Expr[] {
    return [...this.#outputs.map((output) => output.expr), ...this.#riders.exprs];
  }

  /**
   * Rows rowFrom..rowTo of the strips of columns stripFrom..stripTo.
   *
   * @param moved a buffer that lies so many bytes lower for these rows
   */
  emit(item: Reg, rowFrom: Reg, rowTo: Reg, stripFrom: Reg, stripTo: Reg, moved?: Moved): void {
    const b = this.#b;
    const scope = (moved === undefined ? this.#scope : this.#scope.lowered(moved.buffer, moved.bytes)).enter(0, item);
    const { columns, width } = this.#shape;
    const columnOf = (strip: Reg) =>
      b.op('min', 'index', b.op('mul', 'index', strip, b.const('index', width)), b.const('index', columns));
    if (this.#outputs.length === 0 && this.#riders.none) return;
    if (this.#isEven) return this.#together(scope, rowFrom, rowTo);
    if (this.#riders.none) return this.#strip(scope, item, rowFrom, rowTo, columnOf(stripFrom), columnOf(stripTo));
    b.loop(stripFrom, stripTo, 1, (strip) => {
      this.#strip(scope, item, rowFrom, rowTo, columnOf(strip), columnOf(b.plus(strip, 1)), strip);
    });
  }

  /** Rows as one long row, cut into vectors from the first row of all on: no vector is cut by the end of a row, and all lie as lines of the cache do. */
  #together(scope: Scope, rowFrom: Reg, rowTo: Reg): void {
    const b = this.#b;
    const { columns, rows } = this.#shape;
    const rest = (rows * columns) % b.lanes;
    const bytes = (elements: Reg) => b.op('mul', 'index', elements, b.const('index', 4));
    const first = b.op('mul', 'index', rowFrom, b.const('index', columns));
    const beyond = (elements: Reg) => bytes(b.op('sub', 'index', elements, first));
    const lastWhole = b.const('index', rows * columns - rest);
    const end = b.op('mul', 'index', rowTo, b.const('index', columns));
    const inRows = scope.enter(1, rowFrom);
    const vector = (at: Reg, lanes: number) => this.#vector(inRows, this.#uniform, at, lanes);
    b.loop(0, beyond(b.op('min', 'index', end, lastWhole)), b.lanes * 4, (at) => vector(at, b.lanes));
    if (rest === 0) return;
    b.if(b.op('eq', 'index', rowTo, b.const('index', rows)), () => vector(beyond(lastWhole), rest));
  }

  /** The first column is a multiple of a vector. */
  #strip(scope: Scope, item: Reg, rowFrom: Reg, rowTo: Reg, columnFrom: Reg, columnTo: Reg, strip?: Reg): void {
    const b = this.#b;
    const { lanes } = b;
    const { columns, rows } = this.#shape;
    const rest = columns % lanes;
    const four = b.const('index', 4);
    const from = b.op('mul', 'index', columnFrom, four);
    const whole = b.op('mul', 'index', b.op('min', 'index', columnTo, b.const('index', columns - rest)), four);
    const alongRow = invariants(this.#exprs(), 2);
    b.loop(rowFrom, rowTo, 1, (row) => {
      const inRow = scope.enter(1, row);
      const hoisted = new Point(b, inRow, undefined, true, this.#bufferOf).emitter(this.#uniform);
      for (const expr of alongRow) hoisted.hoist(expr);
      const totals = this.#riders.begin(b, false);
      const vector = (bytes: Reg, count: number) =>
        this.#vector(inRow, hoisted, bytes, count, (emitter) => this.#riders.add(b, totals, emitter, true, count));
      b.loop(from, whole, lanes * 4, (bytes) => vector(bytes, lanes));
      if (rest > 0) {
        b.if(b.op('eq', 'index', columnTo, b.const('index', columns)), () => {
          vector(b.const('index', (columns - rest) * 4), rest);
        });
      }
      if (strip === undefined) return;
      const stretch = b.offset(b.offset(row, item, rows), strip, this.#shape.items * rows);
      this.#riders.end(b, totals, stretch);
    });
  }

  /** Computes and stores `count` lanes of the results, so many bytes behind a row's beginning. */
  #vector(
    scope: Scope,
    hoisted: ExprEmitter,
    bytes: Reg,
    count: number,
    beside?: (emitter: ExprEmitter) => void,
  ): void {
    const point = new Point(this.#b, scope, { dim: 2, bytes, shift: 0 }, true, this.#bufferOf);
    const emitter = point.emitter(hoisted);
    const values = this.#outputs.map((output) => emitter.value(output.expr));
    beside?.(emitter);
    this.#outputs.forEach((output, i) => {
      point.store(output, at(values, i), count);
    });
  }
}

import type { Node } from '../graph/node.ts';
import { at } from '../support/shape.ts';
import type { KernelBuilder } from './builder.ts';
import type { ExprEmitter } from './emitter.ts';
import type { Reg } from './kernel.ts';
import { invariants, type Output, Scope } from './nest.ts';
import { Point } from './point.ts';

/**
 * What happens to a product while it is still in the cache: expressions over (batch, row, column), in one compact loop.
 * Unrolled into the tiles they would be many times the code, which is fetched and decoded once per run: measured at 60
 * instead of 6 ns for each vector of an ELU.
 */
export class DotEpilogue {
  readonly #b: KernelBuilder;
  readonly #outputs: readonly Output[];
  readonly #bufferOf: (node: Node) => number;
  readonly #columns: number;
  readonly #scope: Scope;
  /** What is the same for all elements, emitted once. */
  readonly #uniform: ExprEmitter;

  constructor(builder: KernelBuilder, outputs: readonly Output[], bufferOf: (node: Node) => number, columns: number) {
    this.#b = builder;
    this.#outputs = outputs;
    this.#bufferOf = bufferOf;
    this.#columns = columns;
    this.#scope = Scope.open(builder, [], outputs, bufferOf);
    this.#uniform = new Point(builder, this.#scope, undefined, true, bufferOf).emitter();
    for (const expr of invariants(this.#exprs(), 0, 1, 2)) this.#uniform.hoist(expr);
  }

  #exprs() {
    return this.#outputs.map((output) => output.expr);
  }

  /** Rows rowFrom..rowTo, columns columnFrom..columnTo; the first column is a multiple of a vector. */
  emit(item: Reg, rowFrom: Reg, rowTo: Reg, columnFrom: Reg, columnTo: Reg): void {
    if (this.#outputs.length === 0) return;
    const b = this.#b;
    const { lanes } = b;
    const scope = this.#scope.enter(0, item);
    const rest = this.#columns % lanes;
    const four = b.const('index', 4);
    const from = b.op('mul', 'index', columnFrom, four);
    const whole = b.op('mul', 'index', b.op('min', 'index', columnTo, b.const('index', this.#columns - rest)), four);
    const alongRow = invariants(this.#exprs(), 2);
    b.loop(rowFrom, rowTo, 1, (row) => {
      const inRow = scope.enter(1, row);
      const hoisted = new Point(b, inRow, undefined, true, this.#bufferOf).emitter(this.#uniform);
      for (const expr of alongRow) hoisted.hoist(expr);
      const vector = (bytes: Reg, count: number) => {
        const point = new Point(b, inRow, { dim: 2, bytes, shift: 0 }, true, this.#bufferOf);
        const emitter = point.emitter(hoisted);
        const values = this.#outputs.map((output) => emitter.value(output.expr));
        this.#outputs.forEach((output, i) => {
          point.store(output, at(values, i), count);
        });
      };
      b.loop(from, whole, lanes * 4, (bytes) => vector(bytes, lanes));
      if (rest === 0) return;
      b.if(b.op('eq', 'index', columnTo, b.const('index', this.#columns)), () => {
        vector(b.const('index', (this.#columns - rest) * 4), rest);
      });
    });
  }
}

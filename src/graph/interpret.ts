import { hostArray } from '../support/dtype.ts';
import { at, sizeOf } from '../support/shape.ts';
import { type LoopBody, type Node, type PrimitiveName, topologicalOrder } from './node.ts';
import type { HostValue } from './primitives/rule.ts';
import { ruleOf } from './rules.ts';

const evaluate = <P extends PrimitiveName>(node: Node<P>, inputs: readonly HostValue[]): HostValue => ({
  shape: node.shape,
  dtype: node.dtype,
  data: ruleOf<P>(node.op).evaluate(inputs, node.attrs, node),
});

const valueIn = (values: ReadonlyMap<Node, HostValue>, node: Node): HostValue => {
  const value = values.get(node);
  if (value === undefined) throw new Error(`The graph reads ${node.op} before it is computed.`);
  return value;
};

/** Computes graphs with every primitive's reference rule, in plain TypeScript. */
export class Interpreter {
  readonly #results: readonly Node[];
  readonly #order: readonly Node[];
  /** Each loop with an interpreter of its body, and what is taken out of it. */
  readonly #loops = new Map<Node, { readonly taken: readonly Node[]; readonly body: Interpreter }>();

  constructor(results: readonly Node[]) {
    this.#results = results;
    this.#order = topologicalOrder(results);
    for (const loop of this.#order) {
      if (loop.op !== 'scan' && loop.op !== 'whileLoop') continue;
      const taken = this.#order.filter((node) => node.inputs[0] === loop);
      const values = taken.flatMap((node) => (node.op === 'loopStack' ? [node.attrs.value] : []));
      const condition = loop.op === 'whileLoop' ? [loop.attrs.condition] : [];
      this.#loops.set(loop, { taken, body: new Interpreter([...loop.attrs.body.next, ...values, ...condition]) });
    }
  }

  /** The results, with given values of the parameters. */
  run(parameters: ReadonlyMap<Node, HostValue>): HostValue[] {
    const values = new Map(parameters);
    for (const node of this.#order) {
      if (values.has(node)) continue;
      if (node.op === 'scan' || node.op === 'whileLoop') this.#runLoop(node, values);
      else
        values.set(
          node,
          evaluate(
            node,
            node.inputs.map((input) => valueIn(values, input)),
          ),
        );
    }
    return this.#results.map((node) => valueIn(values, node));
  }

  #runLoop(loop: Node<'scan' | 'whileLoop'>, values: Map<Node, HostValue>): void {
    const { taken, body: interpreter } = this.#loops.get(loop) ?? { taken: [], body: new Interpreter([]) };
    const { body } = loop.attrs;
    const inputs = loop.inputs.map((input) => valueIn(values, input));
    const count = body.carries.length;
    let carried = inputs.slice(0, count);
    const stacks = taken.flatMap((node) => (node.op === 'loopStack' ? [node] : []));
    const stacked = stacks.map((node) => hostArray(node.dtype, sizeOf(node.shape)));
    const iterate = (row: number): HostValue[] => interpreter.run(bind(body, carried, inputs.slice(count), row));
    if (loop.op === 'scan') {
      for (let i = 0; i < loop.attrs.length; i++) {
        const row = loop.attrs.reverse ? loop.attrs.length - 1 - i : i;
        const results = iterate(row);
        carried = results.slice(0, count);
        stacked.forEach((out, k) => {
          const { data } = at(results, count + k);
          out.set(data, row * data.length);
        });
      }
    } else {
      for (let results = iterate(0); at(at(results, count).data, 0) !== 0; results = iterate(0)) {
        carried = results.slice(0, count);
      }
    }
    for (const node of taken) {
      if (node.op === 'loopCarry') values.set(node, at(carried, node.attrs.index));
    }
    stacks.forEach((node, k) => {
      values.set(node, { shape: node.shape, dtype: node.dtype, data: at(stacked, k) });
    });
  }
}

/** Values of a body's parameters in the iteration that sees `row`. `inputs`: the stepped inputs, then the constants. */
function bind(
  body: LoopBody,
  carried: readonly HostValue[],
  inputs: readonly HostValue[],
  row: number,
): Map<Node, HostValue> {
  const bound = new Map<Node, HostValue>();
  body.carries.forEach((node, i) => {
    bound.set(node, at(carried, i));
  });
  body.steps.forEach((node, i) => {
    const size = sizeOf(node.shape);
    const data = at(inputs, i).data.slice(row * size, (row + 1) * size);
    bound.set(node, { shape: node.shape, dtype: node.dtype, data });
  });
  body.constants.forEach((node, i) => {
    bound.set(node, at(inputs, body.steps.length + i));
  });
  return bound;
}

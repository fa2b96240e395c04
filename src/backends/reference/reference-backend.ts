import { type Node, type PrimitiveName, topologicalOrder } from '../../graph/node.ts';
import type { HostValue } from '../../graph/primitives/rule.ts';
import { ruleOf } from '../../graph/rules.ts';
import { convertArray, type HostArray, hostView } from '../../support/dtype.ts';
import type { Backend, DeviceBuffer, Executable, ProgramGraph } from '../backend.ts';

class ReferenceBuffer implements DeviceBuffer {
  readonly size: number;
  readonly #bytes: ArrayBuffer;

  constructor(size: number) {
    this.size = size;
    this.#bytes = new ArrayBuffer(size * 4);
  }

  read(dtype: Node['dtype']): HostArray {
    return hostView(dtype, this.#bytes, 0, this.size).slice();
  }

  write(values: ArrayLike<number>, dtype: Node['dtype'], offset = 0): void {
    hostView(dtype, this.#bytes, offset * 4, values.length).set(convertArray(values, dtype));
  }

  fill(value: number, dtype: Node['dtype']): void {
    hostView(dtype, this.#bytes, 0, this.size).fill(value);
  }

  free(): void {}
}

const evaluateNode = <P extends PrimitiveName>(node: Node<P>, inputs: readonly HostValue[]) =>
  ruleOf<P>(node.op).evaluate(inputs, node.attrs, node);

class Interpreter implements Executable {
  readonly #graph: ProgramGraph;
  readonly #order: readonly Node[];

  constructor(graph: ProgramGraph) {
    this.#graph = graph;
    this.#order = topologicalOrder(graph.results);
  }

  run(parameters: readonly DeviceBuffer[], results: readonly DeviceBuffer[]): void {
    const values = new Map<Node, HostValue>();
    this.#graph.parameters.forEach((node, i) => {
      const buffer = parameters[i];
      if (buffer === undefined) throw new Error(`Parameter ${i} has no buffer.`);
      values.set(node, { shape: node.shape, dtype: node.dtype, data: buffer.read(node.dtype) });
    });
    const valueAt = (node: Node): HostValue => {
      const value = values.get(node);
      if (value === undefined) throw new Error(`The program reads ${node.op} before it is computed.`);
      return value;
    };
    for (const node of this.#order) {
      if (node.op === 'parameter') continue;
      values.set(node, { shape: node.shape, dtype: node.dtype, data: evaluateNode(node, node.inputs.map(valueAt)) });
    }
    this.#graph.results.forEach((node, i) => {
      results[i]?.write(valueAt(node).data, node.dtype);
    });
  }
}

/** Interprets the graph with every primitive's reference rule: slow, plain, and the oracle of every test. */
export const referenceBackend: Backend = {
  name: 'reference',
  allocate: (size) => new ReferenceBuffer(size),
  compile: (graph) => new Interpreter(graph),
};

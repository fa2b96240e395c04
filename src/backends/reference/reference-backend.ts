import { Interpreter } from '../../graph/interpret.ts';
import type { Node } from '../../graph/node.ts';
import type { HostValue } from '../../graph/primitives/rule.ts';
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

class ReferenceExecutable implements Executable {
  readonly #graph: ProgramGraph;
  readonly #interpreter: Interpreter;

  constructor(graph: ProgramGraph) {
    this.#graph = graph;
    this.#interpreter = new Interpreter(graph.results);
  }

  run(parameters: readonly DeviceBuffer[], results: readonly DeviceBuffer[]): void {
    const values = new Map<Node, HostValue>();
    this.#graph.parameters.forEach((node, i) => {
      const buffer = parameters[i];
      if (buffer === undefined) throw new Error(`Parameter ${i} has no buffer.`);
      values.set(node, { shape: node.shape, dtype: node.dtype, data: buffer.read(node.dtype) });
    });
    this.#interpreter.run(values).forEach((value, i) => {
      results[i]?.write(value.data, value.dtype);
    });
  }
}

/** Interprets the graph with every primitive's reference rule: slow, plain, and the oracle of every test. */
export const referenceBackend: Backend = {
  name: 'reference',
  allocate: (size) => new ReferenceBuffer(size),
  compile: (graph) => new ReferenceExecutable(graph),
};

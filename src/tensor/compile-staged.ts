import type { Backend, DeviceBuffer, Executable, ProgramGraph } from '../backends/backend.ts';
import * as g from '../graph/build.ts';
import { type Node, type PrimitiveName, topologicalOrder } from '../graph/node.ts';
import { toPhysical } from '../graph/physical.ts';
import { rewrite } from '../graph/rewrite.ts';
import { ruleOf } from '../graph/rules.ts';
import { ArgumentError } from '../support/errors.ts';
import { sizeOf } from '../support/shape.ts';
import { runExecutable } from './profile.ts';

/** Primitives that no backend compiles: they run their reference rule on the host between two programs. */
const isHostPrimitive = (op: PrimitiveName): boolean => op === 'decompose' || op === 'solve';

/** Results of a loop's body, which must be compiled as a whole. */
function bodyResults(node: Node): readonly Node[] {
  if (node.op === 'scan') return node.attrs.body.next;
  if (node.op === 'whileLoop') return [...node.attrs.body.next, node.attrs.condition];
  if (node.op === 'loopStack') return [node.attrs.value];
  return [];
}

function refuseInLoops(order: readonly Node[]): void {
  for (const node of order) {
    const body = bodyResults(node);
    if (body.length === 0) continue;
    const inside = topologicalOrder(body);
    const host = inside.find((inner) => isHostPrimitive(inner.op));
    if (host !== undefined)
      throw new ArgumentError(
        `A loop is compiled as a whole, but ${host.op} runs on the host. Take it out of the loop, or loop in TypeScript. Received: ${host.op} inside ${node.op}`,
      );
    refuseInLoops(inside);
  }
}

/** Host primitives by how many others stand before them: those of one level need nothing of each other. */
function levelsOf(order: readonly Node[]): Node[][] {
  const depth = new Map<Node, number>();
  const levels: Node[][] = [];
  for (const node of order) {
    const before = Math.max(0, ...node.inputs.map((input) => depth.get(input) ?? 0));
    const host = isHostPrimitive(node.op);
    depth.set(node, host ? before + 1 : before);
    if (!host) continue;
    const level = levels[before] ?? [];
    level.push(node);
    levels[before] = level;
  }
  return levels;
}

const evaluateOnHost = <P extends PrimitiveName>(node: Node<P>, operands: readonly DeviceBuffer[]) =>
  ruleOf<P>(node.op).evaluate(
    node.inputs.map((input, i) => {
      const buffer = operands[i];
      if (buffer === undefined) throw new Error('An operand has no value.');
      return { shape: input.shape, dtype: input.dtype, data: buffer.read(input.dtype) };
    }),
    node.attrs,
    node,
  );

/** A program that computes operands, and the host primitives that take them. */
interface Stage {
  readonly executable: Executable;
  readonly operands: ReadonlyMap<Node, DeviceBuffer>;
  readonly hosts: readonly { readonly node: Node; readonly result: DeviceBuffer }[];
}

/**
 * Compiles a computation that may contain host primitives: as a program for each level of them, which computes their
 * operands, a pause in which the host takes its turn, and a last program that does the rest.
 */
export function compileStaged(backend: Backend, logical: ProgramGraph): Executable {
  const { lowered, of } = toPhysical([...logical.parameters, ...logical.results]);
  const graph = {
    ...logical,
    parameters: logical.parameters.map(of),
    results: lowered.slice(logical.parameters.length),
  };
  const order = topologicalOrder(graph.results);
  refuseInLoops(order);
  const levels = levelsOf(order);
  if (levels.length === 0) return backend.compile(graph);
  const parameters = [...graph.parameters];
  const extra: DeviceBuffer[] = [];
  /** Host primitives that have run stand as parameters in later programs. */
  const known = new Map<Node, Node>();
  const stages = levels.map((hosts): Stage => {
    const wanted = [...new Set(hosts.flatMap((host) => host.inputs))];
    const results = rewrite(wanted, known);
    const executable = backend.compile({ parameters: [...parameters], results, overwrites: results.map(() => null) });
    const operands = new Map(wanted.map((node) => [node, backend.allocate(sizeOf(node.shape))]));
    const targets = hosts.map((node) => ({ node, result: backend.allocate(sizeOf(node.shape)) }));
    for (const { node, result } of targets) {
      const stand = g.parameter({}, node.shape, node.dtype);
      known.set(node, stand);
      parameters.push(stand);
      extra.push(result);
    }
    return { executable, operands, hosts: targets };
  });
  const last = backend.compile({ ...graph, parameters, results: rewrite(graph.results, known) });
  return new StagedExecutable(stages, last, extra);
}

class StagedExecutable implements Executable {
  readonly #stages: readonly Stage[];
  readonly #last: Executable;
  readonly #extra: readonly DeviceBuffer[];

  constructor(stages: readonly Stage[], last: Executable, extra: readonly DeviceBuffer[]) {
    this.#stages = stages;
    this.#last = last;
    this.#extra = extra;
  }

  run(parameters: readonly DeviceBuffer[], results: readonly DeviceBuffer[]): void {
    let ready = 0;
    for (const { executable, operands, hosts } of this.#stages) {
      runExecutable(executable, [...parameters, ...this.#extra.slice(0, ready)], [...operands.values()]);
      for (const { node, result } of hosts) {
        const buffers = node.inputs.flatMap((input) => operands.get(input) ?? []);
        result.write(evaluateOnHost(node, buffers), node.dtype);
      }
      ready += hosts.length;
    }
    runExecutable(this.#last, [...parameters, ...this.#extra], results);
  }
}

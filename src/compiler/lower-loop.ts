import { type Node, topologicalOrder } from '../graph/node.ts';
import { at, sizeOf } from '../support/shape.ts';
import type { Job } from './job.ts';
import type { Level, LoopCode, ProgramWriter } from './program-writer.ts';

/** What lowering a loop has to know of the graph around it. */
export interface LoopSurroundings {
  readonly writer: ProgramWriter;
  readonly level: Level;
  readonly bufferOf: (node: Node) => number;
  /** Computes a value of the graph around the loop into a buffer. */
  readonly assign: (buffer: number, value: Node) => void;
  readonly compile: (job: Job, level: Level) => void;
}

/** Indices of the carries on which what is taken out of a loop depends. */
function liveCarries(loop: Node<'scan' | 'whileLoop'>, taken: readonly Node[]): number[] {
  const { carries, next } = loop.attrs.body;
  const live = new Set<number>();
  const pending: Node[] = loop.op === 'whileLoop' ? [loop.attrs.condition] : [];
  for (const node of taken) {
    if (node.op === 'loopStack') pending.push(node.attrs.value);
    else if (node.op === 'loopCarry' && !live.has(node.attrs.index)) {
      live.add(node.attrs.index);
      pending.push(at(next, node.attrs.index));
    }
  }
  while (pending.length > 0) {
    for (const node of topologicalOrder(pending.splice(0))) {
      const index = carries.indexOf(node);
      if (index < 0 || live.has(index)) continue;
      live.add(index);
      pending.push(at(next, index));
    }
  }
  return [...live].sort((a, b) => a - b);
}

/** Writes a loop's code: first values into the carries' buffers, then the iterations, which update them in place. */
export function lowerLoop(taken: readonly Node[], around: LoopSurroundings): void {
  const { writer, level, bufferOf } = around;
  const loop = at(at(taken, 0).inputs, 0);
  if (loop.op !== 'scan' && loop.op !== 'whileLoop') throw new Error(`${loop.op} is not a loop.`);
  const { body } = loop.attrs;
  const live = liveCarries(loop, taken);
  const carries = live.map((i) => at(body.carries, i));
  const carryBuffers = live.map((index) => {
    const result = taken.find((node) => node.op === 'loopCarry' && node.attrs.index === index);
    const size = Math.max(1, sizeOf(at(body.carries, index).shape));
    return result === undefined ? writer.newBuffer(undefined, size, level) : bufferOf(result);
  });
  live.forEach((index, k) => {
    around.assign(at(carryBuffers, k), at(loop.inputs, index));
  });

  const { depth } = level;
  const rest = loop.inputs.slice(body.carries.length);
  /** Row i of a stacked buffer in iteration i, or in iteration length - 1 - i. */
  const rowOf = (buffer: number, size: number): number => {
    const { reverse, length } = loop.op === 'scan' ? loop.attrs : { reverse: false, length: 0 };
    const [stride, offset] = reverse ? [-size, (length - 1) * size] : [size, 0];
    return writer.newWindow({ of: buffer, depth, stride, offset });
  };
  const rows = body.steps.map((step, i) => rowOf(bufferOf(at(rest, i)), sizeOf(step.shape)));
  const constants = body.constants.map((_, i) => bufferOf(at(rest, body.steps.length + i)));
  const parameters = [...carries, ...body.steps, ...body.constants];
  const buffers = [...carryBuffers, ...rows, ...constants];
  const stacks = taken.flatMap((node) => (node.op === 'loopStack' ? [node] : []));

  const parts: Pick<LoopCode, 'before' | 'test' | 'body'> = { before: [], test: [], body: [] };
  let code: LoopCode;
  let whileBuffer: number | undefined;
  if (loop.op === 'scan') code = { ...parts, repeat: { count: loop.attrs.length } };
  else {
    whileBuffer = writer.newBuffer(undefined, 1, level);
    code = { ...parts, repeat: { whileBuffer } };
  }
  const inside: Level = { outer: level, loop: code, code: code.body, constants: new Set(constants), depth: depth + 1 };
  if (loop.op === 'whileLoop') {
    const test: Job = {
      parameters,
      buffers,
      results: [loop.attrs.condition],
      resultBuffers: [whileBuffer],
      overwrites: [null],
    };
    around.compile(test, { ...inside, code: code.test });
  }
  const job: Job = {
    parameters,
    buffers,
    results: [...live.map((i) => at(body.next, i)), ...stacks.map((node) => node.attrs.value)],
    resultBuffers: [
      ...live.map(() => undefined),
      ...stacks.map((node) => rowOf(bufferOf(node), sizeOf(node.attrs.value.shape))),
    ],
    overwrites: [...live.map((_, k) => k), ...stacks.map(() => null)],
  };
  around.compile(job, inside);
  level.code.push({ kind: 'loop', loop: code });
}

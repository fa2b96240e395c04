import * as g from './build.ts';
import { capture } from './capture.ts';
import { hoist } from './hoist.ts';
import type { LoopBody, Node } from './node.ts';

const likeParameter = (node: Node): Node => g.parameter({}, node.shape, node.dtype);
const likeRow = (node: Node): Node => g.parameter({}, node.shape.slice(1), node.dtype);

/** What a scan gives: the carries' last values, and each iteration's outputs along a new first axis. */
export interface Scanned {
  readonly carries: readonly Node[];
  readonly outputs: readonly Node[];
}

/**
 * Applies `f` to the carried values and the rows of `xs` one after the other. What `f` computes without the carried
 * values is computed for all rows at once before the loop, where that can be.
 *
 * @param xs each [length, ...row]
 * @param reverse begins with the last row; outputs stand at the place of their row
 */
export function scan(
  f: (carries: readonly Node[], rows: readonly Node[]) => { next: readonly Node[]; outputs: readonly Node[] },
  init: readonly Node[],
  xs: readonly Node[],
  length: number,
  reverse: boolean,
): Scanned {
  const carries = init.map(likeParameter);
  const steps = xs.map(likeRow);
  const { next, outputs } = f(carries, steps);
  if (length === 0)
    return { carries: init, outputs: outputs.map((node) => g.constant(0, [0, ...node.shape], node.dtype)) };
  const captured = capture([...next, ...outputs], [...carries, ...steps]);
  const hoisted = hoist(captured.results, {
    carries,
    steps,
    xs,
    constants: captured.constants,
    inputs: captured.inputs,
    length,
  });
  const body: LoopBody = {
    carries,
    steps: hoisted.steps,
    constants: captured.constants,
    next: hoisted.results.slice(0, next.length),
  };
  const loop = g.scanNode(body, length, reverse, [...init, ...hoisted.xs, ...captured.inputs]);
  return {
    carries: init.map((_, i) => g.loopCarry(loop, i)),
    outputs: hoisted.results
      .slice(next.length)
      .map((value, i) => hoisted.outside.get(i + next.length) ?? g.loopStack(loop, value)),
  };
}

/** Applies `f` to the carried values for as long as `condition`, a bool scalar, holds for them. */
export function whileLoop(
  condition: (carries: readonly Node[]) => Node,
  f: (carries: readonly Node[]) => readonly Node[],
  init: readonly Node[],
): readonly Node[] {
  const carries = init.map(likeParameter);
  const { results, constants, inputs } = capture([condition(carries), ...f(carries)], carries);
  const [test, ...next] = results;
  if (test === undefined) throw new Error('A loop has a condition.');
  const loop = g.whileNode({ carries, steps: [], constants, next }, test, [...init, ...inputs]);
  return init.map((_, i) => g.loopCarry(loop, i));
}

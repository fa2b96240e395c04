import type { Node } from '../graph/node.ts';
import { Tensor } from './tensor.ts';
import { currentTrace, Trace, withTrace } from './trace.ts';
import type { Variable } from './variable.ts';

/** What a loop's body or a branch does to variables. Those it only reads have their value from outside. */
class InnerTrace extends Trace {
  readonly #outer = currentTrace();

  override initial(variable: Variable): Node {
    return withTrace(this.#outer, () => variable.value.node);
  }
}

/** What a function computes, and the values that it leaves in variables. */
export interface Traced<T> {
  readonly result: T;
  readonly written: ReadonlyMap<Variable, Node>;
}

/**
 * Runs `body` so that what it assigns to variables is written down instead of done.
 *
 * @param values of variables at the start, where they differ from those outside
 */
export function traceInside<T>(values: ReadonlyMap<Variable, Node>, body: () => T): Traced<T> {
  const trace = new InnerTrace();
  for (const [variable, node] of values) trace.writes.set(variable, node);
  const result = withTrace(trace, body);
  return { result, written: trace.writes };
}

/**
 * Runs a loop whose body may assign to variables: they become carries of the loop.
 *
 * @param run makes the loop for given variables, whose values it carries; returns what the body wrote, and their last
 *   values
 */
export function withLoopVariables<T>(
  run: (variables: readonly Variable[]) => {
    readonly result: T;
    readonly written: ReadonlyMap<Variable, Node>;
    readonly last: readonly Node[];
  },
): T {
  let variables: readonly Variable[] = [];
  for (;;) {
    const { result, written, last } = run(variables);
    // What is written is only known afterwards: then the loop is made once more.
    if (written.size > variables.length) {
      variables = [...written.keys()];
      continue;
    }
    variables.forEach((variable, i) => {
      const node = last[i];
      if (node !== undefined) variable.assign(new Tensor(node));
    });
    return result;
  }
}

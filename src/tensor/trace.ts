import * as g from '../graph/build.ts';
import type { Node } from '../graph/node.ts';
import type { Variable } from './variable.ts';

/** What a traced function does to variables: which it reads (as parameters), and their new values. */
export class Trace {
  readonly reads = new Map<Variable, Node>();
  readonly writes = new Map<Variable, Node>();

  read(variable: Variable): Node {
    return this.writes.get(variable) ?? this.initial(variable);
  }

  /** The variable's value when the program starts. */
  initial(variable: Variable): Node {
    let node = this.reads.get(variable);
    if (node === undefined) {
      node = g.parameter(variable, variable.shape, variable.storedDtype);
      this.reads.set(variable, node);
    }
    return node;
  }
}

let current: Trace | undefined;

/** The trace that is being recorded, if any. Tracing is synchronous, so there is never more than one. */
export const currentTrace = (): Trace | undefined => current;

/** Runs `body` while `trace` records; with undefined, nothing records (initial values of variables). */
export function withTrace<T>(trace: Trace | undefined, body: () => T): T {
  const outer = current;
  current = trace;
  try {
    return body();
  } finally {
    current = outer;
  }
}

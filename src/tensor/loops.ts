import * as graph from '../graph/loop.ts';
import type { Node } from '../graph/node.ts';
import { ArgumentError } from '../support/errors.ts';
import { formatShape, sameShape } from '../support/shape.ts';
import { traceInside, withLoopVariables } from './loop-trace.ts';
import { Tensor } from './tensor.ts';
import type { Variable } from './variable.ts';

const tensors = (nodes: readonly Node[]): Tensor[] => nodes.map((node) => new Tensor(node));
const nodesOf = (values: readonly Tensor[]): Node[] => values.map(({ node }) => node);

/** A carried value has to stay what it is. */
function checkCarries(op: string, next: readonly Tensor[], init: readonly Tensor[]): void {
  if (next.length !== init.length) {
    throw new ArgumentError(
      `${op}: the body must return as many carried values as it gets, ${init.length}. Received: ${next.length}`,
    );
  }
  next.forEach((value, i) => {
    const first = init[i];
    if (first === undefined || (sameShape(value.shape, first.shape) && value.dtype === first.dtype)) return;
    throw new ArgumentError(
      `${op}: carried value ${i} must keep its shape and dtype, ${first.dtype} ${formatShape(first.shape)}. Received: ${value.dtype} ${formatShape(value.shape)}`,
    );
  });
}

export interface TensorScan {
  readonly carries: readonly Tensor[];
  readonly outputs: readonly Tensor[];
}

/**
 * Applies `f` to carried values and the rows of `xs`, one after the other. Variables that it assigns to have the last
 * value afterwards.
 *
 * @param op the name that errors mention
 */
export function scanTensors(
  op: string,
  f: (carries: readonly Tensor[], rows: readonly Tensor[]) => { next: readonly Tensor[]; outputs: readonly Tensor[] },
  init: readonly Tensor[],
  xs: readonly Tensor[],
  { length, reverse = false }: { length: number; reverse?: boolean },
): TensorScan {
  return withLoopVariables((variables) => {
    let written: ReadonlyMap<Variable, Node> = new Map();
    const { carries, outputs } = graph.scan(
      (carried, rows) => {
        const traced = traceInside(bindVariables(variables, carried, init.length), () =>
          f(tensors(carried.slice(0, init.length)), tensors(rows)),
        );
        checkCarries(op, traced.result.next, init);
        written = traced.written;
        return {
          next: [...nodesOf(traced.result.next), ...finalValues(variables, written)],
          outputs: nodesOf(traced.result.outputs),
        };
      },
      [...nodesOf(init), ...variables.map((variable) => variable.value.node)],
      nodesOf(xs),
      length,
      reverse,
    );
    const result = { carries: tensors(carries.slice(0, init.length)), outputs: tensors(outputs) };
    return { result, written, last: carries.slice(init.length) };
  });
}

/** Applies `f` to carried values as long as `condition`, a scalar, holds for them. */
export function whileTensors(
  op: string,
  condition: (carries: readonly Tensor[]) => Tensor,
  f: (carries: readonly Tensor[]) => readonly Tensor[],
  init: readonly Tensor[],
): readonly Tensor[] {
  return withLoopVariables((variables) => {
    let written: ReadonlyMap<Variable, Node> = new Map();
    const test = (carried: readonly Node[]): Node => {
      const { result } = traceInside(bindVariables(variables, carried, init.length), () =>
        condition(tensors(carried.slice(0, init.length))),
      );
      if (result.shape.length > 0 || result.dtype !== 'bool')
        throw new ArgumentError(
          `${op}: the condition must be a bool scalar. Received: ${result.dtype} ${formatShape(result.shape)}`,
        );
      return result.node;
    };
    const body = (carried: readonly Node[]): Node[] => {
      const traced = traceInside(bindVariables(variables, carried, init.length), () =>
        f(tensors(carried.slice(0, init.length))),
      );
      checkCarries(op, traced.result, init);
      written = traced.written;
      return [...nodesOf(traced.result), ...finalValues(variables, written)];
    };
    const first = [...nodesOf(init), ...variables.map((variable) => variable.value.node)];
    const carries = graph.whileLoop(test, body, first);
    return { result: tensors(carries.slice(0, init.length)), written, last: carries.slice(init.length) };
  });
}

const bindVariables = (variables: readonly Variable[], carried: readonly Node[], from: number) =>
  new Map(
    variables.flatMap((variable, i) => {
      const node = carried[from + i];
      return node === undefined ? [] : [[variable, node] as const];
    }),
  );

const finalValues = (variables: readonly Variable[], written: ReadonlyMap<Variable, Node>): Node[] =>
  variables.flatMap((variable) => written.get(variable) ?? []);

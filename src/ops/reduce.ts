import * as g from '../graph/build.ts';
import type { Node, ReduceOp } from '../graph/node.ts';
import { checkOptions } from '../support/errors.ts';
import { at, normalizeAxes, sizeOf } from '../support/shape.ts';
import { type Axis, isList } from './options.ts';

export interface ReduceOptions {
  /** The axis or axes to reduce; all by default (null). */
  readonly axis?: Axis | undefined;
  /** Keeps reduced axes with extent 1. Default false. */
  readonly keepdims?: boolean | undefined;
}

/** The options of a reduction whose `axis` may also come by position. */
export function reduceOptions<T extends ReduceOptions>(
  where: string,
  options: Axis | T | undefined,
  also: readonly string[] = [],
): T | ReduceOptions {
  if (options === undefined || options === null || typeof options === 'number' || isList(options))
    return { axis: options ?? null };
  checkOptions(where, options, ['axis', 'keepdims', ...also]);
  return options;
}

/** Reduces a node over the chosen axes, dropped or kept. */
export function reduceNode(op: ReduceOp, node: Node, { axis, keepdims }: ReduceOptions): Node {
  const axes = normalizeAxes(axis, node.shape.length);
  return keepdims ? g.reduceKeep(op, node, axes) : g.reduce(op, node, axes);
}

/** The number of elements that each result of a reduction is made of. */
export const countOf = (node: Node, axis: Axis | undefined): number =>
  sizeOf(normalizeAxes(axis, node.shape.length).map((i) => at(node.shape, i)));

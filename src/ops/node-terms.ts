import * as g from '../graph/build.ts';
import type { Node } from '../graph/node.ts';

/** A number in the shape and dtype of x. */
export const constant = (x: Node, value: number): Node => g.likeConstant(x, value);

/** x times a number. */
export const scaled = (x: Node, factor: number): Node => g.mul(x, constant(x, factor));

/** x plus a number. */
export const plus = (x: Node, term: number): Node => g.add(x, constant(x, term));

/** Where x > limit. */
export const above = (x: Node, limit: number): Node => g.gt(x, constant(x, limit));

/** Where x <= limit. */
export const atMost = (x: Node, limit: number): Node => g.compare('le', x, constant(x, limit));

/** The part of a node from `start` to `end` along one axis. */
export const part = (node: Node, axis: number, start: number, end: number): Node =>
  g.slice(
    node,
    node.shape.map((_, i) => (i === axis ? start : 0)),
    node.shape.map((n, i) => (i === axis ? end : n)),
  );

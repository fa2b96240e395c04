import type { Node } from '../graph/node.ts';
import { neutralElement } from '../graph/primitives/indexing.ts';
import { mergedAxes } from '../graph/sink-reshape.ts';
import { at, type Shape, sameShape, sizeOf } from '../support/shape.ts';
import { type Affine, ExprTable } from './expression.ts';
import type { Kernel, KernelOp, Target } from './kernel.ts';
import { lowerArgsort } from './lower-argsort.ts';
import { lowerMap } from './lower-map.ts';
import { lowerArgReduce, lowerGather, lowerScatter } from './lower-special.ts';
import { isTrivialReshape } from './roots.ts';
import { type Coordinates, expressionOf, identityCoordinates, linear } from './walk.ts';

/** What lowering has to know of the program around it. */
export interface Surroundings {
  readonly target: Target;
  readonly bufferOf: (node: Node) => number;
  readonly hasBuffer: (node: Node) => boolean;
  /** A buffer of so many elements that only this kernel uses. */
  readonly scratch: (elements: number) => number;
  /** Whether nothing may be written behind a node's buffer. */
  readonly isExact: (node: Node) => boolean;
}

/** Kernels of a primitive that fuses with nothing. They follow each other and all write the node's buffer. */
export function lowerSingle(node: Node, name: string, around: Surroundings): Kernel[] {
  const { target, bufferOf } = around;
  const buffer = (i: number) => bufferOf(at(node.inputs, i));
  const out = bufferOf(node);
  const first = at(node.inputs, 0);
  const lines = (axis: number) => {
    const extent = at(first.shape, axis);
    return { lines: sizeOf(first.shape) / extent, extent, inner: sizeOf(first.shape.slice(axis + 1)) };
  };
  const element = { type: first.dtype === 'float32' ? 'f32' : 'i32', unsigned: first.dtype === 'uint32' } as const;
  switch (node.op) {
    case 'gather': {
      const rows = at(first.shape, 0);
      const sizes = { rows, count: sizeOf(at(node.inputs, 1).shape), row: sizeOf(first.shape) / rows };
      return [lowerGather(name, { operand: buffer(0), indices: buffer(1), out }, sizes, target)];
    }
    case 'scatterAdd':
    case 'scatterReduce': {
      const { rows } = node.attrs;
      const sizes = {
        rows,
        count: sizeOf(first.shape),
        row: sizeOf(node.shape) / rows,
        float: node.dtype === 'float32',
      };
      const combination =
        node.op === 'scatterAdd'
          ? { op: 'add' as const, start: 0 }
          : { op: combineOp(node), start: neutralElement(node.attrs.combine, node.dtype) };
      return [lowerScatter(name, { indices: buffer(0), updates: buffer(1), out }, sizes, combination, target)];
    }
    case 'argmax':
    case 'argmin':
      return [lowerArgReduce(name, node.op, { x: buffer(0), out }, lines(node.attrs.axis), element, target)];
    case 'argsort':
      return [
        lowerArgsort(
          name,
          { x: buffer(0), out, scratch: around.scratch(sizeOf(node.shape)) },
          lines(node.attrs.axis),
          element,
          target,
        ),
      ];
    case 'pad':
      return lowerPad(node, name, around);
    case 'concat':
      return lowerConcat(node, name, around);
    default:
      throw new Error(`${node.op} has no kernel of its own.`);
  }
}

function combineOp(node: Node<'scatterReduce'>): KernelOp {
  const { combine } = node.attrs;
  const unsigned = node.dtype === 'uint32';
  switch (combine) {
    case 'mul':
      return 'mul';
    case 'max':
      return unsigned ? 'maxUnsigned' : 'max';
    case 'min':
      return unsigned ? 'minUnsigned' : 'min';
  }
}

/** Writes the expression of `source` at positions of `node`'s buffer that are affine in source's axes. */
function place(
  node: Node,
  source: Node,
  axes: readonly { readonly stride: number; readonly offset: number }[],
  name: string,
  { target, bufferOf, hasBuffer, isExact }: Surroundings,
): Kernel[] {
  if (sizeOf(source.shape) === 0) return [];
  // Axes that were merged are looped over one by one, when nobody has stored the merged value.
  const whole = source.op === 'reshape' && !hasBuffer(source) ? at(source.inputs, 0) : source;
  const merged = whole === source || hasBuffer(whole) ? undefined : mergedAxes(whole.shape, source.shape);
  const computed = merged === undefined ? source : whole;
  const { dims, coordinates } = identityCoordinates(computed.shape);
  const context = { table: new ExprTable(), rank: dims.length, hasBuffer, inRegister: () => undefined };
  const expr = expressionOf(computed, coordinates, context);
  const inSource =
    merged === undefined ? coordinates : merged.map((group) => within(computed.shape, coordinates, group, dims.length));
  const moved = inSource.map((c, axis) => ({
    strides: c.strides.map((s) => s * at(axes, axis).stride),
    offset: at(axes, axis).offset,
  }));
  return [
    lowerMap(
      name,
      dims,
      [{ node, expr, at: linear(node.shape, moved, dims.length), exact: isExact(node) }],
      bufferOf,
      target,
    ),
  ];
}

/** The row-major coordinate of some neighbouring axes taken together. */
const within = (shape: Shape, coordinates: Coordinates, group: readonly number[], rank: number): Affine =>
  linear(
    group.map((axis) => at(shape, axis)),
    group.map((axis) => at(coordinates, axis)),
    rank,
  );

/** A part of a tensor. */
interface Box {
  readonly starts: readonly number[];
  readonly extents: readonly number[];
}

/** What lies around a box inside a tensor: two slabs for each axis. */
function around(shape: Shape, inside: Box): Box[] {
  return shape.flatMap((n, axis) => {
    const before = at(inside.starts, axis);
    const end = before + at(inside.extents, axis);
    const slab = (start: number, extent: number): Box[] =>
      extent === 0
        ? []
        : [
            {
              starts: shape.map((_, i) => (i === axis ? start : i < axis ? at(inside.starts, i) : 0)),
              extents: shape.map((all, i) => (i === axis ? extent : i < axis ? at(inside.extents, i) : all)),
            },
          ];
    return [...slab(0, before), ...slab(end, n - end)];
  });
}

/** Elements from which only the edges are filled, rather than everything in one go. */
const WORTH_EDGES = 4096;

/** Fills what the operand leaves free with the value, then puts the operand in its place. */
function lowerPad(node: Node<'pad'>, name: string, surroundings: Surroundings): Kernel[] {
  const { low, interior, value } = node.attrs;
  const source = at(node.inputs, 0);
  const dense = interior.every((n) => n === 0) && sizeOf(source.shape) > 0 && sizeOf(node.shape) >= WORTH_EDGES;
  const boxes = dense
    ? around(node.shape, { starts: low, extents: source.shape })
    : [{ starts: node.shape.map(() => 0), extents: node.shape }];
  const expr = new ExprTable().make({ kind: 'const', dtype: node.dtype, value });
  const fills = boxes.map(({ starts, extents }) => {
    const { dims, coordinates } = identityCoordinates(extents);
    const moved = coordinates.map((c, axis) => ({ ...c, offset: at(starts, axis) }));
    const output = { node, expr, at: linear(node.shape, moved, dims.length), exact: surroundings.isExact(node) };
    return lowerMap(`${name}_fill`, dims, [output], surroundings.bufferOf, surroundings.target);
  });
  const axes = low.map((offset, axis) => ({ stride: at(interior, axis) + 1, offset }));
  return [...fills, ...place(node, source, axes, name, surroundings)];
}

/** Parts that one kernel computes, next to each other: more would not fit registers. */
const MAX_PARTS = 8;
/** The same for parts of one element, which are loaded and stored one after the other. */
const MAX_NUMBERS = 64;

/** Parts of one shape share a kernel, so that what they have in common is computed once. */
function lowerConcat(node: Node<'concat'>, name: string, around: Surroundings): Kernel[] {
  const { axis } = node.attrs;
  const runs: { parts: Node[]; start: number }[] = [];
  let end = 0;
  for (const part of node.inputs) {
    const run = runs.at(-1);
    const fits =
      run !== undefined &&
      run.parts.length < (sizeOf(part.shape) === 1 ? MAX_NUMBERS : MAX_PARTS) &&
      sameShape(at(run.parts, 0).shape, part.shape) &&
      [at(run.parts, 0), part].every((x) => x.op !== 'reshape' || isTrivialReshape(x) || around.hasBuffer(x));
    if (fits) run.parts.push(part);
    else runs.push({ parts: [part], start: end });
    end += at(part.shape, axis);
  }
  return runs.flatMap(({ parts, start }) => {
    const [first] = parts;
    if (first !== undefined && parts.length === 1) {
      const axes = first.shape.map((_, i) => ({ stride: 1, offset: i === axis ? start : 0 }));
      return place(node, first, axes, name, around);
    }
    const { shape } = at(parts, 0);
    if (sizeOf(shape) === 0) return [];
    const { dims, coordinates } = identityCoordinates(shape);
    const rank = dims.length;
    const context = {
      table: new ExprTable(),
      rank,
      hasBuffer: around.hasBuffer,
      inRegister: () => undefined,
    };
    const outputs = parts.map((part, i) => {
      const offset = start + i * at(shape, axis);
      const moved = coordinates.map((c, k) => (k === axis ? { strides: c.strides, offset } : c));
      return {
        node,
        expr: expressionOf(part, coordinates, context),
        at: linear(node.shape, moved, rank),
        exact: around.isExact(node),
      };
    });
    return [lowerMap(name, dims, outputs, around.bufferOf, around.target)];
  });
}

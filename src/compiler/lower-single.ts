import type { Node } from '../graph/node.ts';
import { neutralElement } from '../graph/primitives/indexing.ts';
import { at, sizeOf } from '../support/shape.ts';
import { ExprTable } from './expression.ts';
import type { Kernel, KernelOp, Target } from './kernel.ts';
import { lowerArgsort } from './lower-argsort.ts';
import { lowerMap } from './lower-map.ts';
import { lowerArgReduce, lowerGather, lowerScatter } from './lower-special.ts';
import { expressionOf, identityCoordinates, linear } from './walk.ts';

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
  const { dims, coordinates } = identityCoordinates(source.shape);
  const context = { table: new ExprTable(), rank: dims.length, hasBuffer, inRegister: () => undefined };
  const expr = expressionOf(source, coordinates, context);
  const moved = coordinates.map((c, axis) => ({
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

/** Fills with the value, then puts the operand in its place. */
function lowerPad(node: Node<'pad'>, name: string, around: Surroundings): Kernel[] {
  const { low, interior, value } = node.attrs;
  const expr = new ExprTable().make({ kind: 'const', dtype: node.dtype, value });
  const { dims, coordinates } = identityCoordinates(node.shape);
  const output = { node, expr, at: linear(node.shape, coordinates, dims.length), exact: around.isExact(node) };
  const axes = low.map((offset, axis) => ({ stride: at(interior, axis) + 1, offset }));
  return [
    lowerMap(`${name}_fill`, dims, [output], around.bufferOf, around.target),
    ...place(node, at(node.inputs, 0), axes, name, around),
  ];
}

function lowerConcat(node: Node<'concat'>, name: string, around: Surroundings): Kernel[] {
  let end = 0;
  return node.inputs.flatMap((part) => {
    const start = end;
    end += at(part.shape, node.attrs.axis);
    const axes = part.shape.map((_, axis) => ({ stride: 1, offset: axis === node.attrs.axis ? start : 0 }));
    return place(node, part, axes, name, around);
  });
}

import * as g from '../graph/build.ts';
import type { Node } from '../graph/node.ts';
import { range, sizeOf } from '../support/shape.ts';
import { type Contraction, contractionOf, inParts, partsOf } from './contraction.ts';
import { type Expr, ExprTable } from './expression.ts';
import type { Group } from './groups.ts';
import type { Kernel, Target } from './kernel.ts';
import { ContractionLowering } from './lower-contraction.ts';
import { lowerPackContraction, packed, packedElements, packsContraction } from './lower-pack-contraction.ts';
import { ReduceLowering } from './lower-reduce.ts';
import type { Output } from './nest.ts';
import { panelsOf } from './panels.ts';
import { type Coordinates, linear, viewOf } from './walk.ts';

/** What lowering has to know of the program around it. */
export interface WindowedDotSurroundings {
  readonly target: Target;
  readonly bufferOf: (node: Node) => number;
  readonly hasBuffer: (node: Node) => boolean;
  readonly isExact: (node: Node) => boolean;
  readonly scratch: (elements: number) => number;
  /** Whether only this kernel reads a value, so that it need not be stored. */
  readonly isUnstored: (node: Node) => boolean;
  /** Expressions of the kernel's elementwise values; each sees the earlier ones in registers. */
  readonly elementwise: (
    rank: number,
    coordinatesOf: (shape: readonly number[]) => Coordinates,
    table: ExprTable,
    held: Map<Node, Expr>,
  ) => Output[];
}

/** Coordinates of values whose axes of extent other than 1 are the loop dimensions from `first` on. */
function coordinatesFrom(first: number, rank: number, shape: readonly number[]): Coordinates {
  let next = first;
  return shape.map((n) => {
    const dim = n === 1 ? undefined : next++;
    return { strides: range(rank).map((d) => (d === dim ? 1 : 0)), offset: 0 };
  });
}

/** The kernels of a product of windows with its epilogue. A long sum of few results is done in parts, which are added up. */
export function lowerWindowedDot(
  group: Group,
  node: Node<'dot'>,
  name: string,
  around: WindowedDotSurroundings,
): Kernel[] {
  const { target, bufferOf, hasBuffer } = around;
  const contraction = contractionOf(node, (operand) => {
    const view = viewOf(operand, hasBuffer);
    return { buffer: bufferOf(view.source), at: view.at };
  });
  const space = group.space;
  const parts = partsOf(contraction);
  const first = parts === 1 ? 0 : 1;
  const rank = space.length + first;
  const coordinatesOf = (shape: readonly number[]) => coordinatesFrom(first, rank, shape);
  const table = new ExprTable();
  const product = table.make({ kind: 'accumulator', dtype: node.dtype, index: 0 });
  const held = new Map<Node, Expr>([[node, product]]);
  const outputs = [
    { node, expr: product, at: linear(node.shape, coordinatesOf(node.shape), rank), exact: around.isExact(node) },
    ...around.elementwise(rank, coordinatesOf, table, held),
  ].filter((output) => !around.isUnstored(output.node));
  if (parts === 1) return sumKernels(contraction, outputs, bufferOf, name, around);

  const partial = g.parameter({}, [parts, ...space], node.dtype);
  const buffer = around.scratch(sizeOf(partial.shape));
  const withPartial = (other: Node) => (other === partial ? buffer : bufferOf(other));
  const whole = { strides: linear(partial.shape, coordinatesFrom(0, rank, partial.shape), rank).strides, offset: 0 };
  const expr = table.make({ kind: 'load', dtype: node.dtype, node: partial, at: whole });
  const total = new ReduceLowering(
    partial.shape,
    partial.shape.map((_, d) => d === 0),
    [{ op: 'reduceSum', dtype: node.dtype, expr }],
    outputs,
    withPartial,
    target,
  );
  return [
    ...sumKernels(
      inParts(contraction, parts),
      [{ node: partial, expr: product, at: whole, exact: false }],
      withPartial,
      `${name}_parts`,
      around,
    ),
    total.lower(name),
  ];
}

/**
 * Tiles of at most two vectors where vectors are long: taller tiles then read less of the right operand, whose panels
 * stay in the level-1 cache for sums of up to some hundred terms.
 */
const narrowed = (target: Target): Target =>
  target.lanes < 8 ? target : { ...target, tileRows: target.tileRows.slice(0, 3) };

function sumKernels(
  contraction: Contraction,
  outputs: readonly Output[],
  bufferOf: (node: Node) => number,
  name: string,
  { target, scratch }: WindowedDotSurroundings,
): Kernel[] {
  const panels = panelsOf(contraction.columns, narrowed(target));
  if (!packsContraction(contraction, panels, target))
    return [new ContractionLowering(contraction, panels, undefined, outputs, bufferOf, target).lower(name)];
  const buffer = scratch(packedElements(contraction, panels, target));
  const inPanels = packed(contraction, buffer, panels, target);
  return [
    lowerPackContraction(`${name}_pack`, contraction, panels, buffer, target),
    new ContractionLowering(inPanels.contraction, panels, inPanels.panelStride, outputs, bufferOf, target).lower(name),
  ];
}

import { range } from '../support/shape.ts';
import { KernelBuilder } from './builder.ts';
import { type Contraction, extentOf } from './contraction.ts';
import type { Kernel, Reg, Target } from './kernel.ts';
import { parallelCost } from './lower-map.ts';
import type { Panels } from './panels.ts';

/**
 * Rows from which copying the right operand into panels pays. Gradients of kernels have fewer: their long right operand is
 * read where it lies (measured: 10% faster than with copies).
 */
const WORTH_ROWS = 512;

/** Whether the right operand of a contraction is copied into panels of the tiles' width first. */
export function packsContraction(contraction: Contraction, panels: Panels, target: Target): boolean {
  const { rows, sums, columns, columnStride } = contraction;
  if (columnStride !== 1) return true;
  const contiguous = sums.length === 1 && sums[0]?.right === columns;
  if (contiguous && columns === panels.width * target.lanes) return false;
  return extentOf(rows) >= WORTH_ROWS;
}

export const packedElements = ({ batch, sums }: Contraction, panels: Panels, target: Target): number =>
  extentOf(batch) * panels.count * panels.width * target.lanes * extentOf(sums);

/**
 * The contraction with its right operand in panels: for each batch item and panel, one row of `width` vectors for each
 * term of the sum. Gives also the elements from one panel to the next.
 */
export function packed(
  contraction: Contraction,
  buffer: number,
  panels: Panels,
  target: Target,
): { contraction: Contraction; panelStride: number } {
  const row = panels.width * target.lanes;
  const panelStride = row * extentOf(contraction.sums);
  let step = panelStride * panels.count;
  const batch = contraction.batch.toReversed().map((axis) => {
    const packedAxis = { ...axis, right: step };
    step *= axis.extent;
    return packedAxis;
  });
  step = row;
  const sums = contraction.sums.toReversed().map((axis) => {
    const packedAxis = { ...axis, right: step };
    step *= axis.extent;
    return packedAxis;
  });
  return {
    contraction: {
      ...contraction,
      right: { buffer, offset: 0 },
      batch: batch.toReversed(),
      sums: sums.toReversed(),
      columnStride: 1,
    },
    panelStride,
  };
}

/** Copies the right operand into panels. Lanes beyond the last column hold whatever was there: nobody stores them. */
export function lowerPackContraction(
  name: string,
  contraction: Contraction,
  panels: Panels,
  buffer: number,
  target: Target,
): Kernel {
  const b = new KernelBuilder(target.lanes);
  const { lanes } = target;
  const { batch, sums, columns, columnStride, right } = contraction;
  const source = b.plus(b.base(right.buffer, 'read'), right.offset * 4);
  const into = b.base(buffer, 'write');
  const terms = extentOf(sums);
  const rowBytes = panels.width * lanes * 4;
  const panelColumns = panels.width * lanes;

  /** One row of a panel: consecutive columns in vectors, others one by one. */
  const copyRow = (from: Reg, to: Reg, count: number) => {
    if (columnStride === 1) {
      for (const v of range(Math.ceil(count / lanes))) b.store(b.load('vf32', from, v * lanes * 4), to, v * lanes * 4);
      return;
    }
    for (const column of range(count)) b.store(b.load('f32', b.plus(from, column * columnStride * 4)), to, column * 4);
  };
  const copyPanel = (from: Reg, to: Reg, count: number) => {
    const nest = (axis: number, position: Reg, term: Reg) => {
      const sum = sums[axis];
      if (sum === undefined) return copyRow(position, b.offset(to, term, rowBytes), count);
      const below = extentOf(sums.slice(axis + 1));
      b.loop(0, sum.extent, 1, (i) => nest(axis + 1, b.offset(position, i, sum.right * 4), b.offset(term, i, below)));
    };
    nest(0, from, b.const('index', 0));
  };
  b.loop(b.begin, b.end, 1, (unit) => {
    const count = b.const('index', panels.count);
    const panel = b.op('rem', 'index', unit, count);
    let rest = b.op('div', 'index', unit, count);
    let from = b.offset(source, panel, panelColumns * columnStride * 4);
    for (const axis of batch.toReversed()) {
      const extent = b.const('index', axis.extent);
      from = b.offset(from, b.op('rem', 'index', rest, extent), axis.right * 4);
      rest = b.op('div', 'index', rest, extent);
    }
    const to = b.offset(into, unit, rowBytes * terms);
    const regular = b.const('index', panels.regular);
    if (panels.regular > 0) b.if(b.op('lt', 'index', panel, regular), () => copyPanel(from, to, panelColumns));
    if (panels.last !== undefined) {
      const left = columns - panels.regular * panelColumns;
      b.if(b.op('ge', 'index', panel, regular), () => copyPanel(from, to, left));
    }
  });
  const units = extentOf(batch) * panels.count;
  return b.finish(name, units, units * terms * panelColumns > parallelCost(target));
}

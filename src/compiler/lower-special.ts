import { KernelBuilder } from './builder.ts';
import type { Kernel, KernelOp, Reg, Target } from './kernel.ts';
import { parallelCost } from './lower-map.ts';

/** Kernels for primitives that neither fuse nor iterate evenly. Buffers are given by number; all are contiguous. */

/** Copies `elements` consecutive elements. */
function copyRow(b: KernelBuilder, from: Reg, to: Reg, elements: number): void {
  const vectorEnd = elements - (elements % b.lanes);
  if (vectorEnd > 0) {
    b.loop(0, vectorEnd * 4, b.lanes * 4, (i) =>
      b.store(b.load('vi32', b.op('add', 'index', from, i)), b.op('add', 'index', to, i)),
    );
  }
  if (vectorEnd < elements) {
    b.loop(vectorEnd * 4, elements * 4, 4, (i) =>
      b.store(b.load('i32', b.op('add', 'index', from, i)), b.op('add', 'index', to, i)),
    );
  }
}

const indexFrom = (b: KernelBuilder, value: Reg): Reg => {
  const index = b.reg('index');
  b.copy(index, value);
  return index;
};

/** out[i] = operand[clamp(indices[i])], rows of `row` elements. */
export function lowerGather(
  name: string,
  buffers: { operand: number; indices: number; out: number },
  sizes: { rows: number; count: number; row: number },
  target: Target,
): Kernel {
  const b = new KernelBuilder(target.lanes);
  const operand = b.base(buffers.operand, 'read');
  const indices = b.base(buffers.indices, 'read');
  const out = b.base(buffers.out, 'write');
  b.loop(b.begin, b.end, 1, (i) => {
    const wanted = b.load('i32', b.offset(indices, i, 4));
    const clamped = b.op('min', 'i32', b.op('max', 'i32', wanted, b.const('i32', 0)), b.const('i32', sizes.rows - 1));
    copyRow(b, b.offset(operand, indexFrom(b, clamped), sizes.row * 4), b.offset(out, i, sizes.row * 4), sizes.row);
  });
  return b.finish(name, sizes.count, sizes.count * sizes.row > parallelCost(target));
}

/**
 * out = 0; out[indices[i]] += updates[i] for i in order. Units are ranges of columns, so that each element is summed by
 * one thread in one order.
 */
export function lowerScatter(
  name: string,
  buffers: { indices: number; updates: number; out: number },
  sizes: { rows: number; count: number; row: number; float: boolean },
  combination: { op: KernelOp; start: number },
  target: Target,
): Kernel {
  const b = new KernelBuilder(target.lanes);
  const indices = b.base(buffers.indices, 'read');
  const updates = b.base(buffers.updates, 'read');
  const out = b.base(buffers.out, 'write');
  const type = sizes.float ? 'f32' : 'i32';
  const vectorType = sizes.float ? 'vf32' : 'vi32';
  const columns = target.lanes * 4;
  const units = Math.max(1, Math.ceil(sizes.row / columns));
  const from = b.op('mul', 'index', b.begin, b.const('index', columns * 4));
  const to = b.op(
    'min',
    'index',
    b.op('mul', 'index', b.end, b.const('index', columns * 4)),
    b.const('index', sizes.row * 4),
  );
  const vectorTo = b.op('min', 'index', to, b.const('index', (sizes.row - (sizes.row % target.lanes)) * 4));
  const scalarFrom = b.op('max', 'index', from, vectorTo);
  const sweep = (body: (offset: Reg, wide: boolean) => void) => {
    b.loop(from, vectorTo, target.lanes * 4, (offset) => body(offset, true));
    b.loop(scalarFrom, to, 4, (offset) => body(offset, false));
  };
  b.loop(0, sizes.rows, 1, (row) => {
    const rowStart = b.offset(out, row, sizes.row * 4);
    sweep((offset, wide) =>
      b.store(b.const(wide ? vectorType : type, combination.start), b.op('add', 'index', rowStart, offset)),
    );
  });
  b.loop(0, sizes.count, 1, (i) => {
    const wanted = b.load('i32', b.offset(indices, i, 4));
    b.if(b.op('ltUnsigned', 'i32', wanted, b.const('i32', sizes.rows)), () => {
      const source = b.offset(updates, i, sizes.row * 4);
      const destination = b.offset(out, indexFrom(b, wanted), sizes.row * 4);
      sweep((offset, wide) => {
        const kind = wide ? vectorType : type;
        const address = b.op('add', 'index', destination, offset);
        const update = b.load(kind, b.op('add', 'index', source, offset));
        b.store(b.op(combination.op, kind, b.load(kind, address), update), address);
      });
    });
  });
  return b.finish(name, units, sizes.count * sizes.row > parallelCost(target));
}

/** A line of elements along one axis of a row-major tensor: element k of line l is at (l / inner) * extent * inner + l % inner + k * inner. */
export interface Lines {
  readonly lines: number;
  readonly extent: number;
  readonly inner: number;
}

export function lineStart(b: KernelBuilder, base: Reg, line: Reg, { extent, inner }: Lines): Reg {
  if (inner === 1) return b.offset(base, line, extent * 4);
  const width = b.const('index', inner);
  const outer = b.op('div', 'index', line, width);
  const rest = b.op('rem', 'index', line, width);
  return b.offset(b.offset(base, outer, extent * inner * 4), rest, 4);
}

export type Element = { readonly type: 'f32' | 'i32'; readonly unsigned: boolean };

/** argmax or argmin along lines: the first of equal extremes; NaN counts as the extreme. */
export function lowerArgReduce(
  name: string,
  op: 'argmax' | 'argmin',
  buffers: { x: number; out: number },
  lines: Lines,
  element: Element,
  target: Target,
): Kernel {
  const b = new KernelBuilder(target.lanes);
  const x = b.base(buffers.x, 'read');
  const out = b.base(buffers.out, 'write');
  const compare = op === 'argmax' ? (element.unsigned ? 'gtUnsigned' : 'gt') : element.unsigned ? 'ltUnsigned' : 'lt';
  b.loop(b.begin, b.end, 1, (line) => {
    const start = lineStart(b, x, line, lines);
    const best = b.reg(element.type);
    const bestIndex = b.reg('i32');
    b.copy(best, b.load(element.type, start));
    b.emit({ kind: 'const', dst: bestIndex, value: 0 });
    b.loop(1, lines.extent, 1, (k) => {
      const value = b.load(element.type, b.offset(start, k, lines.inner * 4));
      let better = b.op(compare, 'i32', value, best);
      if (element.type === 'f32') {
        const newNaN = b.op('and', 'i32', b.op('ne', 'i32', value, value), b.op('eq', 'i32', best, best));
        better = b.op('or', 'i32', better, newNaN);
      }
      b.if(better, () => {
        b.copy(best, value);
        b.copy(bestIndex, k);
      });
    });
    b.store(bestIndex, b.offset(out, line, 4));
  });
  return b.finish(name, lines.lines, lines.lines * lines.extent > parallelCost(target));
}

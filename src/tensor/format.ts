import { type FloatDType, isFloat } from '../support/dtype.ts';
import { roundTo } from '../support/low-float.ts';
import { at, formatShape, sizeOf, stridesOf } from '../support/shape.ts';
import type { Tensor } from './tensor.ts';

const EDGE_ITEMS = 3;
const SUMMARIZE_ABOVE = 1000;
const LINE_WIDTH = 75;
const PREFIX = 'Tensor(';

/** As many digits as tell a number from its neighbours; 8 for float32. */
function significantDigits(value: number, dtype: FloatDType): number {
  if (dtype === 'float32') return 8;
  for (let digits = 1; digits < 5; digits++)
    if (roundTo(dtype, Number(value.toPrecision(digits))) === value) return digits;
  return 5;
}

function formatNumber(value: number, dtype: Tensor['dtype']): string {
  if (dtype === 'bool') return value ? 'true' : 'false';
  if (!isFloat(dtype) || !Number.isFinite(value)) return String(value);
  const digits = significantDigits(value, dtype);
  const magnitude = Math.abs(value);
  if (magnitude !== 0 && (magnitude < 1e-4 || magnitude >= 1e8)) return value.toExponential(Math.min(4, digits - 1));
  return String(Number(value.toPrecision(digits)));
}

/** NumPy's bracketed layout with aligned columns; long tensors show three items at each edge. */
function formatValues(data: ArrayLike<number>, shape: readonly number[], dtype: Tensor['dtype']): string {
  const short = sizeOf(shape) > SUMMARIZE_ABOVE;
  const strides = stridesOf(shape);
  const shownAlong = (extent: number): (number | null)[] =>
    short && extent > 2 * EDGE_ITEMS
      ? [0, 1, 2, null, extent - 3, extent - 2, extent - 1]
      : Array.from({ length: extent }, (_, i) => i);
  let width = 0;
  /** The items of one row, on as many lines as they need. */
  const row = (items: readonly string[], indent: number): string => {
    const perLine = Math.max(1, Math.floor((LINE_WIDTH - indent) / (width + 2)));
    const lines: string[] = [];
    for (let i = 0; i < items.length; i += perLine) lines.push(items.slice(i, i + perLine).join(', '));
    return `[${lines.join(`,\n${' '.repeat(indent)}`)}]`;
  };
  const walk = (axis: number, offset: number, visit: (offset: number) => string): string => {
    const extent = shape[axis];
    if (extent === undefined) return visit(offset);
    const parts = shownAlong(extent).map((i) =>
      i === null ? '...' : walk(axis + 1, offset + i * at(strides, axis), visit),
    );
    const indent = PREFIX.length + axis + 1;
    if (axis === shape.length - 1) return row(parts, indent);
    return `[${parts.join(`,${'\n'.repeat(shape.length - 1 - axis)}${' '.repeat(indent)}`)}]`;
  };
  const text = (offset: number) => formatNumber(at(data, offset), dtype);
  walk(0, 0, (offset) => {
    width = Math.max(width, text(offset).length);
    return '';
  });
  return walk(0, 0, (offset) => text(offset).padStart(width));
}

/** `Tensor([[1, 2],\n        [3, 4]], shape=(2, 2), dtype=float32)` */
export function formatTensor(tensor: Tensor): string {
  const tail = `shape=${formatShape(tensor.shape)}, dtype=${tensor.dtype}`;
  let data: ArrayLike<number>;
  try {
    data = tensor.dataSync();
  } catch {
    return `${PREFIX}traced, ${tail})`;
  }
  return `${PREFIX}${formatValues(data, tensor.shape, tensor.dtype)}, ${tail})`;
}

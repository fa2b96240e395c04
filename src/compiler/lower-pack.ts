import { range } from '../support/shape.ts';
import { KernelBuilder } from './builder.ts';
import type { Kernel, Reg, Target } from './kernel.ts';
import { parallelCost } from './lower-map.ts';
import type { DotShape, Matrix, Panels } from './panels.ts';

/**
 * Whether the right operand is copied into panels first. Directly read rows are as fast while the matrix is small, but
 * row strides that are a multiple of 2 KB fall into few cache sets. Fitted to measurements at 20 shapes.
 */
export function needsPacking(shape: DotShape, right: Matrix): boolean {
  const [, row, column] = right.strides;
  if (column !== 1) return true;
  return (
    shape.m >= 16 && ((shape.m >= 96 && shape.n * shape.k * 4 > 1 << 20) || ((row * 4) % 2048 === 0 && shape.k >= 64))
  );
}

export const packedSize = (shape: DotShape, panels: Panels, target: Target): number =>
  shape.batch * panels.count * panels.width * target.lanes * shape.k;

/** Strides of a packed operand: within a panel each k is a row of `width` vectors; panels follow one another. */
export function packedMatrix(
  shape: DotShape,
  buffer: number,
  panels: Panels,
  target: Target,
): { matrix: Matrix; panelStride: number } {
  const row = panels.width * target.lanes;
  return { matrix: { buffer, offset: 0, strides: [panels.count * row * shape.k, row, 1] }, panelStride: row * shape.k };
}

/** A right operand that is copied into panels. Lanes beyond the last column hold whatever was there: nobody stores them. */
export interface Packing {
  readonly shape: DotShape;
  readonly right: Matrix;
  /** The buffer of the panels. */
  readonly packed: number;
  readonly panels: Panels;
}

/** Copies the right operand into panels, in a kernel of its own. */
export function lowerPack(name: string, packing: Packing, target: Target): Kernel {
  const { shape, right, panels } = packing;
  if (right.strides[2] === 1) return lowerPackRows(name, packing, target);
  const b = new KernelBuilder(target.lanes);
  const packer = new Packer(b, packing, target);
  const parallel = shape.batch * shape.n * shape.k > parallelCost(target);
  if (shape.batch === 1) {
    packer.panels(b.begin, b.end, b.const('index', 0));
    return b.finish(name, panels.count, parallel);
  }
  b.loop(b.begin, b.end, 1, (item) => packer.panels(b.const('index', 0), b.const('index', panels.count), item));
  return b.finish(name, shape.batch, parallel);
}

/** Emits the copies of panels. */
export class Packer {
  readonly #b: KernelBuilder;
  readonly #packing: Packing;
  readonly #target: Target;
  readonly #source: Reg;
  readonly #into: Reg;

  constructor(builder: KernelBuilder, packing: Packing, target: Target) {
    this.#b = builder;
    this.#packing = packing;
    this.#target = target;
    this.#source = builder.plus(builder.base(packing.right.buffer, 'read'), packing.right.offset * 4);
    this.#into = builder.base(packing.packed, 'write');
  }

  get #rowBytes(): number {
    return this.#packing.panels.width * this.#target.lanes * 4;
  }

  /** Panels from..to of a batch item. */
  panels(from: Reg, to: Reg, item: Reg): void {
    const b = this.#b;
    const { shape, right, panels } = this.#packing;
    const [batchStride, , columnStride] = right.strides;
    const panelBytes = this.#rowBytes * shape.k;
    const panelColumns = panels.width * this.#target.lanes;
    const source = b.offset(this.#source, item, batchStride * 4);
    const into = b.offset(this.#into, item, panels.count * panelBytes);
    if (panels.regular > 0) {
      b.loop(from, b.op('min', 'index', to, b.const('index', panels.regular)), 1, (p) => {
        this.#panel(b.offset(source, p, panelColumns * columnStride * 4), b.offset(into, p, panelBytes), panelColumns);
      });
    }
    if (panels.last !== undefined) {
      const columns = shape.n - panels.regular * panelColumns;
      b.if(b.op('gt', 'index', to, b.const('index', panels.regular)), () => {
        this.#panel(
          b.plus(source, panels.regular * panelColumns * columnStride * 4),
          b.plus(into, panels.regular * panelBytes),
          columns,
        );
      });
    }
  }

  #panel(source: Reg, into: Reg, columns: number): void {
    if (this.#packing.right.strides[2] === 1) this.#copyRows(source, into, columns);
    else this.#transposeColumns(source, into, columns);
  }

  /** Columns are next to each other: pieces of rows, which lie apart. */
  #copyRows(source: Reg, into: Reg, columns: number): void {
    const b = this.#b;
    const { shape, right } = this.#packing;
    const { lanes } = this.#target;
    const rowStride = right.strides[1] * 4;
    const vectors = Math.ceil(columns / lanes);
    b.loop(0, shape.k, 1, (k) => {
      const from = b.offset(source, k, rowStride);
      const to = b.offset(into, k, this.#rowBytes);
      for (const v of range(vectors)) b.store(b.load('vf32', from, v * lanes * 4), to, v * lanes * 4);
    });
  }

  /** Columns are far apart: blocks of lanes x lanes are loaded along k and transposed. */
  #transposeColumns(source: Reg, into: Reg, columns: number): void {
    const b = this.#b;
    const { shape, right } = this.#packing;
    const { lanes } = this.#target;
    const rowBytes = this.#rowBytes;
    const [, rowStride, columnStride] = right.strides;
    const whole = rowStride === 1 ? Math.floor(columns / lanes) : 0;
    const wholeK = shape.k - (shape.k % lanes);
    for (const v of range(whole)) {
      b.loop(0, wholeK, lanes, (k) => {
        const from = b.plus(b.offset(source, k, 4), v * lanes * columnStride * 4);
        const to = b.plus(b.offset(into, k, rowBytes), v * lanes * 4);
        const regs = range(lanes).map((lane) => b.load('vf32', b.plus(from, lane * columnStride * 4)));
        b.transpose(regs);
        regs.forEach((reg, i) => {
          b.store(reg, to, i * rowBytes);
        });
      });
    }
    const copyElements = (fromK: number, fromColumn: number, toColumn: number) => {
      if (fromK >= shape.k || fromColumn >= toColumn) return;
      b.loop(fromK, shape.k, 1, (k) => {
        const from = b.offset(source, k, rowStride * 4);
        const to = b.offset(into, k, rowBytes);
        for (const column of range(toColumn - fromColumn)) {
          const j = fromColumn + column;
          b.store(b.load('f32', b.plus(from, j * columnStride * 4)), to, j * 4);
        }
      });
    };
    copyElements(wholeK, 0, whole * lanes);
    copyElements(0, whole * lanes, columns);
  }
}

/** Rows of k that a work unit copies. */
const ROWS = 16;

/** Columns are next to each other: rows are read as they lie, and each panel is written from front to back. */
function lowerPackRows(name: string, { shape, right, packed, panels }: Packing, target: Target): Kernel {
  const b = new KernelBuilder(target.lanes);
  const vectorBytes = target.lanes * 4;
  const [batchStride, rowStride] = right.strides;
  const sourceBase = b.plus(b.base(right.buffer, 'read'), right.offset * 4);
  const targetBase = b.base(packed, 'write');
  const rowBytes = panels.width * vectorBytes;
  const panelBytes = rowBytes * shape.k;
  const rows = (source: Reg, into: Reg, from: Reg, to: Reg) => {
    b.loop(from, to, 1, (k) => {
      const row = b.offset(source, k, rowStride * 4);
      const place = b.offset(into, k, rowBytes);
      const piece = (read: Reg, write: Reg, width: number) => {
        for (const v of range(width)) b.store(b.load('vf32', read, v * vectorBytes), write, v * vectorBytes);
      };
      if (panels.regular > 0) {
        b.loop(0, panels.regular, 1, (p) => {
          piece(b.offset(row, p, rowBytes), b.offset(place, p, panelBytes), panels.width);
        });
      }
      if (panels.last !== undefined) {
        piece(b.plus(row, panels.regular * rowBytes), b.plus(place, panels.regular * panelBytes), panels.last.width);
      }
    });
  };
  const parallel = shape.batch * shape.n * shape.k > parallelCost(target);
  const all = b.const('index', shape.k);
  if (shape.batch === 1) {
    const unit = b.const('index', ROWS);
    const to = b.op('min', 'index', b.op('mul', 'index', b.end, unit), all);
    rows(sourceBase, targetBase, b.op('mul', 'index', b.begin, unit), to);
    return b.finish(name, Math.ceil(shape.k / ROWS), parallel);
  }
  b.loop(b.begin, b.end, 1, (item) => {
    const source = b.offset(sourceBase, item, batchStride * 4);
    rows(source, b.offset(targetBase, item, panels.count * panelBytes), b.const('index', 0), all);
  });
  return b.finish(name, shape.batch, parallel);
}

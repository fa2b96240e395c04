import { range } from '../support/shape.ts';
import { KernelBuilder } from './builder.ts';
import type { Kernel, Reg, Target } from './kernel.ts';
import { parallelCost } from './lower-map.ts';
import type { DotShape, Matrix } from './panels.ts';

/** Additions that moving an element costs as much as, where it comes from far away. */
const MOVE = 8;

/** Copies the left operand, whose rows are 1 element apart, to rows of k consecutive elements. */
export function lowerTransposedCopy(name: string, shape: DotShape, left: Matrix, copy: number, target: Target): Kernel {
  const b = new KernelBuilder(target.lanes);
  const { lanes } = target;
  const { batch, m, k } = shape;
  const [batchStride, , step] = left.strides;
  const source = b.plus(b.base(left.buffer, 'read'), left.offset * 4);
  const into = b.base(copy, 'write');
  const units = Math.ceil(m / lanes);
  const wholeRows = m - (m % lanes);
  const wholeK = k - (k % lanes);
  const elements = (from: Reg, to: Reg, row: Reg | number, rowTo: Reg | number, fromK: number) => {
    b.loop(row, rowTo, 1, (i) => {
      b.loop(fromK, k, 1, (j) => {
        const value = b.load('f32', b.offset(b.offset(from, i, 4), j, step * 4));
        b.store(value, b.offset(b.offset(to, i, k * 4), j, 4));
      });
    });
  };
  const blocks = (from: Reg, to: Reg, unitFrom: Reg, unitTo: Reg) => {
    b.loop(unitFrom, b.op('min', 'index', unitTo, b.const('index', wholeRows / lanes)), 1, (unit) => {
      const rowSource = b.offset(from, unit, lanes * 4);
      const rowTarget = b.offset(to, unit, lanes * k * 4);
      b.loop(0, wholeK, lanes, (j) => {
        const regs = range(lanes).map((lane) =>
          b.load('vf32', b.offset(b.plus(rowSource, lane * step * 4), j, step * 4)),
        );
        b.transpose(regs);
        regs.forEach((reg, lane) => {
          b.store(reg, b.offset(rowTarget, j, 4), lane * k * 4);
        });
      });
      if (wholeK < k) {
        const row = b.op('mul', 'index', unit, b.const('index', lanes));
        elements(from, to, row, b.plus(row, lanes), wholeK);
      }
    });
    if (wholeRows < m) {
      b.if(b.op('eq', 'index', unitTo, b.const('index', units)), () => elements(from, to, wholeRows, m, 0));
    }
  };
  const parallel = MOVE * batch * m * k > parallelCost(target);
  if (batch === 1) {
    blocks(source, into, b.begin, b.end);
    return b.finish(name, units, parallel);
  }
  b.loop(b.begin, b.end, 1, (item) => {
    blocks(
      b.offset(source, item, batchStride * 4),
      b.offset(into, item, m * k * 4),
      b.const('index', 0),
      b.const('index', units),
    );
  });
  return b.finish(name, batch, parallel);
}

import { type DType, hostArray, isFloat } from '../../support/dtype.ts';
import { ArgumentError } from '../../support/errors.ts';
import { at, formatShape, range, sizeOf } from '../../support/shape.ts';
import * as g from '../build.ts';
import type { Node, Primitives } from '../node.ts';
import type { Rule, RuleTable, Spec } from './rule.ts';

function requireIndices(op: string, indices: Spec): void {
  if (indices.dtype !== 'int32')
    throw new ArgumentError(
      `Primitive ${op} takes int32 indices. Received: ${indices.dtype} ${formatShape(indices.shape)}`,
    );
}

const gather: Rule<'gather'> = {
  infer: (inputs) => {
    const operand = at(inputs, 0);
    const indices = at(inputs, 1);
    requireIndices('gather', indices);
    if (operand.shape.length === 0 || operand.shape[0] === 0) {
      throw new ArgumentError(
        `Primitive gather takes an operand with rows. Received: shape ${formatShape(operand.shape)}`,
      );
    }
    return { shape: [...indices.shape, ...operand.shape.slice(1)], dtype: operand.dtype };
  },
  vjp: (node, ct) => {
    const operand = at(node.inputs, 0);
    if (!isFloat(operand.dtype)) return [null, null];
    const indices = at(node.inputs, 1);
    const rows = at(operand.shape, 0);
    const clamped = g.binary('min', g.binary('max', indices, g.zerosLike(indices)), g.likeConstant(indices, rows - 1));
    return [g.scatterAdd(clamped, ct, rows), null];
  },
  evaluate: (inputs, _, result) => {
    const operand = at(inputs, 0);
    const indices = at(inputs, 1);
    const rows = at(operand.shape, 0);
    const row = sizeOf(operand.shape.slice(1));
    const out = hostArray(result.dtype, sizeOf(result.shape));
    for (let i = 0; i < indices.data.length; i++) {
      const index = Math.min(Math.max(at(indices.data, i), 0), rows - 1);
      out.set(operand.data.subarray(index * row, (index + 1) * row), i * row);
    }
    return out;
  },
};

function inferScatter(op: string, inputs: readonly Spec[], rows: number): Spec {
  const indices = at(inputs, 0);
  const updates = at(inputs, 1);
  requireIndices(op, indices);
  const rank = indices.shape.length;
  if (indices.shape.some((n, i) => n !== updates.shape[i])) {
    throw new ArgumentError(
      `Primitive ${op} takes one update per index. Received: indices ${formatShape(indices.shape)} and updates ${formatShape(updates.shape)}`,
    );
  }
  return { shape: [rows, ...updates.shape.slice(rank)], dtype: updates.dtype };
}

const scatterAdd: Rule<'scatterAdd'> = {
  infer: (inputs, { rows }) => inferScatter('scatterAdd', inputs, rows),
  vjp: (node, ct) => {
    if (!isFloat(node.dtype)) return [null, null];
    const indices = at(node.inputs, 0);
    const updates = at(node.inputs, 1);
    const inside = g.binary(
      'bitAnd',
      g.compare('ge', indices, g.zerosLike(indices)),
      g.lt(indices, g.likeConstant(indices, node.attrs.rows)),
    );
    const lifted = g.reshape(inside, [
      ...indices.shape,
      ...range(updates.shape.length - indices.shape.length).map(() => 1),
    ]);
    const taken = g.gather(ct, indices);
    return [null, g.where(g.broadcast(lifted, updates.shape), taken, g.zerosLike(taken))];
  },
  evaluate: (inputs, { rows }, result) => {
    const indices = at(inputs, 0);
    const updates = at(inputs, 1);
    const row = sizeOf(result.shape.slice(1));
    const out = hostArray(result.dtype, sizeOf(result.shape));
    for (let i = 0; i < indices.data.length; i++) {
      const index = at(indices.data, i);
      if (index < 0 || index >= rows) continue;
      for (let k = 0; k < row; k++) out[index * row + k] = at(out, index * row + k) + at(updates.data, i * row + k);
    }
    return out;
  },
};

/** The value that changes nothing when it is combined: the largest finite-or-infinite opposite of an extreme, or 1. */
export function neutralElement(combine: Primitives['scatterReduce']['combine'], dtype: DType): number {
  if (combine === 'mul') return 1;
  const sign = combine === 'max' ? -1 : 1;
  if (isFloat(dtype)) return sign * Number.POSITIVE_INFINITY;
  if (dtype === 'int32') return sign < 0 ? -(2 ** 31) : 2 ** 31 - 1;
  return sign < 0 ? 0 : dtype === 'bool' ? 1 : 2 ** 32 - 1;
}

/** The product of the other updates of the same row, without dividing by zero. */
function othersProduct(indices: Node, updates: Node, rows: number): Node {
  const isZero = g.eq(updates, g.zerosLike(updates));
  const one = g.likeConstant(updates, 1);
  const safe = g.where(isZero, one, updates);
  const product = g.gather(g.scatterReduce('mul', indices, safe, rows), indices);
  const zeros = g.gather(g.scatterAdd(indices, g.cast(isZero, updates.dtype), rows), indices);
  const otherZeros = g.sub(zeros, g.cast(isZero, updates.dtype));
  return g.where(g.gt(otherZeros, g.zerosLike(zeros)), g.zerosLike(zeros), g.div(product, safe));
}

const scatterReduce: Rule<'scatterReduce'> = {
  infer: (inputs, { rows }) => inferScatter('scatterReduce', inputs, rows),
  vjp: (node, ct) => {
    if (!isFloat(node.dtype)) return [null, null];
    const { rows, combine } = node.attrs;
    const indices = at(node.inputs, 0);
    const updates = at(node.inputs, 1);
    const taken = g.gather(ct, indices);
    if (combine === 'mul') return [null, g.mul(taken, othersProduct(indices, updates, rows))];
    // Equal extremes of a row share its cotangent, as in a reduction.
    const attained = g.cast(g.eq(updates, g.gather(node, indices)), updates.dtype);
    const count = g.gather(g.scatterAdd(indices, attained, rows), indices);
    return [null, g.mul(attained, g.div(taken, g.binary('max', count, g.likeConstant(count, 1))))];
  },
  evaluate: (inputs, { rows, combine }, result) => {
    const indices = at(inputs, 0);
    const updates = at(inputs, 1);
    const row = sizeOf(result.shape.slice(1));
    const out = hostArray(result.dtype, sizeOf(result.shape)).fill(neutralElement(combine, result.dtype));
    const product = result.dtype === 'float32' ? (a: number, b: number) => a * b : Math.imul;
    const join = combine === 'mul' ? product : combine === 'max' ? Math.max : Math.min;
    for (let i = 0; i < indices.data.length; i++) {
      const index = at(indices.data, i);
      if (index < 0 || index >= rows) continue;
      for (let k = 0; k < row; k++)
        out[index * row + k] = join(at(out, index * row + k), at(updates.data, i * row + k));
    }
    return out;
  },
};

const argsort: Rule<'argsort'> = {
  infer: (inputs, { axis }) => {
    const x = at(inputs, 0);
    if (axis < 0 || axis >= x.shape.length) {
      throw new ArgumentError(
        `Primitive argsort: the axis must exist. Received: axis=${axis} for shape ${formatShape(x.shape)}`,
      );
    }
    return { shape: x.shape, dtype: 'int32' };
  },
  vjp: () => [null],
  evaluate: (inputs, { axis }, result) => {
    const x = at(inputs, 0);
    const inner = sizeOf(x.shape.slice(axis + 1));
    const extent = at(x.shape, axis);
    const out = hostArray('int32', sizeOf(result.shape));
    for (let line = 0; line < out.length / Math.max(1, extent); line++) {
      const base = Math.floor(line / inner) * extent * inner + (line % inner);
      const value = (k: number) => at(x.data, base + k * inner);
      const order = range(extent).sort((i, j) => {
        const [a, b] = [value(i), value(j)];
        if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b)) || i - j;
        return a < b ? -1 : a > b ? 1 : i - j;
      });
      order.forEach((k, i) => {
        out[base + i * inner] = k;
      });
    }
    return out;
  },
};

export const indexingRules: RuleTable<'gather' | 'scatterAdd' | 'scatterReduce' | 'argsort'> = {
  gather,
  scatterAdd,
  scatterReduce,
  argsort,
};

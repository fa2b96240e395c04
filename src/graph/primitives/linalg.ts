import { hostArray } from '../../support/dtype.ts';
import { ArgumentError } from '../../support/errors.ts';
import { at, formatShape, sizeOf } from '../../support/shape.ts';
import * as g from '../build.ts';
import type { Node, Primitives } from '../node.ts';
import { decompositionGradient } from './decomposition-gradients.ts';
import { generalEigen } from './decompositions/general-eigen.ts';
import { householderQr } from './decompositions/householder.ts';
import { singularValues } from './decompositions/singular-values.ts';
import { symmetricEigen } from './decompositions/symmetric-eigen.ts';
import { choleskyFactor, luFactors, solveGeneral, substitute } from './decompositions/triangular.ts';
import { matrixProduct, swapLast } from './matrix-terms.ts';
import type { Rule, RuleTable } from './rule.ts';

type Kind = Primitives['decompose']['kind'];

const SQUARE: ReadonlySet<Kind> = new Set<Kind>(['cholesky', 'lu', 'det', 'eig', 'eigh']);

/** The shapes of what a decomposition of a [m, n] matrix gives, in the order in which they stand in its result. */
export function partShapes(kind: Kind, m: number, n: number): number[][] {
  const k = Math.min(m, n);
  switch (kind) {
    case 'qr':
      return [
        [m, k],
        [k, n],
      ];
    case 'qrComplete':
      return [
        [m, m],
        [m, n],
      ];
    case 'cholesky':
      return [[n, n]];
    case 'lu':
      return [[n, n], [n]];
    case 'det':
      return [[], [], []];
    case 'eig':
      return [[n], [n], [n, n], [n, n]];
    case 'eigh':
      return [[n], [n, n]];
    case 'svd':
      return [[m, k], [k], [k, n]];
    case 'svdFull':
      return [[m, m], [k], [n, n]];
  }
}

/** All parts of the decomposition of one matrix, one behind the other. In double precision. */
function decomposeOne(kind: Kind, x: Float64Array, m: number, n: number): readonly ArrayLike<number>[] {
  switch (kind) {
    case 'qr':
    case 'qrComplete': {
      const { q, r } = householderQr(x, m, n, kind === 'qr' ? Math.min(m, n) : m);
      return [q, r];
    }
    case 'cholesky':
      return [choleskyFactor(x, n)];
    case 'lu': {
      const { lu, pivots } = luFactors(x, n);
      return [lu, pivots];
    }
    case 'det': {
      const { lu, sign } = luFactors(x, n);
      let [det, signs, logarithm] = [sign, sign, 0];
      for (let i = 0; i < n; i++) {
        const entry = at(lu, i * n + i);
        det *= entry;
        signs *= Math.sign(entry);
        logarithm += Math.log(Math.abs(entry));
      }
      return [[det], [signs], [logarithm]];
    }
    case 'eig': {
      const { values, vectors } = generalEigen(x, n);
      return [...values, ...vectors];
    }
    case 'eigh': {
      const { values, vectors } = symmetricEigen(x, n);
      return [values, vectors];
    }
    case 'svd':
    case 'svdFull': {
      const { u, s, v } = singularValues(x, m, n, kind === 'svdFull');
      return [u, s, v];
    }
  }
}

const decompose: Rule<'decompose'> = {
  infer: (inputs, { kind }) => {
    const x = at(inputs, 0);
    const rank = x.shape.length;
    const [m, n] = [x.shape[rank - 2], x.shape[rank - 1]];
    if (m === undefined || n === undefined || x.dtype !== 'float32' || (SQUARE.has(kind) && m !== n)) {
      const wanted = SQUARE.has(kind) ? 'square float32 matrices' : 'float32 matrices';
      throw new ArgumentError(`Decomposition ${kind} takes ${wanted}. Received: ${x.dtype} ${formatShape(x.shape)}`);
    }
    const size = partShapes(kind, m, n).reduce((sum, shape) => sum + sizeOf(shape), 0);
    return { shape: [...x.shape.slice(0, -2), size], dtype: 'float32' };
  },
  vjp: (node, ct) => [decompositionGradient(node, ct)],
  evaluate: (inputs, { kind }, result) => {
    const x = at(inputs, 0);
    const [m, n] = [at(x.shape, x.shape.length - 2), at(x.shape, x.shape.length - 1)];
    const out = hostArray('float32', sizeOf(result.shape));
    const batch = sizeOf(x.shape.slice(0, -2));
    let offset = 0;
    for (let i = 0; i < batch; i++) {
      for (const part of decomposeOne(kind, Float64Array.from(x.data.subarray(i * m * n, (i + 1) * m * n)), m, n)) {
        out.set(part, offset);
        offset += part.length;
      }
    }
    return out;
  },
};

/** The part of a cotangent that a triangular matrix takes: what stands on the other side is not read. */
function triangle(x: Node, lower: boolean): Node {
  const rank = x.shape.length;
  const [row, column] = [g.iota(x.shape, rank - 2), g.iota(x.shape, rank - 1)];
  return g.where(g.compare(lower ? 'ge' : 'le', row, column), x, g.zerosLike(x));
}

const solve: Rule<'solve'> = {
  infer: (inputs) => {
    const [a, b] = [at(inputs, 0), at(inputs, 1)];
    const rank = a.shape.length;
    const n = a.shape[rank - 1];
    const fits =
      rank >= 2 &&
      a.shape[rank - 2] === n &&
      b.shape.length === rank &&
      b.shape[rank - 2] === n &&
      a.shape.slice(0, -2).every((extent, i) => extent === b.shape[i]);
    if (!fits || a.dtype !== 'float32' || b.dtype !== 'float32')
      throw new ArgumentError(
        `Primitive solve takes float32 matrices [..., n, n] and [..., n, k]. Received: ${a.dtype} ${formatShape(a.shape)} and ${b.dtype} ${formatShape(b.shape)}`,
      );
    return { shape: b.shape, dtype: 'float32' };
  },
  vjp: (node, ct) => {
    const { system } = node.attrs;
    const a = at(node.inputs, 0);
    // a x = b: the cotangent of b solves the transposed system, that of a is -(cotangent of b) x'.
    const flipped = system === 'lower' ? 'upper' : system === 'upper' ? 'lower' : 'general';
    const toB = g.solve(swapLast(a), ct, flipped);
    const toA = g.neg(matrixProduct(toB, swapLast(node)));
    return [system === 'general' ? toA : triangle(toA, system === 'lower'), toB];
  },
  evaluate: (inputs, { system }, result) => {
    const [a, b] = [at(inputs, 0), at(inputs, 1)];
    const rank = a.shape.length;
    const [n, columns] = [at(b.shape, rank - 2), at(b.shape, rank - 1)];
    const out = hostArray('float32', sizeOf(result.shape));
    const batch = sizeOf(a.shape.slice(0, -2));
    for (let i = 0; i < batch; i++) {
      const matrix = Float64Array.from(a.data.subarray(i * n * n, (i + 1) * n * n));
      const right = Float64Array.from(b.data.subarray(i * n * columns, (i + 1) * n * columns));
      if (system === 'general') out.set(solveGeneral(matrix, right, n, columns), i * n * columns);
      else {
        substitute(matrix, right, n, columns, system === 'lower', false);
        out.set(right, i * n * columns);
      }
    }
    return out;
  },
};

export const linalgRules: RuleTable<'decompose' | 'solve'> = { decompose, solve };

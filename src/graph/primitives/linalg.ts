import { hostArray } from '../../support/dtype.ts';
import { ArgumentError } from '../../support/errors.ts';
import { at, formatShape, sizeOf } from '../../support/shape.ts';
import type { HostValue, Rule, RuleTable } from './rule.ts';

/** Householder QR of a [m, n] matrix in double precision; returns r (m x n, upper triangular) and q (m x m). */
function householder(x: HostValue): { q: Float64Array; r: Float64Array; m: number; n: number } {
  const [m, n] = [at(x.shape, 0), at(x.shape, 1)];
  const r = Float64Array.from(x.data);
  const q = new Float64Array(m * m);
  for (let i = 0; i < m; i++) q[i * m + i] = 1;
  const v = new Float64Array(m);
  for (let k = 0; k < Math.min(m - 1, n); k++) {
    let norm = 0;
    for (let i = k; i < m; i++) norm += at(r, i * n + k) ** 2;
    norm = Math.sqrt(norm);
    if (norm === 0) continue;
    const pivot = at(r, k * n + k);
    let length = 0;
    for (let i = k; i < m; i++) {
      v[i] = at(r, i * n + k) + (i === k ? (pivot < 0 ? -norm : norm) : 0);
      length += at(v, i) ** 2;
    }
    const reflect = (matrix: Float64Array, columns: number, get: (i: number, j: number) => number) => {
      for (let j = 0; j < columns; j++) {
        let projection = 0;
        for (let i = k; i < m; i++) projection += at(v, i) * at(matrix, get(i, j));
        projection *= 2 / length;
        for (let i = k; i < m; i++) {
          const index = get(i, j);
          matrix[index] = at(matrix, index) - projection * at(v, i);
        }
      }
    };
    reflect(r, n, (i, j) => i * n + j);
    reflect(q, m, (i, j) => j * m + i);
  }
  return { q, r, m, n };
}

/** Reduced QR: q is [m, k] with orthonormal columns, r is [k, n], k = min(m, n). */
const qr: Rule<'qr'> = {
  infer: (inputs, { factor }) => {
    const x = at(inputs, 0);
    const [m, n] = x.shape;
    if (m === undefined || n === undefined || x.shape.length !== 2 || x.dtype !== 'float32') {
      throw new ArgumentError(`Primitive qr takes a float32 matrix. Received: ${x.dtype} ${formatShape(x.shape)}`);
    }
    const k = Math.min(m, n);
    return { shape: factor === 'q' ? [m, k] : [k, n], dtype: 'float32' };
  },
  vjp: () => {
    throw new ArgumentError(
      'The gradient of a QR decomposition is not defined here. Received: qr inside a differentiated expression',
    );
  },
  evaluate: (inputs, { factor }, result) => {
    const { q, r, m, n } = householder(at(inputs, 0));
    const out = hostArray('float32', sizeOf(result.shape));
    const columns = at(result.shape, 1);
    const source = factor === 'q' ? q : r;
    const stride = factor === 'q' ? m : n;
    for (let i = 0; i < out.length; i++) out[i] = at(source, Math.floor(i / columns) * stride + (i % columns));
    return out;
  },
};

export const linalgRules: RuleTable<'qr'> = { qr };

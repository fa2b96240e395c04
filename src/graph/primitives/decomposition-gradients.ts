import { ArgumentError } from '../../support/errors.ts';
import { at, formatShape } from '../../support/shape.ts';
import * as g from '../build.ts';
import type { Node, Primitives } from '../node.ts';
import { partShapes } from './linalg.ts';
import {
  asColumns,
  asRows,
  identity,
  matrixProduct as mul,
  swapLast as t,
  unpack,
  whereIndices,
} from './matrix-terms.ts';

const half = (x: Node): Node => g.mul(x, g.likeConstant(x, 0.5));

/** (x + x') / 2 */
const symmetric = (x: Node): Node => half(g.add(x, t(x)));

/** The lower triangle, with half of the diagonal. */
function halvedLower(x: Node): Node {
  const diagonal = whereIndices(x.shape, 'eq');
  return g.where(whereIndices(x.shape, 'gt'), x, g.where(diagonal, half(x), g.zerosLike(x)));
}

/** 1 / (b_j - a_i) off the diagonal, 0 on it. */
function inverseDifferences(values: Node, shape: readonly number[]): Node {
  const difference = g.sub(asColumns(values, shape), asRows(values, shape));
  const diagonal = whereIndices(shape, 'eq');
  const one = g.likeConstant(difference, 1);
  return g.where(diagonal, g.zerosLike(difference), g.div(one, g.where(diagonal, one, difference)));
}

const matrixShape = (x: Node): readonly number[] => x.shape;

/** L of x = L L': x̄ = sym(L'^-1 Φ(L' L̄) L^-1), where Φ takes the lower triangle with half the diagonal (Murray 2016). */
function choleskyGradient(l: Node, ctL: Node): Node {
  const inner = halvedLower(mul(t(l), ctL));
  const left = g.solve(t(l), inner, 'upper');
  return symmetric(t(g.solve(t(l), t(left), 'upper')));
}

/** Eigenvalues w and vectors v: x̄ = sym(v (diag(w̄) + F ∘ (v' v̄)) v'), F_ij = 1 / (w_j - w_i) (Giles 2008). */
function eighGradient([w, v]: readonly Node[], [ctW, ctV]: readonly Node[]): Node {
  if (w === undefined || v === undefined || ctW === undefined || ctV === undefined)
    throw new Error('eigh has two parts.');
  const shape = matrixShape(v);
  const mixed = g.mul(inverseDifferences(w, shape), mul(t(v), ctV));
  const inner = g.add(mixed, g.mul(identity(shape), asColumns(ctW, shape)));
  return symmetric(mul(mul(v, inner), t(v)));
}

/** x = u diag(s) v' (Townsend 2016, "Differentiating the singular value decomposition"), in the reduced form. */
function svdGradient([u, s, vt]: readonly Node[], [ctU, ctS, ctVt]: readonly Node[]): Node {
  if (
    u === undefined ||
    s === undefined ||
    vt === undefined ||
    ctU === undefined ||
    ctS === undefined ||
    ctVt === undefined
  )
    throw new Error('svd has three parts.');
  const batch = s.shape.slice(0, -1);
  const k = at(s.shape, s.shape.length - 1);
  const square = [...batch, k, k];
  const [v, ctV] = [t(vt), t(ctVt)];
  const squares = inverseDifferences(g.mul(s, s), square);
  const turned = (x: Node, ct: Node) => {
    const product = mul(t(x), ct);
    return g.mul(squares, g.sub(product, t(product)));
  };
  const inner = g.add(
    g.add(g.mul(turned(u, ctU), asColumns(s, square)), g.mul(asRows(s, square), turned(v, ctV))),
    g.mul(identity(square), asColumns(ctS, square)),
  );
  /** What of the cotangent stands upright on the vectors, divided by the singular values. */
  const rest = (x: Node, ct: Node) => g.div(g.sub(ct, mul(x, mul(t(x), ct))), asColumns(s, ct.shape));
  return g.add(g.add(mul(mul(u, inner), vt), mul(rest(u, ctU), vt)), mul(u, t(rest(v, ctV))));
}

/** x = q r with m >= n: x̄ = (q̄ + q copyltu(r r̄' - q̄' q)) r'^-1, copyltu repeats the lower triangle above. */
function qrGradient([q, r]: readonly Node[], [ctQ, ctR]: readonly Node[]): Node {
  if (q === undefined || r === undefined || ctQ === undefined || ctR === undefined)
    throw new Error('qr has two parts.');
  const m = g.sub(mul(r, t(ctR)), mul(t(ctQ), q));
  const below = g.where(whereIndices(m.shape, 'gt'), m, g.zerosLike(m));
  const both = g.add(g.where(whereIndices(m.shape, 'ge'), m, g.zerosLike(m)), t(below));
  return t(g.solve(r, t(g.add(ctQ, mul(q, both))), 'upper'));
}

/** det x and log |det x|: both by inverse(x)'. */
function determinantGradient(x: Node, [det]: readonly Node[], [ctDet, , ctLog]: readonly Node[]): Node {
  if (det === undefined || ctDet === undefined || ctLog === undefined) throw new Error('det has three parts.');
  const weight = g.add(g.mul(ctDet, det), ctLog);
  const inverse = g.solve(t(x), identity(x.shape), 'general');
  return g.mul(inverse, g.broadcast(g.reshape(weight, [...weight.shape, 1, 1]), x.shape));
}

const refuse = (kind: Primitives['decompose']['kind'], x: Node, why: string): never => {
  throw new ArgumentError(`The gradient of ${why} is not defined here. Received: ${kind} of ${formatShape(x.shape)}`);
};

/** Cotangent of the matrices whose decomposition has the packed cotangent `ct`. */
export function decompositionGradient(node: Node<'decompose'>, ct: Node): Node {
  const x = at(node.inputs, 0);
  const { kind } = node.attrs;
  const [m, n] = [at(x.shape, x.shape.length - 2), at(x.shape, x.shape.length - 1)];
  const shapes = partShapes(kind, m, n);
  const [parts, cts] = [unpack(node, shapes), unpack(ct, shapes)];
  switch (kind) {
    case 'cholesky':
      return choleskyGradient(at(parts, 0), at(cts, 0));
    case 'eigh':
      return eighGradient(parts, cts);
    case 'det':
      return determinantGradient(x, parts, cts);
    case 'svd':
      return svdGradient(parts, cts);
    case 'svdFull':
      return m === n ? svdGradient(parts, cts) : refuse(kind, x, 'all singular vectors of a matrix that is not square');
    case 'qr':
      return m >= n ? qrGradient(parts, cts) : refuse(kind, x, 'a QR decomposition of a wide matrix');
    case 'qrComplete':
      return m === n ? qrGradient(parts, cts) : refuse(kind, x, 'a complete QR decomposition');
    case 'eig':
      return refuse(kind, x, 'eigenvalues of matrices that are not symmetric');
    case 'lu':
      return refuse(kind, x, 'LU factors');
  }
}

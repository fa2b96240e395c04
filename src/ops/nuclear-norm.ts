import * as g from '../graph/build.ts';
import type { Node } from '../graph/node.ts';
import { at, range } from '../support/shape.ts';

/** Enough for singular values down to 1e-6 of the matrix's norm: each step multiplies small ones by 1.5. */
const STEPS = 40;

/** left right, or left right' when transposed, over the last two axes of stacks of matrices. */
function product(left: Node, right: Node, transposed: boolean): Node {
  const batch = range(left.shape.length - 2);
  const rank = left.shape.length;
  return g.dot(left, right, {
    leftBatch: batch,
    rightBatch: batch,
    leftContract: [rank - 1],
    rightContract: [transposed ? rank - 1 : rank - 2],
  });
}

/**
 * The orthogonal factor U of the polar decomposition X = U H, by the Newton-Schulz iteration U <- 1.5 U - 0.5 U U' U
 * (Björck and Bowie 1971) from X / |X|.
 */
function polarFactor(x: Node): Node {
  const axes = [x.shape.length - 2, x.shape.length - 1];
  const size = g.sqrt(g.reduceKeep('reduceSum', g.mul(x, x), axes));
  const safe = g.where(g.gt(size, g.zerosLike(size)), size, g.likeConstant(size, 1));
  let u = g.div(x, g.broadcast(safe, x.shape));
  for (let step = 0; step < STEPS; step++) {
    const cubic = product(product(u, u, true), u, false);
    u = g.sub(g.mul(u, g.likeConstant(u, 1.5)), g.mul(cubic, g.likeConstant(u, 0.5)));
  }
  return u;
}

/**
 * The sum of the singular values of matrices [..., m, n]: sum(U X) over all elements, where U is the orthogonal factor of
 * X. U is also its gradient, so none flows through U itself.
 */
export function nuclearNorm(x: Node): Node {
  const rank = x.shape.length;
  const wide = at(x.shape, rank - 2) <= at(x.shape, rank - 1);
  const flat = wide ? x : g.transpose(x, [...range(rank - 2), rank - 1, rank - 2]);
  const factor = polarFactor(g.unary('stopGradient', flat));
  return g.reduceSum(g.mul(factor, flat), [rank - 2, rank - 1]);
}

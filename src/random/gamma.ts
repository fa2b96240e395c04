import * as g from '../graph/build.ts';
import type { Node } from '../graph/node.ts';
import { cast } from '../ops/core.ts';
import { shapeOf } from '../ops/options.ts';
import { any } from '../ops/reduction.ts';
import { whileLoop } from '../ops/while-loop.ts';
import type { DType } from '../support/dtype.ts';
import { checkOptions } from '../support/errors.ts';
import { sizeOf } from '../support/shape.ts';
import { convertToTensor, type TensorLike } from '../tensor/convert.ts';
import { Tensor } from '../tensor/tensor.ts';
import { bitsOf, type Keys, keysFrom, splitKeys } from './keyed.ts';
import { normalOfBits } from './normal.ts';
import { drawSeed, type Seed } from './seed-generator.ts';
import { randomDtype, uniformOfBits } from './uniform.ts';

export interface DrawOptions {
  /** A float, drawn in float32 and rounded. Default `config.floatx()`, which is 'float32'. */
  readonly dtype?: DType | null;
  readonly seed?: Seed;
}

/** Parameters as float32, broadcast to the elements of a shape, in one line. */
export function parameterLine(value: TensorLike, shape: readonly number[]): Node {
  return g.reshape(g.broadcastTo(convertToTensor(value, 'float32').node, shape), [sizeOf(shape)]);
}

const tensor = (node: Node): Tensor => new Tensor(node);
const plus = (x: Node, term: number): Node => g.add(x, g.likeConstant(x, term));
const times = (x: Node, factor: number): Node => g.mul(x, g.likeConstant(x, factor));

const not = (x: Node): Node => g.binary('bitXor', x, g.constant(1, x.shape, 'bool'));

/**
 * Where a candidate is taken: u < 1 - 0.0331 x⁴, or log u < x² / 2 + d (1 - v + log v), with x² and v given. What cannot
 * be compared is taken too, so that the loop ends.
 */
function accepted(u: Node, squared: Node, v: Node, d: Node): Node {
  const slow = g.compare('ge', u, plus(times(g.mul(squared, squared), -0.0331), 1));
  const bound = g.add(times(squared, 0.5), g.mul(d, g.add(plus(g.neg(v), 1), g.unary('log', v))));
  return not(g.binary('bitAnd', slow, g.compare('ge', g.unary('log', u), bound)));
}

/**
 * d v with v from Marsaglia and Tsang's rejection (2000, "A simple method for generating gamma variables") in log space
 * or not, and the key that is left for the boost of small alphas. Each element draws under its own key until it is
 * accepted, as JAX does it; one compiled loop serves all.
 */
function rejection(keys: Keys, d: Node): Node {
  const c = g.div(g.likeConstant(d, 1 / 3), g.sqrt(d));
  const start = (from: Keys) => splitKeys(from, 3) as [Keys, Keys, Keys];
  const [key, forX, forU] = start(keys);
  const one = g.likeConstant(d, 1);
  const pending = g.constant(1, d.shape, 'bool');
  const first = [key.high, key.low, forX.high, forX.low, forU.high, forU.low, one, pending].map(tensor);
  const last = whileLoop(
    (...state) => any(cast(state[7] ?? state[0] ?? 0, 'bool')),
    (...state) => {
      const [k0, k1, x0, x1, u0, u1, v, open] = state.map(({ node }) => node) as [
        Node,
        Node,
        Node,
        Node,
        Node,
        Node,
        Node,
        Node,
      ];
      const [nextX, sub] = splitKeys({ high: x0, low: x1 }, 2) as [Keys, Keys];
      const x = normalOfBits(bitsOf(sub));
      const linear = plus(g.mul(x, c), 1);
      const inside = not(g.compare('le', linear, g.zerosLike(linear)));
      const cube = g.mul(g.mul(linear, linear), linear);
      const safe = g.where(inside, cube, one);
      const u = uniformOfBits(bitsOf({ high: u0, low: u1 }), 0, 1);
      const good = g.binary('bitAnd', inside, accepted(u, g.mul(x, x), safe, d));
      const [nextKey, restartX, restartU] = start({ high: k0, low: k1 });
      // Outside only x is drawn again; a rejected candidate starts anew.
      const rejected = (fresh: Node, old: Node) => g.where(inside, fresh, old);
      const done = g.binary('bitAnd', open, good);
      return [
        rejected(nextKey.high, k0),
        rejected(nextKey.low, k1),
        rejected(restartX.high, nextX.high),
        rejected(restartX.low, nextX.low),
        rejected(restartU.high, u0),
        rejected(restartU.low, u1),
        g.where(done, safe, v),
        g.binary('bitXor', open, done),
      ].map(tensor);
    },
    first,
  );
  const v = last[6];
  if (v === undefined) throw new Error('A loop gives as many values as it takes.');
  return v.node;
}

/** Logarithms of gamma-distributed numbers (`log`), or the numbers themselves, for a line of alphas. */
export function gammaLine(key: Node, alpha: Node, log: boolean): Node {
  const [rest, sub] = splitKeys(keysFrom(key, alpha.shape[0] ?? 0), 2) as [Keys, Keys];
  const large = g.compare('ge', alpha, g.likeConstant(alpha, 1));
  const d = plus(g.where(large, alpha, plus(alpha, 1)), -1 / 3);
  const v = rejection(rest, d);
  const u = uniformOfBits(bitsOf(sub), 0, 1);
  // Gamma(alpha) is Gamma(alpha + 1) times a uniform number to the power 1 / alpha.
  const inverse = g.div(g.likeConstant(alpha, 1), alpha);
  if (!log) {
    const boost = g.where(large, g.likeConstant(alpha, 1), g.binary('pow', plus(g.neg(u), 1), inverse));
    return g.mul(g.mul(d, v), boost);
  }
  const boost = g.where(large, g.zerosLike(alpha), g.mul(g.unary('log1p', g.neg(u)), inverse));
  return g.add(g.add(g.unary('log', d), g.unary('log', v)), boost);
}

/**
 * Gamma-distributed numbers, the same as Keras draws on JAX for the same seed. No gradient flows to `alpha`.
 *
 * @param shape the shape of the result
 * @param alpha the parameter, positive: a number, or a tensor that broadcasts to the shape
 * @param options `{ dtype, seed }`
 * @see https://keras.io/api/random/random_ops/#gamma-function
 *
 * @example
 * ```ts
 * import { random } from 'keratin';
 * console.log(random.gamma([3], 2, { seed: 0 }).shape); // => [3]
 * ```
 */
export function gamma(shape: number | readonly number[], alpha: TensorLike, options: DrawOptions = {}): Tensor {
  checkOptions('gamma', options, ['dtype', 'seed']);
  const dtype = randomDtype(options.dtype);
  const target = shapeOf(shape);
  const line = gammaLine(drawSeed(options.seed).node, parameterLine(alpha, target), false);
  return tensor(g.cast(g.reshape(line, target), dtype));
}

import * as g from '../graph/build.ts';
import type { Node } from '../graph/node.ts';
import { shapeOf } from '../ops/options.ts';
import { any } from '../ops/reduction.ts';
import { whileLoop } from '../ops/while-loop.ts';
import { checkOptions } from '../support/errors.ts';
import type { Shape } from '../support/shape.ts';
import type { TensorLike } from '../tensor/convert.ts';
import { Tensor } from '../tensor/tensor.ts';
import { type DrawOptions, parameterLine } from './gamma.ts';
import { drawSeed } from './seed-generator.ts';
import { splitKey } from './threefry.ts';
import { randomDtype, uniformNode } from './uniform.ts';

const tensor = (node: Node): Tensor => new Tensor(node);
const constant = (x: Node, value: number): Node => g.likeConstant(x, value);
const plus = (x: Node, term: number): Node => g.add(x, constant(x, term));
const times = (x: Node, factor: number): Node => g.mul(x, constant(x, factor));
const log = (x: Node): Node => g.unary('log', x);
const and = (a: Node, b: Node): Node => g.binary('bitAnd', a, b);
const or = (a: Node, b: Node): Node => g.binary('bitOr', a, b);

const keysOf = (key: Node, count: number): [Node, Node, Node] => splitKey(key, count) as [Node, Node, Node];

/** Few successes: the number of geometric waiting times that fit into the trials. */
function byWaiting(key: Node, count: Node, share: Node): Node {
  const rate = g.unary('log1p', g.neg(share));
  const zero = g.zerosLike(count);
  const [times_] = whileLoop(
    (_times, sum) => any(tensor(g.compare('le', sum.node, count))),
    (done, sum, state) => {
      const [sub, next] = keysOf(state.node, 2);
      const open = g.compare('le', sum.node, count);
      const u = uniformNode(sub, count.shape, 0, 1);
      const waiting = g.unary('ceil', g.div(log(u), rate));
      return [tensor(g.where(open, plus(done.node, 1), done.node)), tensor(g.add(sum.node, waiting)), tensor(next)];
    },
    [tensor(zero), tensor(zero), tensor(key)],
  );
  return plus(times_.node, -1);
}

/** log k! - Stirling's formula, for k = 0..9. */
const TAIL = [
  0.0810614667953272, 0.0413406959554092, 0.0276779256849983, 0.02079067210376509, 0.0166446911898211,
  0.0138761288230707, 0.0118967099458917, 0.010411265261972, 0.00925546218271273, 0.00833056343336287,
];

/** What Stirling's approximation of log k! leaves out. */
function stirlingTail(k: Node): Node {
  const square = g.mul(plus(k, 1), plus(k, 1));
  const inner = g.sub(constant(k, 1 / 360), g.div(constant(k, 1 / 1260), square));
  const series = g.div(g.sub(constant(k, 1 / 12), g.div(inner, square)), plus(k, 1));
  const whole = g.unary('floor', k);
  return TAIL.reduce<Node>((rest, value, i) => g.where(g.eq(whole, constant(k, i)), constant(k, value), rest), series);
}

/** Many successes: Hörmann's transformed rejection (1993, "The generation of binomial random variates"). */
function byRejection(key: Node, count: Node, share: Node): Node {
  const failure = plus(g.neg(share), 1);
  const deviation = g.sqrt(g.mul(g.mul(count, share), failure));
  const b = plus(times(deviation, 2.53), 1.15);
  const a = g.add(plus(times(b, 0.0248), -0.0873), times(share, 0.01));
  const c = plus(g.mul(count, share), 0.5);
  const limit = g.sub(constant(b, 0.92), g.div(constant(b, 4.2), b));
  const odds = g.div(share, failure);
  const alpha = g.mul(plus(g.div(constant(b, 5.1), b), 2.83), deviation);
  const mode = g.unary('floor', g.mul(plus(count, 1), share));
  const others = plus(g.sub(count, mode), 1);
  const fixed = g.add(
    g.mul(plus(mode, 0.5), log(g.div(plus(mode, 1), g.mul(odds, others)))),
    g.add(stirlingTail(mode), stirlingTail(g.sub(count, mode))),
  );
  const bound = (k: Node): Node => {
    const rest = plus(g.sub(count, k), 1);
    const first = g.mul(plus(count, 1), log(g.div(others, rest)));
    const second = g.mul(plus(k, 0.5), log(g.div(g.mul(odds, rest), plus(k, 1))));
    return g.sub(g.add(g.add(fixed, first), second), g.add(stirlingTail(k), stirlingTail(g.sub(count, k))));
  };
  const [found] = whileLoop(
    (_found, open) => any(open),
    (old, open, state) => {
      const [next, forU, forV] = keysOf(state.node, 3);
      const u = plus(uniformNode(forU, count.shape, 0, 1), -0.5);
      const v = uniformNode(forV, count.shape, 0, 1);
      const us = g.sub(constant(u, 0.5), g.unary('abs', u));
      const quick = and(g.compare('ge', us, constant(us, 0.07)), g.compare('le', v, limit));
      const k = g.unary('floor', g.add(g.mul(g.add(g.div(times(a, 2), us), b), u), c));
      const inside = and(g.compare('ge', k, g.zerosLike(k)), g.compare('le', k, count));
      const height = log(g.div(g.mul(v, alpha), g.add(g.div(a, g.mul(us, us)), b)));
      const taken = or(quick, and(inside, g.compare('le', height, bound(k))));
      // A later draw that would be accepted too replaces an earlier one, as JAX does it.
      return [
        tensor(g.where(taken, k, old.node)),
        tensor(and(open.node, g.eq(taken, g.constant(0, taken.shape, 'bool')))),
        tensor(next),
      ];
    },
    [tensor(constant(count, -1)), tensor(g.constant(1, count.shape, 'bool')), tensor(key)],
  );
  return found.node;
}

/** Counts for lines of trials and probabilities. */
function binomialLine(key: Node, trials: Node, probability: Node): Node {
  const flipped = g.compare('ge', probability, constant(probability, 0.5));
  const share = g.where(flipped, plus(g.neg(probability), 1), probability);
  const invalid = or(
    or(g.compare('ne', trials, trials), g.lt(trials, g.zerosLike(trials))),
    or(g.compare('ne', share, share), g.lt(share, g.zerosLike(share))),
  );
  const q = g.where(invalid, constant(share, 0.01), share);
  const few = or(invalid, g.compare('le', g.mul(trials, q), constant(q, 10)));
  const whole = g.unary('floor', trials);
  const waiting = byWaiting(key, g.where(few, g.where(invalid, g.zerosLike(whole), whole), g.zerosLike(whole)), q);
  const rejected = byRejection(key, g.where(few, constant(whole, 1e4), whole), g.where(few, constant(q, 0.5), q));
  const successes = g.where(few, waiting, rejected);
  const turned = g.where(flipped, g.sub(whole, successes), successes);
  return g.where(invalid, constant(turned, Number.NaN), turned);
}

/**
 * Binomially distributed numbers, the same as Keras draws on JAX for the same seed: successes among `counts` trials.
 *
 * @param shape the shape of the result
 * @param counts trials: a number, or a tensor that broadcasts to the shape
 * @param probabilities of a success, from 0 to 1
 * @param options `{ dtype, seed }`
 * @returns whole numbers, as float32; NaN where a parameter is not valid
 * @see https://keras.io/api/random/random_ops/#binomial-function
 *
 * @example
 * ```ts
 * import { random } from 'keratin';
 * console.log(await random.binomial([2], 5, 1, { seed: 0 }).array()); // => [5, 5]
 * ```
 */
export function binomial(
  shape: number | readonly number[],
  counts: TensorLike,
  probabilities: TensorLike,
  options: DrawOptions = {},
): Tensor {
  checkOptions('binomial', options, ['dtype', 'seed']);
  const dtype = randomDtype(options.dtype);
  const target: Shape = shapeOf(shape);
  const key = drawSeed(options.seed).node;
  const line = binomialLine(key, parameterLine(counts, target), parameterLine(probabilities, target));
  return tensor(g.cast(g.reshape(line, target), dtype));
}

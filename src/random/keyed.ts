import * as g from '../graph/build.ts';
import type { Node } from '../graph/node.ts';
import { THREEFRY_PARITY, THREEFRY_ROTATIONS } from '../graph/primitives/random.ts';
import { at } from '../support/shape.ts';

/** A key for each element: the two words of all of them. Rejection draws as often as each element needs. */
export interface Keys {
  readonly high: Node;
  readonly low: Node;
}

const xor = (a: Node, b: Node): Node => g.binary('bitXor', a, b);

function rotateLeft(x: Node, bits: number): Node {
  const left = g.binary('shiftLeft', x, g.likeConstant(x, bits));
  return g.binary('bitOr', left, g.binary('shiftRight', x, g.likeConstant(x, 32 - bits)));
}

/** Threefry-2x32 under every key, of the counter (0, counter). */
export function encrypt({ high, low }: Keys, counter: Node): Keys {
  const keys = [high, low, xor(xor(high, low), g.likeConstant(high, THREEFRY_PARITY))];
  let x0 = high;
  let x1 = g.add(counter, low);
  for (let group = 0; group < 5; group++) {
    for (const bits of at(THREEFRY_ROTATIONS, group % 2)) {
      x0 = g.add(x0, x1);
      x1 = xor(rotateLeft(x1, bits), x0);
    }
    x0 = g.add(x0, at(keys, (group + 1) % 3));
    x1 = g.add(g.add(x1, at(keys, (group + 2) % 3)), g.likeConstant(x1, group + 1));
  }
  return { high: x0, low: x1 };
}

/** Every key split into `count` (JAX's `random.split`, key by key). */
export const splitKeys = (keys: Keys, count: number): Keys[] =>
  Array.from({ length: count }, (_, i) => encrypt(keys, g.likeConstant(keys.low, i)));

/** As many keys as elements, split from one key [2]. */
export function keysFrom(key: Node, count: number): Keys {
  const word = (i: number) => g.broadcast(g.slice(key, [i], [i + 1]), [count]);
  return encrypt({ high: word(0), low: word(1) }, g.iota([count], 0, 'uint32'));
}

/** 32 random bits for each key: what a scalar draw under it takes. */
export function bitsOf(keys: Keys): Node {
  const { high, low } = encrypt(keys, g.zerosLike(keys.low));
  return xor(high, low);
}

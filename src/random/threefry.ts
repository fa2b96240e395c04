import * as g from '../graph/build.ts';
import type { Node } from '../graph/node.ts';
import { THREEFRY_PARITY, THREEFRY_ROTATIONS } from '../graph/primitives/random.ts';
import { at } from '../support/shape.ts';

const xor = (a: Node, b: Node): Node => g.binary('bitXor', a, b);

function rotateLeft(x: Node, bits: number): Node {
  const left = g.binary('shiftLeft', x, g.likeConstant(x, bits));
  return g.binary('bitOr', left, g.binary('shiftRight', x, g.likeConstant(x, 32 - bits)));
}

/** Both words of Threefry-2x32 under a key, for the counters (0, 0), (0, 1), ... (0, count - 1). */
function threefryWords(key: Node, count: number): [Node, Node] {
  const word = (i: number) => g.broadcast(g.slice(key, [i], [i + 1]), [count]);
  const first = word(0);
  const second = word(1);
  const keys = [first, second, xor(xor(first, second), g.likeConstant(first, THREEFRY_PARITY))];
  let x0 = first;
  let x1 = g.add(g.iota([count], 0, 'uint32'), second);
  for (let group = 0; group < 5; group++) {
    for (const bits of at(THREEFRY_ROTATIONS, group % 2)) {
      x0 = g.add(x0, x1);
      x1 = xor(rotateLeft(x1, bits), x0);
    }
    x0 = g.add(x0, at(keys, (group + 1) % 3));
    x1 = g.add(g.add(x1, at(keys, (group + 2) % 3)), g.likeConstant(x1, group + 1));
  }
  return [x0, x1];
}

/** Independent keys made of one: JAX's `random.split` in its partitionable layout. */
export function splitKey(key: Node, count = 2): Node[] {
  const [x0, x1] = threefryWords(key, count);
  return Array.from({ length: count }, (_, i) => g.concat([g.slice(x0, [i], [i + 1]), g.slice(x1, [i], [i + 1])], 0));
}

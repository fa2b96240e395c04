import * as g from '../graph/build.ts';
import type { Node } from '../graph/node.ts';
import { keysFrom } from './keyed.ts';

/** Independent keys made of one: JAX's `random.split` in its partitionable layout. */
export function splitKey(key: Node, count = 2): Node[] {
  const { high, low } = keysFrom(key, count);
  return Array.from({ length: count }, (_, i) =>
    g.concat([g.slice(high, [i], [i + 1]), g.slice(low, [i], [i + 1])], 0),
  );
}

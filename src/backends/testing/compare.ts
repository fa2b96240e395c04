import { expect } from 'vitest';
import type { Node } from '../../graph/node.ts';
import type { HostArray } from '../../support/dtype.ts';
import { at } from '../../support/shape.ts';
import { type Allowance, firstDifference, listing } from './differences.ts';

/** Fails with the graph in the message when a result differs. */
export function expectResult(
  results: readonly Node[],
  index: number,
  expected: HostArray,
  actual: HostArray,
  allowed: Allowance | 'bits' | 'number',
): void {
  const float = at(results, index).dtype === 'float32';
  const difference = firstDifference(expected, actual, float ? allowed : 'bits');
  if (difference !== undefined) expect.fail(`Result ${index}: ${difference}\n${listing(results)}`);
}

import { expect, test } from 'vitest';
import * as g from '../graph/build.ts';
import { gradient } from '../graph/gradient.ts';
import { type Node, topologicalOrder } from '../graph/node.ts';
import { at, range } from '../support/shape.ts';
import type { Instr } from './kernel.ts';
import { adamUpdate, compile, input } from './testing/programs.ts';

const instructions = (body: readonly Instr[]): number =>
  body.reduce((sum, instr) => sum + 1 + ('body' in instr ? instructions(instr.body) : 0), 0);

/** A step of training of so many layers h = tanh(h w + b) with Adam, and how much it is. */
function work(layers: number): Readonly<Record<string, number>> {
  const weights = range(layers).flatMap(() => [input(24, 24), input(1, 24)]);
  let h = input(8, 24);
  for (let i = 0; i < layers; i++) {
    const [w, b] = [at(weights, 2 * i), at(weights, 2 * i + 1)];
    h = g.unary('tanh', g.add(g.matmul(h, w), g.broadcast(b, [8, 24])));
  }
  const loss = g.reduceSum(g.mul(h, h), [0, 1]);
  const gradients = gradient(loss, weights).map((node) => node ?? loss);
  const state = weights.map((w): [Node, Node, Node] => [w, input(...w.shape), input(...w.shape)]);
  const updates = state.flatMap(([w, m, v], i) => adamUpdate(w, m, v, at(gradients, i)));
  const program = compile([...updates, loss], [...state.flat(), null]);
  return {
    nodes: topologicalOrder([...updates, loss]).length,
    kernels: program.kernels.length,
    instructions: program.kernels.reduce((sum, { body }) => sum + instructions(body), 0),
    barriers: program.barriers.filter(Boolean).length,
    elements: program.arenaSize,
  };
}

test('a step of training grows with the number of layers, and no faster', () => {
  const [ten, twenty, forty, eighty] = [10, 20, 40, 80].map(work);
  for (const [what, first] of Object.entries(ten ?? {})) {
    const perLayer = ((twenty?.[what] ?? 0) - first) / 10;
    for (const [layers, found] of [
      [40, forty],
      [80, eighty],
    ] as const)
      expect(found?.[what], `${what} of ${layers} layers`).toBeLessThanOrEqual(
        1.05 * (first + perLayer * (layers - 10)),
      );
  }
});

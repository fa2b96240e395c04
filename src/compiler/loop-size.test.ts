import { expect, test } from 'vitest';
import * as g from '../graph/build.ts';
import { gradient } from '../graph/gradient.ts';
import { scan } from '../graph/loop.ts';
import type { Node } from '../graph/node.ts';
import { at } from '../support/shape.ts';
import type { Instr } from './kernel.ts';
import type { Program } from './program.ts';
import { compile, input } from './testing/programs.ts';

const instructions = (body: readonly Instr[]): number =>
  body.reduce((sum, instr) => sum + 1 + ('body' in instr ? instructions(instr.body) : 0), 0);
const sizeOf = (program: Program): number => program.kernels.reduce((sum, { body }) => sum + instructions(body), 0);

/** Layers h = tanh(x w + h u) one above the other, and the gradients of all weights. */
function recurrentNet(steps: number, layers: number): Program {
  const weights: Node[] = [];
  let x = input(steps, 4, 8);
  for (let i = 0; i < layers; i++) {
    const [w, u] = [input(8, 8), input(8, 8)];
    weights.push(w, u);
    const rows = x;
    const zero = g.constant(0, [4, 8]);
    const { outputs } = scan(
      ([h = zero], [row = rows]) => {
        const next = g.unary('tanh', g.add(g.matmul(row, w), g.matmul(h, u)));
        return { next: [next], outputs: [next] };
      },
      [zero],
      [rows],
      steps,
      false,
    );
    x = at(outputs, 0);
  }
  return compile(gradient(g.reduceSum(x, [0, 1, 2]), weights).flatMap((node) => node ?? []));
}

test('a program does not grow with the number of steps', () => {
  const [short, long] = [recurrentNet(16, 1), recurrentNet(1024, 1)];
  expect(long.kernels.length).toBe(short.kernels.length);
  expect(sizeOf(long)).toBeLessThan(1.1 * sizeOf(short));
  expect(long.loops.map(({ repeat }) => repeat)).toEqual([{ count: 1024 }, { count: 1024 }]);
});

test('a program grows with the number of layers, and no faster', () => {
  const [one, two, eight] = [1, 2, 8].map((layers) => sizeOf(recurrentNet(16, layers)));
  const step = (two ?? 0) - (one ?? 0);
  expect((eight ?? 0) - (one ?? 0)).toBeLessThan(1.1 * 7 * step);
});

test('what is the same in every step is packed before the loop', () => {
  const [x, w, h] = [input(12, 16, 64), input(64, 64), input(16, 64)];
  const { carries } = scan(
    ([s = h], [row = x]) => ({ next: [g.add(row, g.matmul(s, w))], outputs: [] }),
    [h],
    [x],
    12,
    false,
  );
  const program = compile(carries);
  const [loop] = program.loops;
  const packs = program.kernels.flatMap(({ name }, i) => (name.includes('pack') ? [i] : []));
  expect(packs).toHaveLength(1);
  expect(packs.every((i) => i < (loop?.first ?? 0))).toBe(true);
});

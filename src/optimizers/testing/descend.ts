import { expect } from 'vitest';
import * as ops from '../../ops/index.ts';
import { jit } from '../../tensor/jit.ts';
import { Variable } from '../../tensor/variable.ts';
import type { Optimizer } from '../optimizer.ts';

/** Gradients of each step that tests share: of both signs, zero, small and large. */
export const GRADIENTS = [
  [1, -2, 0, 0.001],
  [0.5, 3, 0, -0.002],
  [-4, 0.25, 0, 100],
];

export const START = [1, -1, 0.5, 2];

/** The variable after each step of an optimizer; with `compiled`, each step is a run of one compiled program. */
export async function descend(optimizer: Optimizer, compiled = false, gradients = GRADIENTS): Promise<number[][]> {
  const variable = new Variable(START, { name: 'kernel' });
  const gradient = new Variable(START.map(() => 0));
  const apply = () => optimizer.apply([gradient.value], [variable]);
  const step = compiled ? jit(apply) : apply;
  const after: number[][] = [];
  for (const values of gradients) {
    gradient.assign(ops.convertToTensor(values));
    step();
    after.push([...(await variable.data())]);
  }
  return after;
}

/** What plain numbers give: `update` maps an element and its gradient at step t (from 1) to the new element. */
export function expected(
  update: (w: number, g: number, t: number, element: number) => number,
  gradients = GRADIENTS,
): number[][] {
  const w = [...START];
  return gradients.map((values, step) => {
    values.forEach((g, i) => {
      w[i] = update(w[i] ?? 0, g, step + 1, i);
    });
    return [...w];
  });
}

/** An array of numbers per element, all `initial`: what an optimizer remembers. */
export const memory = (initial = 0): number[] => START.map(() => initial);

/** Float32 results against double-precision ones. */
export function expectClose(got: number[][], want: number[][]): void {
  expect(got.length).toBe(want.length);
  const tolerance = 1e-5;
  got.flat().forEach((value, i) => {
    const reference = want.flat()[i] ?? Number.NaN;
    expect(Math.abs(value - reference), `element ${i}: ${value}, expected ${reference}`).toBeLessThanOrEqual(
      tolerance * (1 + Math.abs(reference)),
    );
  });
}

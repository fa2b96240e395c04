import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { grow, recipes } from '../backends/testing/random-graph.ts';
import { WASM_TARGET } from '../backends/wasm/wasm-backend.ts';
import * as g from '../graph/build.ts';
import type { Node } from '../graph/node.ts';
import { at } from '../support/shape.ts';
import { compileGraph } from './compile.ts';
import type { Kernel } from './kernel.ts';
import type { Program } from './program.ts';
import { adamUpdate, compile, input, trainingStep } from './testing/programs.ts';

const kernelsOf = (...results: readonly Node[]) => compile(results).kernels.length;

function softmax(x: Node): Node {
  const e = g.exp(g.sub(x, g.broadcast(g.reduceKeep('reduceMax', x, [1]), x.shape)));
  return g.div(e, g.broadcast(g.reduceKeep('reduceSum', e, [1]), x.shape));
}

describe('fusion', () => {
  test('an elementwise chain is one kernel, whatever is moved on the way', () => {
    const x = input(40, 66);
    let y = x;
    for (let i = 0; i < 30; i++) y = g.add(g.unary('tanh', y), x);
    expect(kernelsOf(y)).toBe(1);
    expect(kernelsOf(g.exp(g.transpose(g.neg(x), [1, 0])))).toBe(1);
    expect(kernelsOf(g.flip(g.slice(g.mul(x, g.broadcastTo(input(66), [40, 66])), [1, 2], [40, 66]), [0]))).toBe(1);
  });

  test('several results of one space are one kernel when they share what they read', () => {
    const x = input(40, 66);
    const e = g.exp(x);
    expect(kernelsOf(e, g.add(e, x), g.neg(x))).toBe(1);
    expect(kernelsOf(g.exp(x), g.exp(input(40, 66)))).toBe(2);
  });

  test('bias and activation join their product', () => {
    const z = g.add(g.matmul(input(32, 64), input(64, 100)), g.broadcastTo(input(100), [32, 100]));
    expect(kernelsOf(g.unary('tanh', z))).toBe(1);
    expect(kernelsOf(z, g.unary('tanh', z), g.gt(z, g.zerosLike(z)))).toBe(1);
  });

  test("Adam's update joins the product that is its gradient; only the gradient is stored in between", () => {
    const [w, m, v] = [input(64, 100), input(64, 100), input(64, 100)];
    const gradient = g.matmul(g.transpose(input(32, 64), [1, 0]), input(32, 100));
    const program = compile(adamUpdate(w, m, v, gradient), [w, m, v]);
    expect(program.kernels).toHaveLength(1);
    expect(program.arenaSize).toBeLessThan(1.1 * 64 * 100);
  });

  test('a reduction takes in what comes before it and what comes after', () => {
    const x = input(40, 66);
    const mean = g.mul(g.reduceSum(g.exp(g.mul(x, x)), [0]), g.constant(1 / 40, [66]));
    expect(kernelsOf(g.sqrt(g.add(mean, g.constant(1, [66]))))).toBe(1);
    expect(kernelsOf(g.reduceSum(g.exp(x), [0, 1]))).toBe(1);
  });

  test('reductions of one space run together', () => {
    const x = input(40, 66);
    expect(kernelsOf(g.reduceSum(x, [0]), g.reduceSum(g.mul(x, x), [0]), g.reduce('reduceMax', x, [0]))).toBe(1);
    expect(kernelsOf(g.reduceSum(x, [0]), g.reduceSum(x, [1]))).toBe(2);
  });

  test('totals ride along in the kernel that has their operands', () => {
    const [w, m, v] = [input(64, 100), input(64, 100), input(64, 100)];
    const gradient = g.matmul(g.transpose(input(32, 64), [1, 0]), input(32, 100));
    const [next, ...moments] = adamUpdate(w, m, v, gradient);
    const totals = [w, gradient, g.sub(next, w)].map((x) => g.reduceSum(g.mul(x, x), [0, 1]));
    // One for the product, the update and the totals; one that puts the totals of its rows together.
    const program = compile([next, ...moments, ...totals], [w, m, v]);
    expect(program.kernels).toHaveLength(2);
    expect(program.arenaSize).toBeLessThan(2 * 64 * 100);
    const z = g.matmul(input(32, 64), input(64, 100));
    expect(kernelsOf(g.exp(z), g.reduceSum(z, [0, 1]), g.reduce('reduceMax', g.exp(z), [0, 1]))).toBe(2);
    const x = input(100, 200);
    expect(kernelsOf(g.reduceSum(x, [0, 1]), g.reduceSum(g.mul(x, x), [0, 1]))).toBe(2);
  });

  test('a softmax reads its rows at most four times', () => {
    expect(kernelsOf(softmax(input(32, 10)))).toBeLessThanOrEqual(4);
  });

  test('what is cheap is computed again where it is used, what is dear is stored once', () => {
    const x = input(40, 66);
    const cheap = g.add(x, g.likeConstant(x, 1));
    const users = (y: Node) => [g.reduceSum(y, [0]), g.reduceSum(y, [1])];
    expect(compile(users(cheap)).arenaSize).toBe(0);
    expect(compile(users(g.unary('erf', x))).arenaSize).toBeGreaterThanOrEqual(40 * 66);
  });

  test('functions that have no vector form stay out of products', () => {
    const z = g.matmul(input(9, 5), input(5, 27));
    expect(kernelsOf(g.unary('sin', z))).toBe(2);
  });

  test('chains of 20,000 steps become many kernels of bounded length', () => {
    let y = input(5);
    const x = y;
    for (let i = 0; i < 20_000; i++) y = g.add(g.mul(y, x), x);
    const { kernels } = compile([y]);
    expect(kernels.length).toBeGreaterThan(10);
    expect(Math.max(...kernels.map(({ registers }) => registers.length))).toBeLessThan(5000);
  });

  test('results that are parameters or repeat are copied, and nothing is done for none', () => {
    const x = input(5);
    expect(kernelsOf(x)).toBe(1);
    expect(compile([g.neg(x), g.neg(x)]).buffers.filter(({ kind }) => kind === 'result')).toHaveLength(2);
    expect(kernelsOf()).toBe(0);
    expect(kernelsOf(g.exp(input(0, 3)))).toBe(0);
  });
});

describe('overwritten parameters', () => {
  const x = input(9, 9);

  test('are written in place where every element is read as it is written', () => {
    const program = compile([g.add(x, g.likeConstant(x, 1))], [x]);
    expect(program.kernels).toHaveLength(1);
    expect(program.buffers.map(({ kind }) => kind)).toEqual(['parameter']);
  });

  test('go through a copy where they are read elsewhere', () => {
    const program = compile([g.transpose(x, [1, 0])], [x]);
    expect(program.kernels).toHaveLength(2);
    expect(program.arenaSize).toBeGreaterThanOrEqual(81);
  });

  test('are written after all who read the old value', () => {
    const sum = g.reduceSum(x, [0]);
    const program = compile([g.add(x, g.broadcastTo(sum, [9, 9])), sum], [x]);
    expect(program.kernels.map(({ writes }) => writes.includes(0))).toEqual([false, true]);
  });
});

describe('work', () => {
  test('is shared between threads only when there is enough of it', () => {
    const parallel = (...results: Node[]) => compile(results).kernels.map((kernel) => kernel.parallel);
    expect(parallel(g.neg(input(100)))).toEqual([false]);
    expect(parallel(g.neg(input(300, 301)))).toEqual([true]);
    expect(parallel(g.matmul(input(8, 8), input(8, 8)))).toEqual([false]);
    expect(parallel(g.matmul(input(128, 128), input(128, 128)))).toEqual([true]);
  });

  test('of a large total is done in stages that threads can share', () => {
    const program = compile([g.reduceSum(g.exp(input(256, 256)), [0, 1])]);
    expect(at(program.kernels, 0).parallel).toBe(true);
    expect(program.kernels.length).toBe(2);
  });
});

/** Whether two kernels may not run side by side: one writes what the other touches. */
function conflict(a: Kernel, b: Kernel, overlap: (x: number, y: number) => boolean): boolean {
  const touch = (x: readonly number[], y: readonly number[]) => x.some((p) => y.some((q) => overlap(p, q)));
  return touch(a.writes, [...b.reads, ...b.writes]) || touch(a.reads, b.writes);
}

describe('barriers', () => {
  /** Without sizes of buffers, those of the arena that start at one offset are known to overlap. */
  const overlapIn = (program: Program) => (x: number, y: number) => {
    const [a, b] = [at(program.buffers, x), at(program.buffers, y)];
    return x === y || (a.kind === 'arena' && b.kind === 'arena' && a.offset === b.offset);
  };

  test('stand between kernels of a training step that need each other', () => {
    const program = trainingStep();
    expect(program.kernels.filter((kernel) => kernel.parallel).length).toBeGreaterThan(3);
    program.kernels.forEach((later, j) => {
      program.kernels.slice(0, j).forEach((earlier, i) => {
        if (!(earlier.parallel || later.parallel) || !conflict(earlier, later, overlapIn(program))) return;
        expect(program.barriers.slice(i + 1, j + 1), `between kernels ${i} and ${j}`).toContain(true);
      });
    });
  });

  test('do not stand between kernels that have nothing to do with each other', () => {
    const program = compile([g.exp(input(300, 300)), g.exp(input(301, 301)), g.neg(input(302, 302))]);
    expect(program.kernels).toHaveLength(3);
    expect(program.barriers).toEqual([false, false, false]);
  });

  test('are not needed where one thread does everything', () => {
    expect(compile([softmax(input(32, 10))]).barriers).not.toContain(true);
  });
});

test('kernels of random programs read what was written, and write no parameter but overwritten ones', () => {
  fc.assert(
    fc.property(recipes, (recipe) => {
      const { nodes: parameters, results, overwrites } = grow(recipe).program;
      const program = compileGraph({ parameters, results, overwrites }, WASM_TARGET);
      const written = new Set<number>();
      for (const kernel of program.kernels) {
        for (const buffer of kernel.reads) {
          const place = at(program.buffers, buffer);
          if (place.kind !== 'parameter' && !kernel.writes.includes(buffer)) expect(written).toContain(buffer);
        }
        for (const buffer of kernel.writes) {
          const place = at(program.buffers, buffer);
          if (place.kind === 'parameter') expect(overwrites).toContain(place.index);
          if (place.kind === 'arena') expect(place.offset).toBeLessThan(program.arenaSize);
          written.add(buffer);
        }
      }
      program.buffers.forEach((place, buffer) => {
        if (place.kind === 'result' && results[place.index]?.shape.every((n) => n > 0))
          expect(written).toContain(buffer);
      });
    }),
    { numRuns: 300, seed: 3 },
  );
});

import { afterAll, expect, test } from 'vitest';
import * as g from '../../graph/build.ts';
import { gradient } from '../../graph/gradient.ts';
import { scan, whileLoop } from '../../graph/loop.ts';
import type { Node } from '../../graph/node.ts';
import * as ops from '../../ops/index.ts';
import { Adam } from '../../optimizers/index.ts';
import type { HostArray } from '../../support/dtype.ts';
import { at, sizeOf } from '../../support/shape.ts';
import { convertToTensor } from '../../tensor/convert.ts';
import { gradients } from '../../tensor/gradients.ts';
import { jit } from '../../tensor/jit.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { Variable } from '../../tensor/variable.ts';
import { floats, integers, listed, type ParameterSpec, quarters, runOn, sameBits } from '../testing/program-case.ts';
import { setThreads } from './thread-count.ts';
import { threadsOfLastRun, wasmBackend } from './wasm-backend.ts';

/** More threads than cores, and numbers that don't divide the work evenly. */
const THREADS = [2, 3, 5];

afterAll(() => setThreads(1));

const product = (() => {
  const parameters = [floats([256, 64], -1, 1, 1), floats([64, 256], -1, 1, 2)];
  const nodes = parameters.map(({ shape, dtype }) => g.parameter({}, shape, dtype));
  return { nodes, parameters, results: [g.matmul(at(nodes, 0), at(nodes, 1))], overwrites: [null] };
})();

/** Threads start in the background: waits until `count` of them take part. */
async function useThreads(count: number): Promise<void> {
  setThreads(count);
  const deadline = performance.now() + 15_000;
  do {
    runOn(wasmBackend(), product);
    if (threadsOfLastRun() === count) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  } while (performance.now() < deadline);
  throw new Error(`Only ${threadsOfLastRun()} of ${count} threads took part.`);
}

const ones = (dims: readonly number[], value = 0) => Float32Array.from({ length: sizeOf(dims) }, () => value);

/** Six steps of a small classifier with Adam; every number that it leaves behind. */
function train(): HostArray[] {
  const sizes = [200, 150, 97, 10];
  const variables = sizes.slice(1).flatMap((n, i) => {
    const m = at(sizes, i);
    const initial = floats([m, n], -0.1, 0.1, 10 + i).values;
    return [new Variable(ops.reshape(convertToTensor(initial), [m, n])), new Variable(convertToTensor(ones([n])))];
  });
  const x = ops.reshape(convertToTensor(floats([70, 200], -1, 1, 5).values), [70, 200]);
  const labels = ops.oneHot(convertToTensor(integers([70], 'int32', 0, 9, 6).values), 10);
  const optimizer = new Adam({ learningRate: 0.01 });
  optimizer.build(variables);
  const step = jit((input: Tensor, target: Tensor) => {
    let h = input;
    for (let i = 0; i < variables.length; i += 2) {
      h = ops.add(ops.matmul(h, at(variables, i)), at(variables, i + 1));
      if (i + 2 < variables.length) h = ops.elu(h);
    }
    const loss = ops.mean(ops.categoricalCrossentropy(target, h, { fromLogits: true }));
    optimizer.apply(
      gradients(loss, variables).flatMap((gradient) => gradient ?? []),
      variables,
    );
    return loss;
  });
  const losses = Array.from({ length: 6 }, () => step(x, labels).dataSync());
  return [...losses, ...variables.map((variable) => variable.dataSync())];
}

/** States of a recurrence, the gradients of its weights, and how often a large value can be halved. */
function recurrent(x: Node, w: Node, u: Node): readonly Node[] {
  const zero = g.constant(0, [64, 96]);
  const { carries, outputs } = scan(
    ([h = x], [row = x]) => {
      const next = g.unary('tanh', g.add(g.matmul(row, w), g.matmul(h, u)));
      return { next: [next], outputs: [next] };
    },
    [zero],
    [x],
    20,
    false,
  );
  const loss = g.reduceSum(at(carries, 0), [0, 1]);
  const halves = whileLoop(
    ([y = x]) => g.gt(g.reduce('reduceMax', y, [0, 1, 2]), g.constant(0.01)),
    ([y = x, n = x]) => [g.mul(y, g.likeConstant(y, 0.5)), g.add(n, g.constant(1))],
    [g.exp(x), g.constant(0)],
  );
  return [...carries, ...outputs, ...halves, ...gradient(loss, [x, w, u]).flatMap((node) => node ?? [])];
}

/** Programs of kernels of every kind, each large enough to be shared. */
const shared: Readonly<
  Record<string, { parameters: readonly ParameterSpec[]; build: (...nodes: Node[]) => readonly Node[] }>
> = {
  elementwise: {
    parameters: [floats([301, 307], -3, 3), floats([307])],
    build: (x, y) => [
      g.exp(g.mul(x, g.broadcastTo(y, [301, 307]))),
      g.unary('sin', x),
      g.unary('tanh', g.reshape(x, [301 * 307])),
    ],
  },
  'reductions over every set of axes': {
    parameters: [floats([41, 67, 53])],
    build: (x) =>
      [[0], [1], [2], [0, 1], [1, 2], [0, 2], [0, 1, 2]].flatMap((axes) => [
        g.reduceSum(g.exp(x), axes),
        g.reduce('reduceMax', x, axes),
        g.reduce('reduceProd', g.exp(g.mul(x, g.likeConstant(x, 0.01))), axes),
      ]),
  },
  products: {
    parameters: [
      floats([130, 200], -1, 1, 1),
      floats([200, 111], -1, 1, 2),
      floats([111], -1, 1, 3),
      floats([7, 40, 60], -1, 1, 4),
      floats([7, 60, 50], -1, 1, 5),
      floats([256, 256], -1, 1, 6),
    ],
    build: (a, b, c, d, e, f) => [
      g.unary('tanh', g.add(g.matmul(a, b), g.broadcastTo(c, [130, 111]))),
      g.matmul(g.transpose(b, [1, 0]), g.transpose(a, [1, 0])),
      g.dot(d, e, { leftBatch: [0], rightBatch: [0], leftContract: [2], rightContract: [1] }),
      g.matmul(g.transpose(f, [1, 0]), f),
      g.matmul(f, g.transpose(f, [1, 0])),
      g.matmul(g.slice(a, [0, 0], [1, 200]), b),
    ],
  },
  'movement and indexing': {
    parameters: [quarters([301, 303]), integers([400], 'int32', 0, 300), floats([400, 303]), listed([1, 2], 'uint32')],
    build: (x, i, u, key) => [
      g.transpose(x, [1, 0]),
      g.flip(x, [0, 1]),
      g.pad(x, [1, 2], [3, 0], 1, [1, 0]),
      g.concat([x, g.neg(x)], 1),
      g.gather(x, i),
      g.scatterAdd(i, u, 301),
      g.argReduce('argmax', x, 0),
      g.argReduce('argmin', x, 1),
      g.argsort(x, 1),
      g.randomBits(key, [301, 303]),
    ],
  },
  'a loop with gradients, and one that tests a condition': {
    parameters: [floats([20, 64, 40], -1, 1, 1), floats([40, 96], -0.3, 0.3, 2), floats([96, 96], -0.3, 0.3, 3)],
    build: recurrent,
  },
};

test.each(Object.entries(shared))('%s: the same bits on any number of threads', async (_, { parameters, build }) => {
  const nodes = parameters.map(({ shape, dtype }) => g.parameter({}, shape, dtype));
  const results = build(...nodes);
  const program = { nodes, parameters, results, overwrites: results.map(() => null) };
  setThreads(1);
  const alone = runOn(wasmBackend(), program);
  expect(threadsOfLastRun()).toBe(1);
  for (const count of THREADS) {
    await useThreads(count);
    const together = runOn(wasmBackend(), program);
    expect(threadsOfLastRun()).toBe(count);
    together.forEach((values, i) => {
      expect(sameBits(values, at(alone, i)), `result ${i} on ${count} threads`).toBe(true);
    });
  }
});

test('training gives the same bits on any number of threads', async () => {
  setThreads(1);
  const alone = train();
  expect(at(at(alone, 5), 0)).toBeLessThan(at(at(alone, 0), 0));
  for (const count of THREADS) {
    await useThreads(count);
    const together = train();
    expect(threadsOfLastRun()).toBe(count);
    together.forEach((values, i) => {
      expect(sameBits(values, at(alone, i)), `value ${i} on ${count} threads`).toBe(true);
    });
  }
});

test('fewer threads than before: the others stay out of it', async () => {
  await useThreads(3);
  await useThreads(2);
  const two = runOn(wasmBackend(), product);
  setThreads(1);
  expect(sameBits(at(two, 0), at(runOn(wasmBackend(), product), 0))).toBe(true);
  await useThreads(3);
});

import * as ops from '../../ops/index.ts';
import { convertToTensor } from '../convert.ts';
import { jit } from '../jit.ts';
import type { Tensor } from '../tensor.ts';
import { Variable } from '../variable.ts';

/*
 * A process of its own, so that its memory is not that of the test runner: repeats work whose results nobody keeps, and
 * prints how much the process held after a tenth of it and at the end.
 */

const SIDE = 256;
/** Bytes of the WebAssembly memory are not in the JavaScript heap: the resident set has both. */
const held = async () => {
  for (let i = 0; i < 3; i++) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return process.memoryUsage();
};

const v = new Variable(ops.ones([SIDE, SIDE]));
const step = jit((x: Tensor) => {
  v.assign(ops.multiply(ops.add(v, x), 0.5));
  return ops.add(v, 1);
});

/** 256 KB for each tensor: 800 rounds that kept everything would hold more than 1 GB. */
async function round(i: number): Promise<void> {
  const x = ops.add(convertToTensor(new Float32Array(SIDE * SIDE).fill(i)), 1);
  const y = ops.matmul(ops.reshape(x, [SIDE, SIDE]), v);
  await ops.sum(y).item();
  await y.data();
  step(ops.reshape(x, [SIDE, SIDE]));
  v.assign(ops.add(v, 1));
}

const ROUNDS = 800;
let early: NodeJS.MemoryUsage | undefined;
for (let i = 0; i < ROUNDS; i++) {
  await round(i);
  if (i === ROUNDS / 10) early = await held();
}
const late = await held();
console.log(
  JSON.stringify({
    heapGrowth: (late.heapUsed - (early?.heapUsed ?? 0)) / 2 ** 20,
    residentGrowth: (late.rss - (early?.rss ?? 0)) / 2 ** 20,
    resident: late.rss / 2 ** 20,
  }),
);

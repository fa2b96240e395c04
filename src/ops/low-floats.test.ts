import { afterEach, describe, expect, test } from 'vitest';
import { backend, setBackend } from '../config/backend.ts';
import { setFloatx } from '../config/defaults.ts';
import { dtypes, type FloatDType } from '../support/dtype.ts';
import { floatLimits } from '../support/low-float.ts';
import { gradients } from '../tensor/gradients.ts';
import { Variable } from '../tensor/variable.ts';
import * as ops from './index.ts';
import { lowFloatCases } from './testing/low-float-cases.ts';

const before = backend();
afterEach(() => setBackend(before));

const LOW = ['float16', 'bfloat16'] as const;
const namespace: Readonly<Record<string, unknown>> = ops;

/** Functions that JAX composes of other steps, each rounded: in units of the dtype's last place. */
const LOOSE: Readonly<Record<string, number>> = { sigmoid: 1, cumsum: 3 };

describe.each(LOW)('%s', (dtype) => {
  test.each(lowFloatCases)("$op has Keras's numbers", async ({ op, args, [dtype]: expected }) => {
    const f = namespace[op];
    if (typeof f !== 'function') throw new Error(`No op ${op}.`);
    const result = f(...args.map((x) => ops.cast(x, dtype)));
    expect(result.dtype).toBe(dtype);
    const data: ArrayLike<number> = await result.data();
    const { eps } = floatLimits(dtype);
    expected.forEach((value, i) => {
      expect(Math.abs((data[i] ?? Number.NaN) - value)).toBeLessThanOrEqual((LOOSE[op] ?? 0) * eps * Math.abs(value));
    });
  });

  test('takes in integers, booleans and numbers, and meets other floats in float32', () => {
    const x = ops.ones([2], dtype);
    for (const other of dtypes) {
      const together = ops.add(x, ops.ones([2], other)).dtype;
      const otherFloat = ['float32', ...LOW].includes(other) && other !== dtype;
      expect([other, together]).toEqual([other, otherFloat ? 'float32' : dtype]);
    }
    expect([ops.add(x, 2).dtype, ops.multiply(0.3, x).dtype, ops.exp(x).dtype]).toEqual([dtype, dtype, dtype]);
    expect([ops.equal(x, 1).dtype, ops.argmax(x).dtype, ops.cast(x, 'int32').dtype]).toEqual([
      'bool',
      'int32',
      'int32',
    ]);
  });

  test('long sums are exact to the last place, as they are added in float32', async () => {
    const x = ops.full([70000], 3, dtype);
    expect(await ops.mean(x).item()).toBe(3);
    expect(await ops.sum(ops.full([3000], 1, dtype)).item()).toBe(dtype === 'float16' ? 3000 : 3008);
    const product = ops.matmul(ops.ones([1, 2000], dtype), ops.full([2000, 1], 1.5, dtype));
    expect(await product.array()).toEqual([[dtype === 'float16' ? 3000 : 3008]]);
  });

  test('gradients have the dtype of what they are taken of', async () => {
    const v = new Variable([0.1, 2, -3]);
    const [dv] = gradients(ops.sum(ops.square(ops.cast(v, dtype))), [v]);
    expect(dv?.dtype).toBe('float32');
    expect(await dv?.array()).toEqual(dtype === 'float16' ? [0.199951171875, 4, -6] : [0.2001953125, 4, -6]);
    const low = new Variable(ops.cast([0.5, 2], dtype));
    const [dlow] = gradients(ops.sum(ops.exp(low)), [low]);
    expect(dlow?.dtype).toBe(dtype);
  });

  test('loops carry them', async () => {
    const x = ops.cast([0.1, 0.2, 0.3, 0.4], dtype);
    const [last, all] = ops.scan(
      (carry, row) => {
        const next = ops.add(carry, row);
        return [next, next];
      },
      ops.zeros([], dtype),
      x,
    );
    // Rounded after each step, which a sum of all is not.
    const step = async (a: number, b: number) => ops.add(ops.cast(a, dtype), ops.cast(b, dtype)).item();
    let sum = 0;
    for (const value of [0.1, 0.2, 0.3, 0.4]) sum = await step(sum, value);
    expect(last.dtype).toBe(dtype);
    expect(await last.item()).toBe(sum);
    expect(all.dtype).toBe(dtype);
  });

  test('prints as many digits as tell its numbers apart', () => {
    const text = String(ops.cast([0.1, 3.1406, 1000, -65504], dtype));
    expect(text).toContain('0.1,   3.14,   1000, -65500');
    expect(text).toContain(`dtype=${dtype}`);
  });

  test.each(['reference', 'wasm', 'x64'] as const)('rounds the same on %s', async (name) => {
    if (name === 'x64' && before !== 'x64') return;
    setBackend(name);
    const near = [
      1 + 2 ** -8,
      1 + 3 * 2 ** -8,
      1 + 2 ** -11,
      65519.99,
      65520,
      -2e-8,
      3e-8,
      2 ** -133,
      1e39,
      Number.NaN,
    ];
    const wide = Array.from({ length: 37 }, (_, i) => near[i % near.length] ?? 0);
    const rounded = await ops.cast(ops.multiply(wide, 1), dtype).data();
    setBackend('reference');
    expect(rounded).toEqual(await ops.cast(ops.multiply(wide, 1), dtype).data());
  });
});

test('setFloatx decides about what has no dtype of its own', async () => {
  const made = (): FloatDType[] =>
    [ops.ones([1]), ops.zeros([1]), ops.eye(2), ops.mean(ops.arange(4)), ops.exp(ops.arange(2))].map(
      ({ dtype }) => dtype as FloatDType,
    );
  expect(new Set(made())).toEqual(new Set(['float32']));
  setFloatx('float16');
  try {
    expect(new Set(made())).toEqual(new Set(['float16']));
  } finally {
    setFloatx('float32');
  }
});

test('their bits cannot be viewed as those of another dtype', async () => {
  await expect(ops.view(ops.ones([2], 'bfloat16'), 'int32').data()).rejects.toThrow(
    'Only 32-bit dtypes can be viewed as each other. Received: bfloat16 as int32',
  );
});

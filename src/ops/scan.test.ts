import { describe, expect, test } from 'vitest';
import { gradients } from '../tensor/gradients.ts';
import { jit } from '../tensor/jit.ts';
import { Variable } from '../tensor/variable.ts';
import { add, multiply, square } from './arithmetic.ts';
import { associativeScan } from './associative-scan.ts';
import { cond, switchBranch } from './branches.ts';
import { less } from './comparison.ts';
import { convertToTensor } from './core.ts';
import { cumsum } from './cumulative.ts';
import { max, maximum } from './index.ts';
import { matmul } from './matrix-product.ts';
import { sum } from './reduction.ts';
import { map, scan, vectorizedMap } from './scan.ts';
import { foriLoop, whileLoop } from './while-loop.ts';

describe('scan', () => {
  test('carries trees and gives outputs in trees', async () => {
    const [{ total, largest }, [sums]] = scan(
      ({ total: t, largest: m }, { x }) => [{ total: add(t, x), largest: maximum(m, x) }, [add(t, x)]],
      { total: 0, largest: convertToTensor(-Infinity) },
      { xs: { x: [3, 1, 2] } },
    );
    expect([await total.item(), await largest.item(), await sums.array()]).toEqual([6, 3, [3, 4, 6]]);
  });

  test('goes backwards, and without rows', async () => {
    const [, sums] = scan((s, x) => [add(s, x), add(s, x)], 0, { xs: [1, 2, 3], reverse: true });
    expect(await sums.array()).toEqual([6, 5, 3]);
    const [power] = scan((s) => [multiply(s, 2), null], 1, { length: 5 });
    expect(await power.item()).toBe(32);
  });

  test('has the gradient of the loop written out', async () => {
    const [x, w] = [convertToTensor([[0.5], [1], [-0.5]]), convertToTensor([[0.7]])];
    const [last] = scan((h, row) => [add(matmul(h, w), row), null], [[1]], { xs: x });
    const [dx, dw] = gradients(sum(last), [x, w]);
    const written = [1, 0.5, 1, -0.5].reduce((h, row) => add(multiply(h, w), row) as never, convertToTensor(0));
    const [expected] = gradients(sum(written), [w]);
    expect(await dw?.array()).toEqual(await expected?.array());
    expect(((await dx?.data()) ?? []).at(0)).toBeCloseTo(0.49);
  });

  test('updates variables that its body assigns to, in and out of jit', async () => {
    const run = (counter: Variable) =>
      scan(
        (s, x) => {
          counter.assign(add(counter, x));
          return [add(s, counter), null];
        },
        0,
        { xs: [1, 2, 3] },
      )[0];
    const [outside, inside] = [new Variable(10), new Variable(10)];
    expect(await run(outside).item()).toBe(11 + 13 + 16);
    expect(await jit(() => run(inside))().item()).toBe(40);
    expect([await outside.array(), await inside.array()]).toEqual([16, 16]);
  });

  test('refuses carries that change, and lengths that differ', () => {
    expect(() => scan((s, x) => [add(s, x), null], 0, { xs: [[1, 2]] })).toThrow(
      'carried value 0 must keep its shape and dtype, float32 (). Received: float32 (2,)',
    );
    expect(() => scan((s) => [s, null], 0, { xs: [1, 2], length: 3 })).toThrow('`length` must be the length of xs, 2');
    expect(() => scan((s) => [s, null], 0, { xs: [convertToTensor([1]), convertToTensor([1, 2])] })).toThrow('`xs`');
    expect(() => scan((s) => s as never, 0, { xs: [1] })).toThrow('must return [next carry, output]');
    expect(() => scan((s) => [s, null], 0, {})).toThrow('`xs`');
  });
});

describe('map', () => {
  test('applies a function to rows, all at once or one by one', async () => {
    const x = [
      [1, 5],
      [4, 2],
    ];
    expect(await map((row) => max(row), x).array()).toEqual([5, 4]);
    expect(await vectorizedMap((row) => cumsum(row), x).array()).toEqual([
      [1, 6],
      [4, 6],
    ]);
    expect(await map((row) => scan((s, e) => [add(s, e), null], 0, { xs: row })[0], x).array()).toEqual([6, 6]);
  });
});

describe('whileLoop', () => {
  test('stops when the condition fails, or after a number of turns', async () => {
    const double = (limit: number | null) =>
      whileLoop(
        (x) => less(x, 100),
        (x) => [multiply(x, 2)],
        [3],
        { maximumIterations: limit },
      )[0];
    expect([await double(null).item(), await double(2).item()]).toEqual([192, 12]);
  });

  test('assigns to variables', async () => {
    const turns = new Variable(0);
    const [x] = whileLoop(
      (v) => less(v, 10),
      (v) => {
        turns.assign(add(turns, 1));
        return [add(v, 3)];
      },
      [0],
    );
    expect([await x.item(), await turns.array()]).toEqual([12, 4]);
  });

  test('needs a bool scalar, and variables that keep their shape', () => {
    expect(() =>
      whileLoop(
        () => [true, false],
        (x) => [x],
        [1],
      ),
    ).toThrow('the condition must be a bool scalar');
    expect(() =>
      whileLoop(
        () => true,
        () => [[1, 2]],
        [1],
      ),
    ).toThrow('must keep its shape');
  });
});

test('foriLoop counts, with gradients between numbers and without between tensors', async () => {
  const x = convertToTensor(2);
  const y = foriLoop(0, 3, (_, v) => multiply(v, x), 1);
  expect(await gradients(y, [x])[0]?.item()).toBe(12);
  expect(await foriLoop(0, convertToTensor(3), (_, v) => multiply(v, x), 1).item()).toBe(8);
  expect(await foriLoop(3, 1, (_, v) => multiply(v, x), 1).item()).toBe(1);
});

test.each([1, 2, 3, 4, 5, 8, 13])('associativeScan of %i elements is what running sums are', async (n) => {
  const x = Array.from({ length: n }, (_, i) => [i + 1, -i - 1]);
  expect(await associativeScan(add, x).array()).toEqual(await cumsum(x, 0).array());
  const turned = await associativeScan(add, x, { axis: 1, reverse: true }).array();
  expect(turned).toEqual(x.map(([a = 0, b = 0]) => [a + b, b]));
});

describe('cond and switch', () => {
  test('give what the chosen function gives, and its gradient', async () => {
    const x = convertToTensor(-3);
    const y = cond(
      less(x, 0),
      () => square(x),
      () => x,
    );
    expect([await y.item(), await gradients(y, [x])[0]?.item()]).toEqual([9, -6]);
    const choose = (i: number) => switchBranch(i, [(v) => multiply(v, 1), (v) => multiply(v, 10)], x).item();
    expect(await Promise.all([-1, 0, 1, 7].map(choose))).toEqual([-3, -3, -30, -30]);
  });

  test('assign to variables as the chosen one does', async () => {
    const v = new Variable(1);
    const step = jit((go: boolean) => {
      const flag = less(v, go ? 2 : 0);
      return cond(
        flag,
        () => {
          v.assign(multiply(v, 5));
          return v.value;
        },
        () => v.value,
      );
    });
    expect(await step(false).item()).toBe(1);
    expect(await step(true).item()).toBe(5);
    expect(await v.array()).toBe(5);
  });

  test('refuse branches of other shapes', () => {
    expect(() =>
      cond(
        true,
        () => convertToTensor([1]),
        () => convertToTensor(1),
      ),
    ).toThrow('the same shapes');
    expect(() => switchBranch(0, [])).toThrow('`branches`');
    expect(() =>
      cond(
        [true],
        () => 1,
        () => 2,
      ),
    ).toThrow('`pred` must be a scalar');
  });
});

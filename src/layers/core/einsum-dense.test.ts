import { describe, expect, test } from 'vitest';
import { KerasTensor } from '../keras-tensor.ts';
import { Dense } from './dense.ts';
import { EinsumDense } from './einsum-dense.ts';

describe('EinsumDense', () => {
  test('is a dense layer for "ab,bc->ac"', async () => {
    const weights = [
      [
        [1, 2],
        [3, 4],
      ],
      [10, 20],
    ];
    const x = [[1, 1]];
    const [dense, einsum] = [new Dense(2), new EinsumDense('ab,bc->ac', 2, { biasAxes: 'c' })];
    for (const layer of [dense, einsum]) {
      layer.build([null, 2]);
      layer.setWeights(weights);
    }
    expect(await einsum.apply(x).array()).toEqual(await dense.apply(x).array());
  });

  test('the equation decides the shapes of kernel, bias and output', () => {
    const shapes = (equation: string, output: (number | null)[], bias: string, input: (number | null)[]) => {
      const layer = new EinsumDense(equation, output, { biasAxes: bias });
      const y = layer.apply(new KerasTensor(input));
      return [layer.kernel.shape, layer.bias?.shape, y.shape];
    };
    expect(shapes('abc,cde->abde', [null, 2, 3], 'de', [null, 5, 4])).toEqual([
      [4, 2, 3],
      [2, 3],
      [null, 5, 2, 3],
    ]);
    expect(shapes('...x,xy->...y', [7], 'y', [null, 5, 4])).toEqual([[4, 7], [7], [null, 5, 7]]);
    expect(shapes('ab...,bc->ac...', [7], 'c', [null, 5, 4])).toEqual([
      [5, 7],
      [7, 1],
      [null, 7, 4],
    ]);
    expect(shapes('abc,cde->abde', [null, 2, 3], 'd', [null, 5, 4])[1]).toEqual([2, 1]);
  });

  test('variance scaling counts inputs and outputs by the equation', async () => {
    const layer = new EinsumDense('abc,cde->abde', [null, 50, 50], { kernelInitializer: 'lecun_uniform' });
    layer.build([null, 5, 4]);
    const largest = Math.max(...(await layer.kernel.data()));
    expect(largest).toBeLessThanOrEqual(Math.sqrt(3 / 4));
    expect(largest).toBeGreaterThan(0.8);
  });

  test('a low-rank update is trained instead of the kernel', async () => {
    const layer = new EinsumDense('ab,bc->ac', 2, { kernelInitializer: 'zeros' });
    layer.build([null, 2]);
    layer.enableLora(1, { aInitializer: 'ones', bInitializer: 'ones' });
    expect(await layer.apply([[1, 2]]).array()).toEqual([[3, 3]]);
  });

  test('wrong input is refused by name', () => {
    expect(() => new EinsumDense('ab->ac', 2)).toThrow('`equation` must be of the form');
    expect(() => new EinsumDense('ab,bc->ac', -1)).toThrow('`outputShape` must be');
    expect(() => new EinsumDense('ab,bc->ac', 2, { biasAxes: 'x' }).apply([[1]])).toThrow('`biasAxes` must be letters');
    expect(() => new EinsumDense('ab,bc->ac', 2).apply([[[1]]])).toThrow('takes inputs with 2 axes');
    expect(() => new EinsumDense('abc,cd->abd', [3, 2]).apply([[[1]]])).toThrow('must agree on axis "b"');
    expect(() => new EinsumDense('ab,bd->ac', 2).apply([[1]])).toThrow('no letters of its own, such as "c"');
    expect(() => new EinsumDense('ab,bc->ac', 2).apply(new KerasTensor([2, null]))).toThrow('known extents');
  });
});

import { describe, expect, test } from 'vitest';
import { convertToTensor } from '../../tensor/convert.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { KerasTensor } from '../keras-tensor.ts';
import { AdditiveAttention } from './additive-attention.ts';
import { Attention } from './attention.ts';

const query = [
  [
    [1, 0],
    [0, 1],
  ],
];
const value = [
  [
    [10, 0],
    [0, 10],
    [5, 5],
  ],
];
const tensors = () => [convertToTensor(query), convertToTensor(value)];

describe('Attention', () => {
  test('averages values by how well keys match the query', async () => {
    const list = tensors();
    const y = (await new Attention().apply(list).array()) as number[][][];
    expect(y[0]?.[0]?.[0]).toBeCloseTo(10, 1);
    expect(y[0]?.[1]?.[1]).toBeCloseTo(10, 1);
  });

  test('gives the weights when asked, which sum to 1, and heeds masks and causality', async () => {
    const list = tensors();
    const [, weights] = new Attention().apply<Tensor[]>(list, {
      returnAttentionScores: true,
      mask: [null, [[true, false, true]]],
    });
    const first = ((await weights?.array()) as number[][][] | undefined)?.[0];
    expect(first?.[0]?.[1]).toBe(0);
    expect(first?.[0]?.reduce((a, b) => a + b)).toBeCloseTo(1);
    const [, causal] = new Attention().apply<Tensor[]>(list, {
      returnAttentionScores: true,
      useCausalMask: true,
    });
    expect(((await causal?.array()) as number[][][] | undefined)?.[0]?.[0]).toEqual([1, 0, 0]);
  });

  test('dropout drops weights in training alone, as its seed says', async () => {
    const list = tensors();
    const layer = () => new Attention({ dropout: 0.5, seed: 3 });
    const train = { training: true };
    expect(await layer().apply(list, train).array()).toEqual(await layer().apply(list, train).array());
    expect(await layer().apply(list, train).array()).not.toEqual(await layer().apply(list).array());
  });

  test('symbolic calls know their shapes', () => {
    const list = [new KerasTensor([null, 4, 8]), new KerasTensor([null, 6, 8])];
    expect(new Attention().apply(list).shape).toEqual([null, 4, 8]);
    const both = new AdditiveAttention().apply<KerasTensor[]>(list, { returnAttentionScores: true });
    expect(both.map(({ shape }) => shape)).toEqual([
      [null, 4, 8],
      [null, 4, 6],
    ]);
  });

  test('wrong input is refused by name', () => {
    const [q] = tensors();
    if (q === undefined) throw new Error('There are two inputs.');
    expect(() => new Attention({ name: 'a' }).apply(q)).toThrow(
      'Layer "a" takes a list of two or three tensors, [query, value] or [query, value, key]. Received: one tensor of shape (1, 2, 2)',
    );
    expect(() => new Attention().apply([q, q], { mask: q })).toThrow('must be a list, [queryMask, valueMask]');
    expect(() => new Attention({ scoreMode: 'add' as 'dot' })).toThrow('`scoreMode` must be one of "dot", "concat"');
    expect(() => new AdditiveAttention({ scoreMode: 'dot' } as object)).toThrow('AdditiveAttention');
  });
});

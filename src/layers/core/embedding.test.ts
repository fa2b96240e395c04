import { describe, expect, test } from 'vitest';
import { gradients } from '../../tensor/gradients.ts';
import { getMask } from '../../tensor/mask.ts';
import { KerasTensor } from '../keras-tensor.ts';
import { Embedding } from './embedding.ts';
import { ReversibleEmbedding } from './reversible-embedding.ts';

const table = [
  [0, 0],
  [1, 10],
  [2, 20],
];

function embedding(options = {}): Embedding {
  const layer = new Embedding(3, 2, options);
  layer.build([null, 2]);
  layer.setWeights([table]);
  return layer;
}

describe('Embedding', () => {
  test('takes rows of its table, whose gradient is a sum over the places where they were taken', async () => {
    const layer = embedding();
    const y = layer.apply([[2, 1, 2]]);
    const [gradient] = gradients(y, layer.trainableVariables, y);
    expect(await y.array()).toEqual([
      [
        [2, 20],
        [1, 10],
        [2, 20],
      ],
    ]);
    expect(await gradient?.array()).toEqual([
      [0, 0],
      [1, 10],
      [4, 40],
    ]);
    expect(layer.apply(new KerasTensor([null, 5])).shape).toEqual([null, 5, 2]);
  });

  test('index 0 is padding with maskZero', async () => {
    const y = embedding({ maskZero: true }).apply([[2, 0]]);
    expect(await getMask(y)?.array()).toEqual([[1, 0]]);
    expect(getMask(embedding().apply([[2, 0]]))).toBeUndefined();
  });

  test('a low-rank update is trained instead of the table', async () => {
    const layer = embedding();
    layer.enableLora(1, { loraAlpha: 2, aInitializer: 'ones', bInitializer: 'ones' });
    expect(layer.trainableWeights.map(({ name }) => name)).toEqual(['lora_embeddings_a', 'lora_embeddings_b']);
    expect(await layer.apply([1]).array()).toEqual([[3, 12]]);
    expect(layer.getConfig()).toMatchObject({ lora_rank: 1, lora_alpha: 2 });
    expect(() => layer.enableLora(1)).toThrow('has an update already');
  });

  test('wrong input is refused by name', () => {
    expect(() => new Embedding(0, 2)).toThrow('`inputDim` must be a positive integer. Received: inputDim=0');
    expect(() => new Embedding(3, 2, { maskZero: 1 as unknown as boolean })).toThrow('`maskZero`');
    expect(() => new Embedding(3, 2).enableLora(1)).toThrow('must be built');
    expect(() => new Embedding(3, 2).apply([['a']] as never)).toThrow('turn words into indices first');
    expect(() => new Embedding(3, 2, { loraRank: 1, embeddingsConstraint: 'non_neg' }).apply([1])).toThrow(
      'constraint',
    );
  });
});

describe('ReversibleEmbedding', () => {
  test('leads back through the same table, or through one of its own', async () => {
    const tied = new ReversibleEmbedding(3, 2);
    tied.build([null, 1]);
    tied.setWeights([table]);
    expect(await tied.apply([[1, 1]], { reverse: true }).array()).toEqual([[0, 11, 22]]);
    expect(tied.apply(new KerasTensor([null, 5, 2]), { reverse: true }).shape).toEqual([null, 5, 3]);
    const own = new ReversibleEmbedding(3, 2, { tieWeights: false, logitSoftCap: 5 });
    own.build([null, 1]);
    own.setWeights([
      table,
      [
        [100, 0, 0],
        [0, 1, 0],
      ],
    ]);
    const [logits] = (await own.apply([[1, 0]], { reverse: true }).array()) as number[][];
    expect(logits?.[0]).toBeCloseTo(5);
    expect(getMask(new ReversibleEmbedding(3, 2, { maskZero: true }).apply([[0, 1]]))).toBeDefined();
  });
});

test('a table may be given', async () => {
  const layer = new Embedding(3, 2, {
    weights: [
      [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
    ],
  });
  expect(await layer.apply([2, 0]).array()).toEqual([
    [5, 6],
    [1, 2],
  ]);
  const bare = new Embedding(2, 1, { weights: [[1], [2]] });
  expect(await bare.apply([1]).array()).toEqual([[2]]);
  expect(() => new Embedding(2, 2, { weights: [[[1, 2]]] }).apply([0])).toThrow('shape');
});

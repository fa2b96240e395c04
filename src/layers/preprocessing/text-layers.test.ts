import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { zeros } from '../../ops/creation.ts';
import { deserialize, serialize } from '../index.ts';
import { KerasTensor } from '../keras-tensor.ts';
import type { Layer } from '../layer.ts';
import { HashedCrossing } from './hashed-crossing.ts';
import { Hashing } from './hashing.ts';
import { IntegerLookup } from './integer-lookup.ts';
import { StringLookup } from './string-lookup.ts';
import { TextVectorization } from './text-vectorization.ts';

const copyOf = <L extends Layer>(layer: L): L => {
  const envelope: unknown = JSON.parse(JSON.stringify(serialize(layer)));
  const copy = deserialize(envelope) as L;
  expect(JSON.parse(JSON.stringify(serialize(copy)))).toEqual(envelope);
  return copy;
};

describe('Hashing', () => {
  const words = [['A'], ['B'], [''], ['C'], ['D']];

  test('gives the bins of the Keras documentation', async () => {
    const letters = [['A'], ['B'], ['C'], ['D'], ['E']];
    expect(await new Hashing(3).apply(letters).array()).toEqual([[1], [0], [1], [1], [2]]);
    expect(await new Hashing(3, { maskValue: '' }).apply(words).array()).toEqual([[1], [1], [0], [2], [2]]);
    expect(await new Hashing(3, { salt: [133, 137] }).apply(letters).array()).toEqual([[1], [2], [1], [0], [2]]);
    expect(await new Hashing(3, { salt: 133 }).apply(letters).array()).toEqual([[0], [0], [2], [1], [0]]);
  });

  test('whole numbers are hashed as they are written', async () => {
    const layer = copyOf(new Hashing(10, { outputMode: 'one_hot', salt: 3 }));
    expect(await layer.apply([12, 7]).array()).toEqual(await layer.apply(['12', '7']).array());
  });
});

test('HashedCrossing gives the bins of the Keras documentation', async () => {
  const features = [
    ['A', 'B', 'A', 'B', 'A'],
    [101, 101, 101, 102, 102],
  ];
  expect(await new HashedCrossing(5).apply(features).array()).toEqual([1, 4, 1, 1, 3]);
  const oneHot = await copyOf(new HashedCrossing(5, { outputMode: 'one_hot' }))
    .apply(features)
    .array();
  expect(oneHot).toEqual([1, 4, 1, 1, 3].map((bin) => [0, 1, 2, 3, 4].map((i) => Number(i === bin))));
  expect(() => new HashedCrossing(5).apply([['A']])).toThrow('at least two features of one shape');
});

describe('StringLookup', () => {
  const vocabulary = ['a', 'b', 'c', 'd'];
  const data = [
    ['a', 'c', 'd'],
    ['d', 'z', 'b'],
  ];

  test('special tokens stand in front', async () => {
    expect(await new StringLookup({ vocabulary }).apply(data).array()).toEqual([
      [1, 3, 4],
      [4, 0, 2],
    ]);
    expect(() => new StringLookup({ vocabulary, maskToken: 'b' })).toThrow('only in front');
    const layer = new StringLookup({ vocabulary, maskToken: '' });
    expect(layer.getVocabulary()).toEqual(['', '[UNK]', ...vocabulary]);
    expect(await layer.apply(['', 'x', 'a']).array()).toEqual([0, 1, 2]);
    expect(new StringLookup({ vocabulary: ['', '[UNK]', ...vocabulary], maskToken: '' }).vocabularySize()).toBe(6);
  });

  test('several places for unknown words; none refuses them', async () => {
    const layer = new StringLookup({ vocabulary, numOovIndices: 2 });
    const places = (await layer.apply(['x', 'y', 'z', 'w']).array()) as number[];
    expect(places.every((place) => place < 2)).toBe(true);
    expect(() => new StringLookup({ vocabulary, numOovIndices: 0 }).apply(['x'])).toThrow('knows no such token');
  });

  test('vectors, with weights and padding', async () => {
    const count = new StringLookup({ vocabulary, outputMode: 'count', padToMaxTokens: true, maxTokens: 6 });
    expect(await count.apply([['a', 'a', 'x']]).array()).toEqual([[1, 2, 0, 0, 0, 0]]);
    const idfWeights = [0.25, 0.75, 0.5, 0.5];
    const weighted = copyOf(new StringLookup({ vocabulary, idfWeights, outputMode: 'tf_idf' }));
    expect(await weighted.apply([['a', 'b', 'b', 'x']]).array()).toEqual([[0.5, 0.25, 1.5, 0, 0]]);
  });

  test('learns the most frequent words, from arrays and from batches', async () => {
    const layer = new StringLookup({ maxTokens: 4 });
    await layer.adapt(['b', 'a', 'b', 'c', 'c', 'd']);
    expect(layer.getVocabulary()).toEqual(['[UNK]', 'c', 'b', 'd']);
    async function* batches() {
      yield [['x', 'y']];
      yield [['y', 'z']];
    }
    await layer.adapt(batches(), { steps: 1 });
    expect(layer.getVocabulary({ includeSpecialTokens: false })).toEqual(['y', 'x']);
    expect(await copyOf(layer).apply(['x']).array()).toEqual([2]);
  });

  test('indices lead back to words', () => {
    const layer = new StringLookup({ vocabulary, invert: true });
    expect(
      layer.tokens([
        [1, 3],
        [0, 99],
      ]),
    ).toEqual([
      ['a', 'c'],
      ['[UNK]', '[UNK]'],
    ]);
    expect(() => layer.apply(['a'])).toThrow('call its tokens(indices)');
  });

  test('a vocabulary comes from a file, a word a line', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'vocabulary-'));
    try {
      await writeFile(join(folder, 'words.txt'), 'one\ntwo\n');
      const layer = new StringLookup();
      await layer.loadVocabulary(join(folder, 'words.txt'));
      expect(layer.getVocabulary()).toEqual(['[UNK]', 'one', 'two']);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test('wrong input is refused by name', () => {
    expect(() => new StringLookup().apply(['a'])).toThrow('has no vocabulary yet');
    expect(() => new StringLookup({ vocabulary: ['a', 'a'] })).toThrow('without repeated tokens');
    expect(() => new StringLookup({ vocabulary, maxTokens: 3 })).toThrow('of at most maxTokens (3)');
    expect(() => new StringLookup({ vocabulary: [1] as never })).toThrow('`vocabulary` must be made of strings');
    expect(() => new StringLookup({ vocabulary, idfWeights: [1, 1, 1, 1] })).toThrow('`idfWeights` must be given');
    expect(() => new StringLookup({ padToMaxTokens: true })).toThrow('`maxTokens` must be given with padToMaxTokens');
  });
});

test('IntegerLookup: numbers, and their remainders where they are unknown', async () => {
  const layer = copyOf(new IntegerLookup({ vocabulary: [12, 36, 1138, 42], numOovIndices: 3 }));
  expect(
    await layer
      .apply([
        [12, 42],
        [-1, 7],
      ])
      .array(),
  ).toEqual([
    [3, 6],
    [2, 1],
  ]);
  expect(() => layer.apply([1.5])).toThrow('must be an integer');
  expect(() => new IntegerLookup({ salt: 1 })).toThrow("null unless oovMethod is 'farmhash'");
});

describe('TextVectorization', () => {
  test('standardizes, splits, looks up and fills up', async () => {
    const layer = new TextVectorization({ maxTokens: 50 });
    await layer.adapt(['The cat sat.', 'The DOG sat!', 'the end']);
    expect(layer.getVocabulary()).toEqual(['', '[UNK]', 'the', 'sat', 'end', 'dog', 'cat']);
    expect(await layer.apply(['the bird sat', 'CAT']).array()).toEqual([
      [2, 1, 3],
      [6, 0, 0],
    ]);
    expect(await copyOf(layer).apply('the end').array()).toEqual([2, 4]);
  });

  test('runs of words, characters, functions of one’s own', async () => {
    const vocabulary = ['a', 'b', 'a b'];
    const layer = new TextVectorization({ vocabulary, ngrams: 2, outputMode: 'count' });
    expect(await layer.apply(['a b a']).array()).toEqual([[1, 2, 1, 1]]);
    const letters = new TextVectorization({ vocabulary: ['x', 'y'], split: 'character', outputSequenceLength: 2 });
    expect(await letters.apply(['xyx', 'Y']).array()).toEqual([
      [2, 3],
      [3, 0],
    ]);
    const own = new TextVectorization({
      vocabulary: ['x'],
      standardize: (text) => text.trim(),
      split: (t) => t.split('-'),
    });
    expect(await own.apply([' x-y ']).array()).toEqual([[2, 1]]);
    expect(() => own.getConfig()).toThrow("a function of your own can't be saved");
  });

  test('weighs words by how rare they are', async () => {
    const layer = new TextVectorization({ outputMode: 'tf_idf' });
    await layer.adapt(['a b', 'a c']);
    const [row] = (await layer.apply(['a b b']).array()) as number[][];
    expect(layer.getVocabulary()).toEqual(['[UNK]', 'a', 'c', 'b']);
    expect(row?.[1]).toBeCloseTo(Math.log(1 + 2 / 3));
    expect(row?.[3]).toBeCloseTo(2 * Math.log(1 + 2 / 2));
  });
});

test('text stays out of models, with a sentence that says where it belongs', () => {
  const layer = new Hashing(3, { name: 'h' });
  for (const input of [new KerasTensor([null, 1]), zeros([2])])
    expect(() => layer.apply(input as never)).toThrow('apply it to the data before, as in dataset.map');
  expect(() => layer.apply([['a'], ['b', 'c']])).toThrow('must not be ragged');
  expect(() => layer.apply({} as never)).toThrow('takes strings in nested arrays');
});

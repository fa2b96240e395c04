import { describe, expect, test } from 'vitest';
import { normal } from '../../random/normal.ts';
import { convertToTensor } from '../../tensor/convert.ts';
import { gradients } from '../../tensor/gradients.ts';
import { getMask, setMask } from '../../tensor/mask.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { deserialize, serialize } from '../index.ts';
import { KerasTensor } from '../keras-tensor.ts';
import { GroupQueryAttention } from './group-query-attention.ts';
import { MultiHeadAttention } from './multi-head-attention.ts';

const query = normal([2, 3, 4], { seed: 1 });
const value = normal([2, 5, 4], { seed: 2 });

async function expectClose(a: Tensor | undefined, b: Tensor | undefined): Promise<void> {
  const [x, y] = [await a?.data(), await b?.data()];
  expect(x?.length).toBe(y?.length);
  x?.forEach((element, i) => {
    expect(element).toBeCloseTo(y?.[i] ?? Number.NaN, 5);
  });
}

describe.each([
  ['MultiHeadAttention', (options: object) => new MultiHeadAttention(2, 3, options)],
  ['GroupQueryAttention', (options: object) => new GroupQueryAttention(3, 4, 2, options)],
])('%s', (_, make) => {
  test('gives the same with and without asking for the weights', async () => {
    const layer = make({ useGate: true, slidingWindow: 2 });
    const options = { attentionMask: [[[true], [true], [true]]], useCausalMask: true };
    const alone = layer.apply(query, value, options);
    const [output, weights] = layer.apply<Tensor[]>(query, value, { ...options, returnAttentionScores: true });
    await expectClose(output, alone);
    expect(weights?.shape.slice(2)).toEqual([3, 5]);
    const first = ((await weights?.array()) as number[][][][] | undefined)?.[0];
    expect(first?.[0]?.[0]?.slice(1)).toEqual([0, 0, 0, 0]);
    expect(first?.[0]?.[2]?.[0]).toBe(0);
  });

  test('query, value and key come by position, as a list or by name', async () => {
    const layer = make({});
    const key = normal([2, 5, 4], { seed: 3 });
    const y = layer.apply(query, value, key);
    await expectClose(layer.apply([query, value, key]), y);
    await expectClose(layer.apply(query, value, { key }), y);
    const symbolic = layer.apply(new KerasTensor([null, 3, 4]), new KerasTensor([null, 5, 4]));
    expect(symbolic.shape).toEqual([null, 3, 4]);
  });

  test('masks that are attached are heeded and that of the query goes on', async () => {
    const layer = make({});
    const [q, v] = [convertToTensor(query), convertToTensor(value)].map((x) => x);
    if (q === undefined || v === undefined) throw new Error('There are two.');
    const valueMask = [
      [true, true, false, false, true],
      [true, true, true, true, true],
    ];
    const wanted = layer.apply(q, v, { valueMask });
    const queryMask = convertToTensor(
      [
        [true, true, true],
        [true, true, true],
      ],
      'bool',
    );
    const masked = layer.apply(
      setMask(normal([2, 3, 4], { seed: 1 }), queryMask),
      setMask(normal([2, 5, 4], { seed: 2 }), convertToTensor(valueMask, 'bool')),
    );
    await expectClose(masked, wanted);
    expect(getMask(masked)).toBe(queryMask);
  });

  test('every weight has a gradient, and dropout a seed', async () => {
    const layer = make({ dropout: 0.5, seed: 7, useGate: true });
    const y = layer.apply(query, value, { training: true });
    const found = gradients(y, layer.trainableVariables, y);
    expect(found.every((gradient) => gradient !== null && gradient !== undefined)).toBe(true);
    expect(layer.weights.map(({ path }) => path.split('/').slice(1).join('/'))).toEqual(
      ['query', 'key', 'gate', 'value', 'attention_output'].flatMap((name) => [`${name}/kernel`, `${name}/bias`]),
    );
    expect(layer.weights.length).toBe(10);
  });

  test('the config of a built layer builds it again', () => {
    const layer = make({ useBias: false });
    layer.apply(query, value);
    const copy = deserialize(JSON.parse(JSON.stringify(serialize(layer))));
    expect(copy.weights.map(({ shape }) => shape)).toEqual(layer.weights.map(({ shape }) => shape));
    expect(serialize(copy)).toEqual(serialize(layer));
  });

  test('wrong input is refused by name', () => {
    expect(() => make({ flashAttention: true, dropout: 0.1 })).toThrow('`dropout` must be 0 with flashAttention');
    expect(() => make({ name: 'm' }).apply(query)).toThrow('Layer "m" is applied to a query and a value');
    expect(() => make({}).apply(query, value, normal([2, 4, 4]))).toThrow('must agree in all axes but the last');
    expect(() => make({}).apply([[1]], [[1]])).toThrow('at least 3 axes');
    expect(() => make({ useBais: true })).toThrow('Did you mean "useBias"?');
  });
});

test('attention over several axes, and an output of several axes', () => {
  const layer = new MultiHeadAttention(2, 3, { attentionAxes: [1, 2], outputShape: [6, 7], valueDim: 5 });
  const x = new KerasTensor([null, 2, 3, 4]);
  const [y, weights] = layer.apply<KerasTensor[]>(x, x, { returnAttentionScores: true });
  expect(y?.shape).toEqual([null, 2, 3, 6, 7]);
  expect(weights?.shape).toEqual([null, 2, 2, 3, 2, 3]);
  expect(() => new GroupQueryAttention(3, 3, 2)).toThrow('`numQueryHeads` must be a multiple of numKeyValueHeads (2)');
});

import { describe, expect, test } from 'vitest';
import * as layers from '../layers/index.ts';
import { Int4QuantizationConfig } from '../quantizers/index.ts';
import { loadModel, Model, Sequential } from './index.ts';

const words = (name?: string) =>
  new Sequential(
    [
      new layers.Input({ shape: [6], dtype: 'int32' }),
      new layers.Embedding(2000, 8, { name: 'words' }),
      new layers.EinsumDense('abc,cd->abd', [null, 8], { name: 'along', biasAxes: 'd' }),
      new layers.GlobalAveragePooling1D(),
      new layers.Dense(40, { name: 'hidden', activation: 'relu' }),
      new layers.Dense(2, { name: 'head' }),
    ],
    name === undefined ? {} : { name },
  );

const x = [
  [1, 2, 3, 4, 5, 6],
  [7, 8, 9, 10, 11, 12],
  [19, 0, 3, 2, 1, 1],
];

const predictions = async (model: Model) => [...(await model.predict(x, { verbose: 0 }).then((y) => y.data()))];

const modes = (model: Model) => model.layers.map(({ quantizationMode }) => quantizationMode);

function expectClose(actual: readonly number[], wanted: readonly number[], within: number): void {
  actual.forEach((value, i) => {
    expect(Math.abs(value - (wanted[i] ?? Number.NaN))).toBeLessThan(within);
  });
}

test.each(['int8', 'int4'] as const)('in %s a model says nearly the same, and its file is smaller', async (mode) => {
  const model = words();
  const before = await predictions(model);
  const size = (await model.toBytes()).length;
  model.quantize(mode);
  const after = await predictions(model);
  expectClose(after, before, mode === 'int8' ? 0.02 : 0.2);
  expect(after).not.toEqual(before);
  const bytes = await model.toBytes();
  expect(bytes.length).toBeLessThan(size);
  const again = await loadModel(bytes);
  expect(await predictions(again)).toEqual(after);
  if (!(again instanceof Sequential)) throw new Error('A Sequential was saved.');
  expect(modes(again)).toEqual([mode, mode, null, mode, mode]);
});

test('layers inside of others are quantized, and those that filters choose', async () => {
  const input = new layers.Input({ shape: [4, 6] });
  const attended = new layers.MultiHeadAttention(2, 3, { name: 'attention' }).apply([input, input]);
  const model = new Model({ inputs: input, outputs: new layers.Dense(2, { name: 'head' }).apply(attended) });
  model.quantize('int8', { filters: [/^query/, 'value'] });
  const quantized = model
    .flattenLayers()
    .filter((layer) => layer instanceof layers.Layer && layer.quantizationMode !== null);
  expect(quantized.map(({ name }) => name).toSorted()).toEqual(['query', 'value']);
  // Keras itself can't read such files unless the layer's config says which parts are quantized.
  const inputs = [Array.from({ length: 4 }, (_, i) => Array.from({ length: 6 }, (_, k) => Math.sin(i + 2 * k)))];
  const again = await loadModel(await model.toBytes());
  expect(await again.apply(inputs).array()).toEqual(await model.apply(inputs).array());
  const other = words();
  other.quantize(null, {
    config: new Int4QuantizationConfig({ blockSize: 4 }),
    filters: ({ name }) => name === 'hidden',
  });
  expect(modes(other)).toEqual([null, null, null, 'int4', null]);
});

test('what is left of floats goes on learning', async () => {
  const model = words();
  model.compile({ optimizer: 'adam', loss: 'mse' });
  const y = [
    [1, 2],
    [3, 4],
    [5, 6],
  ];
  await model.fit(x, y, { epochs: 1, verbose: 0 });
  model.quantize('int8', { filters: 'words|hidden' });
  const before = await model.evaluate(x, y, { verbose: 0 });
  await model.fit(x, y, { epochs: 20, verbose: 0 });
  expect(Number(await model.evaluate(x, y, { verbose: 0 }))).toBeLessThan(Number(before));
});

describe('what is refused', () => {
  test('leaves the model as it was', () => {
    const model = words('mine');
    expect(() => model.quantize('int2' as never)).toThrow('Unknown quantization mode');
    expect(() => model.quantize('int8', { filters: 3 as never })).toThrow('`filters` must be a regular expression');
    const misspelled: object = { filter: 'head' };
    expect(() => model.quantize('int8', misspelled)).toThrow('Did you mean "filters"?');
    model.quantize('int8', { filters: 'head' });
    expect(() => model.quantize('int8')).toThrow('Layer "head" is quantized already, as int8_from_float32');
    expect(modes(model)).toEqual([null, null, null, null, 'int8']);
    expect(() => new Sequential([new layers.Dense(2)], { name: 'unbuilt' }).quantize('int8')).toThrow(
      'Model "unbuilt" must be built before it is quantized',
    );
  });

  test("a class of one's own is left out, with a warning, unless it may be quantized", () => {
    class Own extends layers.Dense {
      static override readonly className: string = 'Own';
    }
    const make = () => new Sequential([new layers.Input({ shape: [3] }), new Own(2), new layers.Dense(1)]);
    const [careful, trusting] = [make(), make()];
    careful.quantize('int8');
    trusting.quantize('int8', { typeCheck: false });
    expect([modes(careful), modes(trusting)]).toEqual([
      [null, 'int8'],
      ['int8', 'int8'],
    ]);
  });
});

import { expect, test } from 'vitest';
import * as layers from '../../layers/index.ts';
import { loadModel, Sequential } from '../../models/index.ts';
import { savedParts } from './saved-parts.ts';

const x = [
  [1, 2, -1],
  [0.5, 0, 3],
];

/** A model whose update of low rank is not zero. */
function adapted(): { model: Sequential; dense: layers.Dense } {
  const dense = new layers.Dense(4, { loraRank: 2 });
  const model = new Sequential([new layers.Input({ shape: [3] }), dense]);
  model.weights.at(-1)?.assign([
    [1, 2, 3, 4],
    [0.5, -1, 0, 2],
  ]);
  return { model, dense };
}

test('files hold a weight and its update of low rank as one, as those of Keras do', async () => {
  const { model, dense } = adapted();
  expect(savedParts(model).map(({ path, variables }) => [path, variables.length])).toEqual([
    ['', 0],
    ['/layers/dense', 2],
  ]);
  const kernel = await dense.kernel.array();
  const again = await loadModel(await model.toBytes());
  expect(await (await again.predict(x, { verbose: 0 })).array()).toEqual(
    await (await model.predict(x, { verbose: 0 })).array(),
  );
  // The model that is saved stays as it is; in the one that is read the update begins anew, and can be trained.
  expect(await dense.kernel.array()).toEqual(kernel);
  const [, , a, b] = again.weights;
  expect((await b?.data())?.every((value) => value === 0)).toBe(true);
  expect((await a?.data())?.some((value) => value !== 0)).toBe(true);
});

test('groups are named as Python names classes', () => {
  const names = (shape: number[], layer: layers.Layer) =>
    savedParts(new Sequential([new layers.Input({ shape }), layer])).map(({ path }) => path);
  expect(names([2, 5, 5, 1], new layers.ConvLSTM2D(2, 3))).toContain('/layers/conv_lstm2d/cell');
  expect(names([5, 5, 1], new layers.Conv2DTranspose(2, 3))).toContain('/layers/conv2d_transpose');
  const input = new layers.Input({ shape: [6, 4] });
  const attention = new layers.GroupQueryAttention(2, 4, 2);
  attention.apply([input, input]);
  expect(savedParts(new Sequential([new layers.Input({ shape: [3] }), new layers.PReLU()])).at(-1)?.path).toBe(
    '/layers/p_re_lu',
  );
  expect(attention.pythonName).toBe('GroupedQueryAttention');
  expect(attention.name).toMatch(/^grouped_query_attention/);
});

import { afterEach, describe, expect, test } from 'vitest';
import { layers, Sequential } from '../index.ts';
import * as config from './index.ts';

const before = config.backend();
afterEach(() => config.setBackend(before));

function net() {
  const model = new Sequential([
    new layers.Input({ shape: [64] }),
    new layers.Dense(48, { activation: 'elu', name: 'hidden' }),
    new layers.Dense(3, { activation: 'softmax', name: 'answers' }),
  ]);
  model.compile({ optimizer: 'adam', loss: 'sparse_categorical_crossentropy' });
  return model;
}
const x = { data: new Float32Array(8 * 64).fill(0.5), shape: [8, 64] };
const y = [0, 1, 2, 0, 1, 2, 0, 1];

describe.each(config.devices().filter(({ available, name }) => available && name !== 'reference'))(
  '$name',
  ({ name }) => {
    test('names who causes each kernel: layers, their gradients, the loss, the update', async () => {
      config.setBackend(name);
      const model = net();
      await model.trainOnBatch(x, y);
      const profile = await config.profile(async () => {
        for (let step = 0; step < 3; step++) await model.trainOnBatch(x, y);
      });
      const all = new Set(profile.kernels.flatMap(({ scopes }) => scopes));
      const matching = (pattern: RegExp) => [...all].filter((scope) => pattern.test(scope));
      for (const pattern of [
        /^[^ ]*hidden$/,
        /^[^ ]*answers$/,
        /^gradient of .*hidden$/,
        /loss/,
        /^update of .*hidden\/kernel$/,
      ])
        expect(matching(pattern), `${pattern} in ${[...all]}`).not.toEqual([]);
      expect(profile.kernels.every(({ calls }) => calls % 3 === 0)).toBe(true);
      const sum = profile.kernels.reduce((total, { milliseconds }) => total + milliseconds, 0);
      expect(profile.milliseconds).toBeCloseTo(sum, 6);
      expect(String(profile).split('\n')[1]).toMatch(/ms +share +calls +kernel +of/);
    });

    test('what runs under a profile gives the same numbers', async () => {
      config.setBackend(name);
      const model = net();
      const plain = await (await model.predictOnBatch(x)).data();
      let profiled: unknown;
      await config.profile(async () => {
        profiled = await (await model.predictOnBatch(x)).data();
      });
      expect(profiled).toEqual(plain);
    });
  },
);

test('one profile at a time, and a failed one ends', async () => {
  await expect(config.profile(() => config.profile(() => undefined))).rejects.toThrow('One profile is taken at a time');
  await expect(
    config.profile(() => {
      throw new Error('on purpose');
    }),
  ).rejects.toThrow('on purpose');
  expect((await config.profile(() => undefined)).kernels).toEqual([]);
});

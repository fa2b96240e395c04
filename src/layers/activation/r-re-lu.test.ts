import { expect, test } from 'vitest';
import { RReLU } from './r-re-lu.ts';

test('draws a slope per element in training, and takes their mean otherwise', async () => {
  const layer = new RReLU({ lower: 0.25, upper: 0.75, seed: 7 });
  expect(await layer.apply([[-2, 3]]).array()).toEqual([[-1, 3]]);
  const slopes = [...(await layer.apply([new Array<number>(200).fill(-1)], { training: true }).data())].map((y) => -y);
  expect(Math.min(...slopes)).toBeGreaterThanOrEqual(0.25);
  expect(Math.max(...slopes)).toBeLessThan(0.75);
  expect(new Set(slopes).size).toBeGreaterThan(150);
  expect(slopes.reduce((a, b) => a + b) / slopes.length).toBeCloseTo(0.5, 1);
  const again = await new RReLU({ lower: 0.25, upper: 0.75, seed: 7 })
    .apply([new Array<number>(200).fill(-1)], { training: true })
    .data();
  expect([...again].map((y) => -y)).toEqual(slopes);
});

test('its defaults are those of Xu et al.; bounds must be in order', () => {
  expect(new RReLU()).toMatchObject({ lower: 1 / 8, upper: 1 / 3 });
  expect(() => new RReLU({ lower: 0.5, upper: 0.1 })).toThrow(/`upper`/);
  expect(() => new RReLU({ lower: -0.5 })).toThrow(/`lower`/);
});

test('the state of its generator is a variable, not a weight', () => {
  const layer = new RReLU();
  expect(layer.weights).toEqual([]);
  expect(layer.variables).toEqual([layer.seedGenerator.state]);
  expect(layer.nonTrainableVariables.length).toBe(1);
});

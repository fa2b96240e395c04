import { describe, expect, it } from 'vitest';
import { Dataset } from '../../data/index.ts';
import * as layers from '../../layers/index.ts';
import { setRandomSeed } from '../../utils/set-random-seed.ts';
import { Sequential } from '../sequential.ts';

const x = Array.from({ length: 20 }, (_, i) => [Math.sin(i), Math.cos(i)]);
const y = x.map(([a = 0, b = 0]) => [a - 2 * b]);

function net(): Sequential {
  setRandomSeed(1);
  const model = new Sequential([new layers.Input({ shape: [2] }), new layers.Dense(1)]);
  model.compile({ optimizer: 'sgd', loss: 'mse' });
  return model;
}

describe('a dataset of batches', () => {
  it('trains, evaluates and predicts as arrays do, epoch after epoch', async () => {
    const batches = Dataset.fromArrays(x, y).batch(8);
    const fromArrays = net();
    const wanted = await fromArrays.fit(x, y, { epochs: 3, batchSize: 8, shuffle: false, verbose: 0 });
    const fromDataset = net();
    const history = await fromDataset.fit(batches, { epochs: 3, verbose: 0 });
    expect(history.history).toEqual(wanted.history);
    expect(await fromDataset.evaluate(batches, { verbose: 0 })).toEqual(
      await fromArrays.evaluate(x, y, { batchSize: 8, verbose: 0 }),
    );
    const inputs = batches.map(([features]) => [features]);
    const predicted = await fromDataset.predict(inputs, { verbose: 0 });
    expect(predicted).toHaveProperty('shape', [20, 1]);
  });

  it('tells the progress line how many batches there are', async () => {
    const lines: string[] = [];
    const log = console.log;
    console.log = (line: string) => lines.push(line);
    try {
      await net().fit(Dataset.fromArrays(x, y).batch(8), { verbose: 2 });
    } finally {
      console.log = log;
    }
    expect(lines.join('\n')).toContain('3/3');
  });

  it('takes one without end when it is told how many steps make an epoch', async () => {
    const endless = Dataset.fromArrays(x, y).shuffle(20, { seed: 2 }).batch(5).repeat();
    const history = await net().fit(endless, { epochs: 2, stepsPerEpoch: 6, verbose: 0 });
    expect(history.epoch).toEqual([0, 1]);
  });
});

import { describe, expect, test } from 'vitest';
import type { CompileOptions } from '../models/training/compiled.ts';
import { Adam, SGD } from '../optimizers/index.ts';
import { diagnose } from './diagnose.ts';
import { examine } from './examine.ts';
import { bend, type NetOptions, net, rings } from './testing/cases.ts';
import type { Cause } from './vocabulary.ts';

interface Data {
  readonly x: number[][];
  readonly y: number[] | number[][];
}

/** The causes above a note that the first `seen` of `planned` epochs show and an examination does not. */
async function causesSeen(options: NetOptions, data: Data, [seen, planned]: [number, number]): Promise<Cause[]> {
  const model = net(options);
  const examination = await examine(model, { ...data, epochs: planned, oneBatch: false });
  const history = await model.fit(data.x, data.y, { epochs: seen, verbose: 0, vitals: { every: 1 } });
  return diagnose(examination, history)
    .findings.filter((found) => found.severity !== 'note' && found.seen === 'training')
    .map(({ cause }) => cause);
}

const regression: NetOptions = { inputs: 3, output: { activation: null } };
const { x, y } = bend(160);
/** Two of 160 targets are far off. */
const tailed: Data = { x, y: y.map(([value = 0], i) => [i % 80 === 40 ? 300 : value]) };
const sgd = (learningRate: number, more = {}): CompileOptions => ({
  optimizer: new SGD({ learningRate, ...more }),
  loss: 'mse',
});

describe('nothing where all goes well', () => {
  const cases: [string, NetOptions, Data, [number, number]][] = [
    [
      'Adam on rings',
      { compile: { optimizer: new Adam({ learningRate: 0.01 }), loss: 'binary_crossentropy' } },
      rings(),
      [6, 30],
    ],
    ['SGD on a regression', { ...regression, compile: sgd(0.05) }, bend(), [6, 30]],
    ['targets that are far off, and clipping', { ...regression, compile: sgd(0.05, { clipnorm: 1 }) }, tailed, [6, 30]],
  ];
  test.each(cases)('%s', async (_name, options, data, epochs) => {
    expect(await causesSeen(options, data, epochs)).toEqual([]);
  });
});

import { describe, expect, test, vi } from 'vitest';
import { Dense } from '../../layers/core/dense.ts';
import { Input } from '../../layers/core/input.ts';
import { add } from '../../layers/merging/add.ts';
import { BatchNormalization } from '../../layers/normalization/batch-normalization.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { Model } from '../model.ts';
import { Sequential } from '../sequential.ts';
import type { SummaryOptions } from './summary.ts';

function printed(model: Model, options: SummaryOptions = {}): string {
  let text = '';
  model.summary({ lineLength: 80, ...options, printFn: (part) => (text += part) });
  return text;
}

const small = () =>
  new Sequential(
    [
      new Input({ shape: [4] }),
      new Dense(3, { name: 'first' }),
      new BatchNormalization({ name: 'norm' }),
      new Dense(2, { name: 'second' }),
    ],
    { name: 'net' },
  );

describe('summary', () => {
  test('prints through console.log unless told otherwise', () => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => {});
    small().summary();
    expect(log.mock.calls[0]?.[0]).toMatch(/^Model: "net"\n┏/);
    log.mockRestore();
  });

  test('counts parameters, also those of the optimizer', () => {
    const model = small();
    expect(printed(model)).toMatch(
      / Total params: 35 \(140\.00 B\)\n Trainable params: 29 \(116\.00 B\)\n Non-trainable params: 6 \(24\.00 B\)\n$/,
    );
    model.compile({ optimizer: 'sgd', loss: 'mse' });
    model.optimizer?.build(model.trainableVariables);
    expect(printed(model)).toMatch(/Optimizer params: 2 \(8\.00 B\)\n$/);
  });

  test('says which layers are trainable', () => {
    const model = small();
    model.getLayer('first').trainable = false;
    const text = printed(model, { showTrainable: true });
    expect(text).toMatch(/first \(Dense\).*│ +N +│/);
    expect(text).toMatch(/second \(Dense\).*│ +Y +│/);
  });

  test('shows a part of the layers', () => {
    const text = printed(small(), { layerRange: ['norm', 'sec'] });
    expect(text).not.toContain('first (Dense)');
    expect(text).toContain('second (Dense)');
    expect(() => printed(small(), { layerRange: ['norm', 'nothing'] })).toThrow(/`layerRange`/);
  });

  test('shows connections where layers have several inputs, and layers of models in models', () => {
    const x = new Input({ shape: [4], name: 'x' });
    const inner = new Sequential([new Input({ shape: [4] }), new Dense(4, { name: 'deep' })], { name: 'inner' });
    const model = new Model({ inputs: x, outputs: add([x, inner.apply(x)], { name: 'sum' }) });
    const text = printed(model, { expandNested: true, lineLength: 110 });
    expect(text).toMatch(/sum \(Add\).*x\[0\]\[0\], inner\[0\]\[0\]/);
    expect(text).toMatch(/│ {4}└ deep \(Dense\) +│ \(None, 4\)/);
    expect(text).toMatch(/x \(InputLayer\).*│ - +│/);
  });

  test('layers of a model that extends Model, before and after it is built', () => {
    class Own extends Model {
      readonly only = new Dense(2, { name: 'only' });
      override call(inputs: Tensor): Tensor {
        return this.only.apply(inputs);
      }
    }
    const model = new Own({ name: 'own' });
    expect(printed(model)).toMatch(/only \(Dense\) +│ \? +│ +0 \(unbuilt\) │/);
    model.build([null, 3]);
    expect(printed(model)).toMatch(/only \(Dense\) +│ \(None, 2\) +│ +8 │/);
  });

  test('refuses options that make no table', () => {
    expect(() => printed(small(), { lineLength: 8 })).toThrow(/`lineLength` must be wide enough/);
    expect(() => printed(small(), { positions: [0.5, 1] })).toThrow(/`positions` must be 3 numbers/);
    expect(() => printed(small(), { lineLenth: 80 } as object)).toThrow(/"lineLength"/);
  });
});

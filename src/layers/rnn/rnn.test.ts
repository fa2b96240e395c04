import { describe, expect, test } from 'vitest';
import { add, multiply, square, subtract } from '../../ops/arithmetic.ts';
import { getItem } from '../../ops/get-item.ts';
import { matmul } from '../../ops/matrix-product.ts';
import { sum } from '../../ops/reduction.ts';
import { normal } from '../../random/index.ts';
import type { PartialShape } from '../../support/shape.ts';
import { gradients } from '../../tensor/gradients.ts';
import { jit } from '../../tensor/jit.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { Variable } from '../../tensor/variable.ts';
import { Dense, Dropout, deserialize, Layer, serialize } from '../index.ts';
import { BatchNormalization } from '../normalization/batch-normalization.ts';
import { Bidirectional } from './bidirectional.ts';
import { GRU } from './gru.ts';
import { GRUCell } from './gru-cell.ts';
import { LSTM } from './lstm.ts';
import { LSTMCell } from './lstm-cell.ts';
import { RNN } from './rnn.ts';
import { SimpleRNN } from './simple-rnn.ts';
import { TimeDistributed } from './time-distributed.ts';

const x = normal([2, 5, 3], { seed: 1 });
const close = async (a: Tensor, b: Tensor) => {
  const difference = await sum(square(subtract(a, b))).item();
  expect(difference).toBeLessThan(1e-10);
};

/** A cell of a user. */
class Averager extends Layer {
  static override readonly className: string = 'Averager';
  readonly stateSize = 3;
  kernel!: Variable;
  override build(_inputShape: PartialShape): void {
    this.kernel = this.addWeight({ shape: [3, 3], initializer: 'identity', name: 'kernel' });
  }
  override call([input, [state]]: readonly [Tensor, readonly [Tensor]]): readonly [Tensor, readonly Tensor[]] {
    const next = multiply(add(state, matmul(input, this.kernel)), 0.5);
    return [next, [next]];
  }
}

describe('RNN', () => {
  test('runs a cell of a user, forwards and backwards', async () => {
    const last = new RNN(new Averager()).apply(x);
    let h = getItem(x, [{}, 0]);
    h = multiply(h, 0.5);
    for (let t = 1; t < 5; t++) h = multiply(add(h, getItem(x, [{}, t])), 0.5);
    await close(last, h);
    const turned = new RNN(new Averager(), { goBackwards: true, returnSequences: true }).apply(x);
    await close(getItem(turned, [{}, 0]), multiply(getItem(x, [{}, 4]), 0.5));
  });

  test('stacks cells; all states come back as initialState', async () => {
    const layer = new RNN([new LSTMCell(4), new GRUCell(2)], { returnState: true });
    const [output, ...states] = layer.apply<readonly [Tensor, ...Tensor[]]>(x);
    expect(output.shape).toEqual([2, 2]);
    const whole = new RNN(layer.cell).apply(x);
    const [first, second] = [getItem(x, [{}, { stop: 2 }]), getItem(x, [{}, { start: 2 }])];
    const [, ...middle] = layer.apply<readonly [Tensor, ...Tensor[]]>(first);
    const [rest] = layer.apply<readonly [Tensor]>(second, { initialState: middle });
    await close(rest, whole);
    expect(states).toHaveLength(2);
  });

  test('has gradients for inputs, weights and the initial state', async () => {
    const layer = new GRU(4, { returnSequences: true });
    const h = normal([2, 4], { seed: 3 });
    const loss = sum(square(layer.apply(x, { initialState: h })));
    const found = gradients(loss, [x, h, ...layer.trainableVariables]);
    for (const gradient of found) expect(await sum(square(gradient ?? [0])).item()).toBeGreaterThan(1e-6);
  });

  test('remembers its states when it is stateful, in and out of jit', async () => {
    const layer = new SimpleRNN(4, { stateful: true });
    const fresh = await layer.apply(x).array();
    expect(await layer.apply(x).array()).not.toEqual(fresh);
    layer.resetState();
    const step = jit((input: Tensor) => layer.apply(input));
    expect(await step(x).array()).toEqual(fresh);
    expect(await step(x).array()).not.toEqual(fresh);
    expect(() => layer.apply(getItem(x, { stop: 1 }))).toThrow('every batch must have the size of the first one, 2');
  });

  test('skips masked steps', async () => {
    const layer = new LSTM(4);
    const mask = [
      [true, true, true, false, false],
      [true, true, true, false, false],
    ];
    await close(layer.apply(x, { mask }), layer.apply(getItem(x, [{}, { stop: 3 }])));
  });

  test('drops the same inputs in all steps, others in the next call', async () => {
    const layer = new LSTM(4, { dropout: 0.5, recurrentDropout: 0.5, seed: 1 });
    const [a, b] = [layer.apply(x, { training: true }), layer.apply(x, { training: true })];
    expect(await a.array()).not.toEqual(await b.array());
    await close(layer.apply(x), layer.apply(x, { training: false }));
  });

  test('the config goes out and comes back, cells included', () => {
    const layers = [
      new LSTM(4, { unitForgetBias: false, dropout: 0.1, seed: 7, goBackwards: true }),
      new GRU(4, { resetAfter: false, activation: 'relu', returnState: true }),
      new SimpleRNN(4, { stateful: true, kernelRegularizer: 'l2' }),
      new RNN([new LSTMCell(4), new GRUCell(3)], { zeroOutputForMask: true }),
      new Bidirectional(new GRU(3, { returnSequences: true }), { mergeMode: null }),
      new TimeDistributed(new Dense(4)),
    ];
    for (const layer of layers) {
      const { name: _name, ...config } = deserialize(serialize(layer)).getConfig();
      expect(layer.getConfig()).toMatchObject(config);
    }
  });

  test('wrong input is refused by name', () => {
    expect(() => new LSTM(0)).toThrow('`units` must be a positive integer');
    expect(() => new LSTM(4, { dropout: 2 })).toThrow('`dropout`');
    expect(() => new LSTM(4, { recurentDropout: 0.1 } as never)).toThrow('recurrentDropout');
    expect(() => new LSTM(4).apply([[1, 2]])).toThrow('takes sequences, of shape (batch, time, ...)');
    expect(() => new RNN(new Dense(3) as never)).toThrow('`cell` must be a layer with a `stateSize`');
    expect(() => new RNN([] as never)).toThrow('`cells` must be a list of cells');
    expect(() => new LSTM(4).apply(x, { initialState: [normal([2, 4])] })).toThrow(
      'must have the shapes (2, 4) and (2, 4)',
    );
    expect(() => new GRU(4, { implementation: 3 as never })).toThrow('`implementation` must be 1 or 2');
    expect(() => new GRU(4, { stateful: true }).build([null, 5, 3])).toThrow('the batch size must be known');
  });
});

test('there is no cuDNN to choose', () => {
  expect(new LSTM(2, { useCudnn: false, returnSequences: true }).getConfig()).not.toHaveProperty('use_cudnn');
  expect(() => new GRU(2, { useCudnn: true as never })).toThrow(
    "`useCudnn` must be false or 'auto': there is no cuDNN",
  );
});

describe('Bidirectional', () => {
  test('begins with the weights it is given', async () => {
    const model = new Bidirectional(new GRU(2));
    model.build([null, 3, 1]);
    const weights = await model.getWeights();
    const other = new Bidirectional(new GRU(2), { weights });
    const x = [[[1], [2], [3]]];
    expect(await other.apply(x).array()).toEqual(await model.apply(x).array());
    expect(() => new Bidirectional(new GRU(2), { weights: 3 as never })).toThrow('`weights` must be a list of weights');
  });

  test('is one layer from each end', async () => {
    const layer = new Bidirectional(new GRU(3, { returnSequences: true }));
    const y = layer.apply(x);
    const forward = layer.forwardLayer.apply(x);
    await close(getItem(y, ['ellipsis', { stop: 3 }]), forward);
    expect(layer.trainableVariables).toHaveLength(6);
  });

  test('refuses what does not fit together', () => {
    const gru = new GRU(3);
    expect(() => new Bidirectional(new Dense(3) as never)).toThrow('`layer` must be a recurrent layer');
    expect(() => new Bidirectional(gru, { mergeMode: 'add' as never })).toThrow('`mergeMode`');
    expect(() => new Bidirectional(gru, { backwardLayer: new GRU(3) })).toThrow('one must go backwards');
    const other = new GRU(3, { goBackwards: true, returnState: true });
    expect(() => new Bidirectional(gru, { backwardLayer: other })).toThrow('the same returnState');
    expect(() => new Bidirectional(gru).resetState()).toThrow("isn't stateful");
  });
});

describe('TimeDistributed', () => {
  test('applies a layer to each step', async () => {
    const dense = new Dense(4, { activation: 'relu' });
    await close(new TimeDistributed(dense).apply(x), dense.apply(x));
    const lstm = new LSTM(2);
    const video = normal([2, 3, 4, 5], { seed: 2 });
    const y = new TimeDistributed(lstm).apply(video);
    await close(getItem(y, [{}, 1]), lstm.apply(getItem(video, [{}, 1])));
  });

  test('state goes from step to step: moving statistics, and seeds of dropout', async () => {
    const [inner, outer] = [new BatchNormalization(), new BatchNormalization()];
    outer.build([null, 3]);
    new TimeDistributed(inner).apply(x, { training: true });
    for (let t = 0; t < 5; t++) outer.apply(getItem(x, [{}, t]), { training: true });
    await close(inner.weights[2]?.value as Tensor, outer.weights[2]?.value as Tensor);
    const ones = normal([1, 4, 64], { mean: 1, stddev: 0, seed: 1 });
    const rows = await new TimeDistributed(new Dropout(0.5, { seed: 1 })).apply(ones, { training: true }).array();
    const [row = []] = rows as number[][][];
    expect(new Set(row.map((values) => values.join())).size).toBe(4);
  });

  test('wrong input is refused by name', () => {
    expect(() => new TimeDistributed(3 as never)).toThrow('`layer` must be a layer');
    expect(() => new TimeDistributed(new Dense(2)).apply([[1, 2]])).toThrow('takes one input with a time axis');
    const mask = [[true], [true]];
    expect(() => new TimeDistributed(new Dense(2)).apply(x, { mask })).toThrow(
      'must begin with the batch and time axes',
    );
  });
});

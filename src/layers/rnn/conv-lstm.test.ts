import { describe, expect, test } from 'vitest';
import { square, subtract } from '../../ops/arithmetic.ts';
import { moveaxis } from '../../ops/axis-order.ts';
import { getItem } from '../../ops/get-item.ts';
import { sum } from '../../ops/reduction.ts';
import { flip } from '../../ops/reversal.ts';
import { reshape } from '../../ops/shape.ts';
import { normal } from '../../random/index.ts';
import { gradients } from '../../tensor/gradients.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { Bidirectional, deserialize, Input, type Layer, serialize } from '../index.ts';
import { ConvLSTM1D } from './conv-lstm-1d.ts';
import { ConvLSTM2D } from './conv-lstm-2d.ts';
import { ConvLSTM3D } from './conv-lstm-3d.ts';
import { LSTM } from './lstm.ts';

const x = normal([2, 4, 5, 6, 3], { seed: 1 });
const close = async (a: Tensor, b: Tensor) => {
  expect(a.shape).toEqual(b.shape);
  expect(await sum(square(subtract(a, b))).item()).toBeLessThan(1e-9);
};
/** Applies a layer that has the weights of another. */
const alike = <L extends Layer>(layer: L, other: Layer, input: Tensor): L => {
  layer.apply<Tensor>(input);
  layer.weights.forEach((weight, i) => {
    const value = other.weights[i];
    if (value !== undefined) weight.assign(reshape(value, weight.shape));
  });
  return layer;
};

describe('ConvLSTM', () => {
  test('has the weights kernel, recurrent_kernel and bias, with 1 for the forget gate', async () => {
    const layer = new ConvLSTM2D(2, [3, 2]);
    layer.apply(x);
    expect(layer.weights.map(({ name, shape }) => [name, ...shape])).toEqual([
      ['kernel', 3, 2, 3, 8],
      ['recurrent_kernel', 3, 2, 2, 8],
      ['bias', 8],
    ]);
    expect(await layer.cell.bias?.array()).toEqual([0, 0, 1, 1, 0, 0, 0, 0]);
    const plain = new ConvLSTM2D(2, 2, { unitForgetBias: false, useBias: false });
    plain.apply(x);
    expect(plain.weights).toHaveLength(2);
  });

  test('with one place in space is LSTM', async () => {
    const sequences = normal([2, 5, 3], { seed: 2 });
    const lstm = new LSTM(4, { returnSequences: true });
    const expected = lstm.apply(sequences);
    for (const [layer, ones] of [
      [new ConvLSTM1D(4, 1, { returnSequences: true }), [1]],
      [new ConvLSTM3D(4, 1, { returnSequences: true }), [1, 1, 1]],
    ] as const) {
      const spatial = reshape(sequences, [2, 5, ...ones, 3]);
      await close(alike(layer, lstm, spatial).apply(spatial), reshape(expected, [2, 5, ...ones, 4]));
    }
  });

  test.each([
    {},
    { padding: 'same', strides: 2 },
    { dilationRate: [2, 1] },
    { dropout: 1e-9, recurrentDropout: 1e-9 },
  ] as const)('channels first give the same as last with %o', async (options) => {
    const all = { ...options, returnSequences: true };
    const last = new ConvLSTM2D(2, 2, all);
    const expected = last.apply(x);
    const turned = moveaxis(x, -1, 2);
    const first = alike(new ConvLSTM2D(2, 2, { ...all, dataFormat: 'channels_first' }), last, turned);
    await close(moveaxis(first.apply(turned, { training: true }), 2, -1), expected);
    expect(first.computeOutputShape(turned.shape)).toEqual(first.apply(turned).shape);
  });

  test('dropout: one mask for all steps, none outside of training; masked kernels give what one kernel gives', async () => {
    const layer = new ConvLSTM1D(2, 2, { dropout: 0.5, recurrentDropout: 0.5, seed: 3 });
    const rows = normal([2, 3, 6, 2], { seed: 4 });
    const still = layer.apply(rows);
    await close(layer.apply(rows), still);
    const moved = await sum(square(subtract(layer.apply(rows, { training: true }), still))).item();
    expect(moved).toBeGreaterThan(1e-4);
    const hardly = alike(new ConvLSTM1D(2, 2, { dropout: 1e-9, recurrentDropout: 1e-9 }), layer, rows);
    await close(hardly.apply(rows, { training: true }), still);
  });

  test('goes backwards, gives states and takes them, in pieces or stateful', async () => {
    const options = { padding: 'same', returnSequences: true } as const;
    const layer = new ConvLSTM2D(2, 3, { ...options, returnState: true });
    const [whole, ...end] = layer.apply<readonly [Tensor, Tensor, Tensor]>(x);
    expect(layer.computeOutputShape(x.shape)).toEqual([whole, ...end].map(({ shape }) => shape));
    const [early, late] = [getItem(x, [{}, { stop: 2 }]), getItem(x, [{}, { start: 2 }])];
    const [, ...middle] = layer.apply<readonly [Tensor, Tensor, Tensor]>(early);
    const [, h, c] = layer.apply<readonly [Tensor, Tensor, Tensor]>(late, { initialState: middle });
    await close(h, end[0]);
    await close(c, end[1]);
    const stateful = alike(new ConvLSTM2D(2, 3, { padding: 'same', stateful: true }), layer, early);
    stateful.resetState();
    stateful.apply(early);
    await close(stateful.apply(late), end[0]);
    const backwards = alike(new ConvLSTM2D(2, 3, { ...options, goBackwards: true }), layer, x);
    await close(backwards.apply(flip(x, 1)), whole);
  });

  test('a masked step changes nothing', async () => {
    const layer = new ConvLSTM2D(2, 2);
    const mask = [
      [true, true, false, false],
      [true, true, false, false],
    ];
    await close(layer.apply(x, { mask }), layer.apply(getItem(x, [{}, { stop: 2 }])));
  });

  test('every weight gets the gradient that differences give', async () => {
    const rows = normal([1, 3, 4, 2], { seed: 5 });
    const layer = new ConvLSTM1D(2, 2, { padding: 'same' });
    const loss = () => sum(square(layer.apply(rows)));
    await loss().item();
    const slopes = gradients(loss(), layer.trainableVariables);
    for (const [i, weight] of layer.trainableVariables.entries()) {
      const value = await weight.value.data();
      const at = (moved: number) => {
        const copy = Float32Array.from(value, (v, k) => (k === 1 ? v + moved : v));
        weight.assign(reshape(copy, weight.shape));
        return loss().item();
      };
      const [up, down] = [await at(0.01), await at(-0.01)];
      await at(0);
      expect((await slopes[i]?.data())?.[1]).toBeCloseTo((Number(up) - Number(down)) / 0.02, 3);
    }
  });

  test('comes back from its config, and runs both ways', async () => {
    const layer = new ConvLSTM3D(2, [1, 2, 1], {
      strides: 2,
      padding: 'same',
      recurrentActivation: 'hard_sigmoid',
      seed: 1,
    });
    const config = layer.getConfig();
    expect(config).toMatchObject({ filters: 2, kernel_size: [1, 2, 1], strides: [2, 2, 2], padding: 'same', seed: 1 });
    expect(config).not.toHaveProperty('units');
    expect((await deserialize(serialize(layer))).getConfig()).toEqual(config);
    expect(new Bidirectional(new ConvLSTM2D(2, 2)).apply(x).shape).toEqual([2, 4, 5, 4]);
    const symbolic = new Input({ shape: [null, 5, 6, 3] });
    expect(new ConvLSTM2D(2, 2, { returnSequences: true }).apply(symbolic).shape).toEqual([null, null, 4, 5, 2]);
  });

  test('refuses what it cannot do', () => {
    expect(() => new ConvLSTM2D(0, 2)).toThrow(/`filters` must be a positive integer.*0/s);
    expect(() => new ConvLSTM2D(2, [2, 2, 2])).toThrow(/kernelSize/);
    expect(() => new ConvLSTM2D(2, 2, { strides: 2, dilationRate: 2 })).toThrow(/dilationRate.*Received/s);
    // @ts-expect-error there's no causal padding
    expect(() => new ConvLSTM1D(2, 2, { padding: 'causal' })).toThrow(/padding.*causal/s);
    // @ts-expect-error a misspelt option
    expect(() => new ConvLSTM1D(2, 2, { stride: 2 })).toThrow(/strides/);
    expect(() => new ConvLSTM2D(2, 2).apply(getItem(x, 0))).toThrow(/ndim|axes|dimension/);
    expect(() => new ConvLSTM2D(2, 9).apply(x)).toThrow(/smaller than one window/);
    expect(() => new ConvLSTM2D(2, 2).apply(new Input({ shape: [4, null, 6, 3] }))).toThrow(
      /spatial extents are known/,
    );
    const built = new ConvLSTM2D(2, 2);
    built.apply(x);
    expect(() => built.apply(getItem(x, [{}, {}, { stop: 4 }]))).toThrow(/shape/);
  });
});

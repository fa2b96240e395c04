import { describe, expect, test, vi } from 'vitest';
import { gradients } from '../../tensor/gradients.ts';
import { KerasTensor } from '../keras-tensor.ts';
import { Dense } from './dense.ts';

describe('Dense', () => {
  test('activation(x kernel + bias)', async () => {
    const layer = new Dense(2, { activation: 'relu' });
    layer.build([null, 3]);
    layer.setWeights([
      [
        [1, -1],
        [2, 0],
        [0, 1],
      ],
      [0.5, -10],
    ]);
    expect(await layer.apply([[1, 1, 1]]).array()).toEqual([[3.5, 0]]);
    expect(layer.kernel.path).toBe(`${layer.name}/kernel`);
    expect(layer.bias?.shape).toEqual([2]);
  });

  test('works along the last axis of tensors of any rank', () => {
    const layer = new Dense(4, { useBias: false });
    expect(layer.apply(new KerasTensor([null, null, 5])).shape).toEqual([null, null, 4]);
    expect(layer.bias).toBeNull();
    expect(layer.weights.length).toBe(1);
  });

  test('regularizers, constraints and initializers reach the weights', () => {
    const layer = new Dense(2, { kernelRegularizer: 'l2', biasConstraint: 'non_neg', kernelInitializer: 'ones' });
    layer.build([null, 2]);
    expect(layer.kernel.regularizer).not.toBeNull();
    expect(layer.kernel.constraint).toBeNull();
    expect(layer.bias?.constraint).not.toBeNull();
    expect(layer.losses.length).toBe(1);
  });

  test('prints what it is', () => {
    expect(String(new Dense(10, { name: 'dense', activation: 'relu' }))).toBe(
      '<Dense name=dense, units=10, activation=relu, built=false>',
    );
    expect(String(new Dense(10, { name: 'dense', kernelInitializer: 'he_normal', useBias: false }))).toBe(
      '<Dense name=dense, units=10, activation=linear, useBias=false, kernelInitializer=HeNormal, built=false>',
    );
  });

  test('a low-rank update is trained instead of the kernel', async () => {
    const layer = new Dense(2, { loraRank: 1, useBias: false });
    layer.build([null, 3]);
    expect(layer.trainableWeights.map(({ name }) => name)).toEqual(['lora_kernel_a', 'lora_kernel_b']);
    layer.setWeights([
      [
        [1, 0],
        [0, 1],
        [0, 0],
      ],
      [[1], [1], [1]],
      [[2, 3]],
    ]);
    expect(await layer.apply([[1, 1, 1]]).array()).toEqual([[7, 10]]);
    expect(layer.getConfig()).toMatchObject({ lora_rank: 1, lora_alpha: 1 });
    const [kernel] = gradients(layer.apply([[1, 1, 1]]), layer.trainableVariables, layer.apply([[1, 1, 1]]));
    expect(kernel?.shape).toEqual([3, 1]);
  });

  test('advises on SELU without LeCun normal weights, once', () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    new Dense(3, { activation: 'selu', kernelInitializer: 'lecun_normal' });
    expect(warn).not.toHaveBeenCalled();
    new Dense(3, { activation: 'selu' });
    new Dense(3, { activation: 'selu' });
    expect(warn).toHaveBeenCalledTimes(1);
    expect(warn.mock.calls[0]?.[0]).toMatch(/lecun_normal/);
    warn.mockRestore();
  });

  test('refuses wrong units, names and shapes', () => {
    for (const units of [0, -3, 1.5, Number.NaN, '3' as unknown as number]) {
      expect(() => new Dense(units)).toThrow(/`units` must be a positive integer\. Received: units=/);
    }
    expect(() => new Dense(3, { activation: 'reluu' as 'relu' })).toThrow(/Did you mean "relu"/);
    expect(() => new Dense(3, { kernelInitializer: 'he_norml' as 'he_normal' })).toThrow(/he_normal/);
    expect(() => new Dense(3, { quantizationConfig: {} } as object)).toThrow(/quantizationConfig/);
    const layer = new Dense(3, { name: 'three' });
    expect(() => layer.kernel).toThrow(/"three" must be built before its kernel/);
    expect(() => layer.apply([1, 2])).toThrow(/Input 0 of layer "three".*at least 2/);
    expect(() => layer.apply(new KerasTensor([4, null]))).toThrow(/last extent is known/);
    layer.build([null, 4]);
    expect(() => layer.apply([[1, 2]])).toThrow(/axis -1 .* extent 4.*\(1, 2\)/s);
  });
});

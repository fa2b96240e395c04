import { describe, expect, test } from 'vitest';
import { Dense } from '../../layers/core/dense.ts';
import { Layer } from '../../layers/layer.ts';
import { Mean } from '../../metrics/index.ts';
import * as ops from '../../ops/index.ts';
import { gradients } from '../../tensor/gradients.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { Model } from '../model.ts';
import type { StepData } from './feed.ts';

const quiet = { verbose: 0, shuffle: false } as const;

/** Learns the mean of its data with a step of its own, and has no `call`. */
class MeanFinder extends Model {
  static override readonly className = 'MeanFinder';
  readonly guess = this.addWeight({ name: 'guess', initializer: 'zeros' });
  readonly distance = new Mean({ name: 'distance' });

  override trainStep({ x }: StepData): void {
    const loss = ops.mean(ops.square(ops.subtract(x as Tensor, this.guess)));
    this.distance.updateState(ops.sqrt(loss));
    this.optimizer?.apply(gradients(loss, [this.guess]), [this.guess]);
  }
}

describe('models with a training of their own', () => {
  test('trainStep becomes the compiled step; metrics in fields are reported and reset', async () => {
    const model = new MeanFinder();
    model.compile({ optimizer: 'sgd' });
    if (model.optimizer) model.optimizer.learningRate = 0.5;
    const { history } = await model.fit([3, 3], null, { ...quiet, epochs: 2 });
    expect(history).toEqual({ distance: [3, 0] });
    expect(await model.guess.array()).toBe(3);
  });

  test('computeLoss', async () => {
    class Absolute extends Model {
      readonly dense = new Dense(1, { kernelInitializer: 'ones' });
      override call(inputs: Tensor): Tensor {
        return this.dense.apply(inputs);
      }
      override computeLoss({ y, yPred }: Parameters<Model['computeLoss']>[0]): Tensor {
        return ops.sum(ops.abs(ops.subtract(y as Tensor, yPred as Tensor)));
      }
    }
    const model = new Absolute();
    model.compile({ optimizer: 'sgd' });
    expect(await model.evaluate([[1], [2]], [[3], [3]], { verbose: 0 })).toBe(3);
  });

  test('a loss that only layers add', async () => {
    class Penalty extends Layer {
      override call(inputs: Tensor): Tensor {
        this.addLoss(ops.mean(ops.square(inputs)));
        return inputs;
      }
    }
    class Net extends Model {
      readonly dense = new Dense(1, { kernelInitializer: 'ones', useBias: false });
      readonly penalty = new Penalty();
      override call(inputs: Tensor): Tensor {
        return this.penalty.apply(this.dense.apply(inputs));
      }
    }
    const model = new Net();
    model.compile({ optimizer: 'sgd' });
    const { history } = await model.fit([[2], [2]], null, quiet);
    expect(history).toEqual({ loss: [4] });
    expect((await model.dense.weights[0]?.data())?.[0]).toBeLessThan(1);
  });

  test('without any loss', async () => {
    class Net extends Model {
      readonly dense = new Dense(1);
      override call(inputs: Tensor): Tensor {
        return this.dense.apply(inputs);
      }
    }
    const model = new Net();
    model.compile();
    await expect(model.fit([[1]], null, quiet)).rejects.toThrow(/Training needs a loss/);
  });

  test("an exception in a layer's call comes through as the object it is, with its own stack", async () => {
    const mine = new RangeError('mine');
    class Broken extends Model {
      override call(): Tensor {
        throw mine;
      }
    }
    const model = new Broken();
    model.compile({ loss: 'mse' });
    await expect(model.fit([[1]], [1], quiet)).rejects.toBe(mine);
    expect(mine.stack).toContain('own-steps.test.ts');
  });
});

import { Dense } from '../../layers/core/dense.ts';
import { Input } from '../../layers/core/input.ts';
import { Layer } from '../../layers/layer.ts';
import * as ops from '../../ops/index.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { Model } from '../model.ts';
import { Sequential } from '../sequential.ts';
import type { LossSpec } from '../training/compile-loss.ts';

class AddAll extends Layer {
  static override readonly className = 'AddAll';
  override call(inputs: readonly [Tensor, Tensor]): Tensor {
    return ops.add(inputs[0], inputs[1]);
  }
}

/** y = w x with w = 1 at the beginning: losses and updates can be worked out by hand. */
export function scale(loss: LossSpec = 'mse', learningRate = 0): Sequential {
  const model = new Sequential([
    new Input({ shape: [1] }),
    new Dense(1, { kernelInitializer: 'ones', useBias: false, name: 'scale' }),
  ]);
  model.compile({ optimizer: 'sgd', loss });
  if (model.optimizer) model.optimizer.learningRate = learningRate;
  return model;
}

/** Two features to three classes. */
export function classifier(): Sequential {
  const model = new Sequential([new Input({ shape: [2] }), new Dense(3, { activation: 'softmax' })]);
  model.compile({ optimizer: 'sgd', loss: 'sparse_categorical_crossentropy', metrics: ['accuracy'] });
  return model;
}

/** Inputs a and b (one feature each); outputs `sum` = a + b and `double` = 2 a. */
export function twoOutputs(): Model {
  const a = new Input({ shape: [1], name: 'a' });
  const b = new Input({ shape: [1], name: 'b' });
  const ones = { kernelInitializer: 'ones', useBias: false } as const;
  const scaled = new Dense(1, { ...ones, name: 'h' }).apply(b);
  const left = new Dense(1, { ...ones, name: 'g' }).apply(a);
  return new Model({
    inputs: [a, b],
    outputs: [new AddAll({ name: 'sum' }).apply([left, scaled]), new AddAll({ name: 'double' }).apply([left, left])],
  });
}

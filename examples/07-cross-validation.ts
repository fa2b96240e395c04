/**
 * "Use cross-validation to evaluate other activation functions": one call trains every combination of activation,
 * initializer and normalization on the same folds, and shows which is best, and by how much.
 */

import { datasets, layers, models, ops, Sequential } from 'keratin';
import { writePicture } from './support/charts.ts';

// A few hundred samples and a net of seven layers: enough for the choices to matter, and done in seconds.
const [[images, labels]] = await datasets.digits.loadData();
const x = ops.slice(ops.divide(images, 16), [0, 0, 0], [450, 8, 8]);
const y = ops.slice(labels, [0], [450]);

const comparison = await models.compare(
  {
    activation: ['sigmoid', 'relu', 'elu', 'selu'],
    kernelInitializer: ['glorot_uniform', 'he_normal'],
    normalization: [false, true],
  } as const,
  ({ activation, kernelInitializer, normalization }) => {
    const hidden = Array.from({ length: 6 }, () => [
      new layers.Dense(40, { activation, kernelInitializer }),
      ...(normalization ? [new layers.BatchNormalization()] : []),
    ]).flat();
    const model = new Sequential([
      new layers.Input({ shape: [8, 8] }),
      new layers.Flatten(),
      ...hidden,
      new layers.Dense(10, { activation: 'softmax' }),
    ]);
    model.compile({ optimizer: 'adam', loss: 'sparse_categorical_crossentropy', metrics: ['accuracy'] });
    return model;
  },
  x,
  y,
  { folds: 3, epochs: 6, seed: 42 },
);

console.log(String(comparison));
const { activation, kernelInitializer, normalization } = comparison.best.choice;
console.log(`\nBest: ${activation}, ${kernelInitializer}, ${normalization ? 'batch-normalized' : 'not normalized'}.`);
await writePicture('cross-validation', comparison.plot());

/**
 * What a user of the published package does first. `.ci/run` compiles this against the installed package, in a folder
 * that has nothing else, and runs it under every Node that is promised.
 */

import { datasets, layers, optimizers, Sequential } from 'keratin';

const [[xTrain, yTrain], [xTest, yTest]] = await datasets.digits.loadData();
const model = new Sequential([
  new layers.Input({ shape: [8, 8] }),
  new layers.Flatten(),
  new layers.BatchNormalization(),
  new layers.Dense(32, { activation: 'elu', kernelInitializer: 'he_normal' }),
  new layers.Dense(10, { activation: 'softmax' }),
]);
model.compile({
  optimizer: new optimizers.Adam({ learningRate: 0.01 }),
  loss: 'sparse_categorical_crossentropy',
  metrics: ['accuracy'],
});
await model.fit(xTrain, yTrain, { epochs: 3, verbose: 0 });
const { accuracy } = await model.evaluate(xTest, yTest, { returnDict: true, verbose: 0 });
if (accuracy === undefined || !(accuracy > 0.9))
  throw new Error(`expected an accuracy above 0.9; received ${accuracy}`);
console.log(`trained on the digits: ${(100 * accuracy).toFixed(1)} % right`);

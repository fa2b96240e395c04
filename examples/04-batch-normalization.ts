/** Batch normalization: what it computes, the chapter's nets with it, and its options. */

import { datasets, type Layer, layers, ops, Sequential, utils } from 'keratin';
import { table } from './support/table.ts';

utils.setRandomSeed(42);

console.log('Outside of training, a new layer divides by sqrt(1 + epsilon), epsilon 0.001:\n');
const image = ops.convertToTensor([
  [0.13832426, 0.5],
  [0.75, 1],
]);
console.log(image);
console.log(new layers.BatchNormalization().apply(image));

const model = new Sequential([
  new layers.Flatten({ inputShape: [28, 28] }),
  new layers.BatchNormalization(),
  new layers.Dense(300, { activation: 'elu', kernelInitializer: 'he_normal' }),
  new layers.BatchNormalization(),
  new layers.Dense(100, { activation: 'elu', kernelInitializer: 'he_normal' }),
  new layers.BatchNormalization(),
  new layers.Dense(10, { activation: 'softmax' }),
]);
console.log();
model.summary();

const [, normalization] = model.layers;
console.log('Two vectors are learned; two follow the batches, within the training step:\n');
console.log(normalization?.variables.map(({ name, trainable }) => [name, trainable]));
console.log('updates:', normalization?.updates);

/** The chapter's net, with the normalization after the activations or before them. */
function chapterNet(shape: number[], normalizeBefore: boolean): Sequential {
  const hidden = (units: number): Layer[] =>
    normalizeBefore
      ? [
          // The shift of the normalization does what a bias would do.
          new layers.Dense(units, { kernelInitializer: 'he_normal', useBias: false }),
          new layers.BatchNormalization(),
          new layers.Activation('elu'),
        ]
      : [
          new layers.Dense(units, { activation: 'elu', kernelInitializer: 'he_normal' }),
          new layers.BatchNormalization(),
        ];
  return new Sequential([
    new layers.Flatten({ inputShape: shape }),
    new layers.BatchNormalization(),
    ...hidden(300),
    ...hidden(100),
    new layers.Dense(10, { activation: 'softmax' }),
  ]);
}

console.log('\nBefore the activation, Dense needs no bias:\n');
const before = chapterNet([28, 28], true);
console.log(
  table(
    ['layer', 'parameters'],
    before.layers.map((layer) => [layer.name, String(layer.countParams())]),
  ),
);

console.log('\nBoth learn to read digits (8 x 8 pixels, 5 epochs):\n');
const [[xTrain, yTrain], [xTest, yTest]] = await datasets.digits.loadData();
const scores: [string, number][] = [];
for (const [name, normalizeBefore] of [
  ['after', false],
  ['before', true],
] as const) {
  utils.setRandomSeed(42);
  const net = chapterNet([8, 8], normalizeBefore);
  net.compile({ optimizer: 'nadam', loss: 'sparse_categorical_crossentropy', metrics: ['accuracy'] });
  await net.fit(ops.divide(xTrain, 16), yTrain, { epochs: 5, verbose: 0 });
  const { accuracy = 0 } = await net.evaluate(ops.divide(xTest, 16), yTest, { returnDict: true, verbose: 0 });
  scores.push([name, accuracy]);
}
console.log(table(['normalization', 'accuracy on the test set'], scores));

console.log(`
The moving mean follows: moving * momentum + batch * (1 - momentum). After ten
batches whose mean is 5:
`);
const batch = ops.convertToTensor([[4], [6]]);
const followed = await Promise.all(
  [0.9, 0.99, 0.999].map(async (momentum) => {
    const layer = new layers.BatchNormalization({ momentum });
    for (let step = 0; step < 10; step++) layer.apply(batch, { training: true });
    return [String(momentum), await layer.movingMean.value.item(), 5 * (1 - momentum ** 10)];
  }),
);
console.log(table(['momentum', 'moving mean', '5 (1 - momentum^10)'], followed));

console.log(`
axis says which positions get statistics of their own: by default the last axis
(features), or a list of axes. Of images [batch, 28, 28]:
`);
const axes = [undefined, [1, 2]].map((axis) => {
  const layer = new layers.BatchNormalization(axis === undefined ? {} : { axis });
  layer.build([null, 28, 28]);
  return [axis === undefined ? 'axis: -1' : `axis: [${axis.join(', ')}]`, `[${layer.movingMean.shape.join(', ')}]`];
});
console.log(table(['', 'shape of the moving mean'], axes));

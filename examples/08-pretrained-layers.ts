/**
 * Reusing pretrained layers: a net that has learned eight kinds of clothes lends its lower layers to one that must tell
 * the two others apart, with 200 pictures to learn from. The pictures are Fashion-MNIST's, from the data folder.
 */

import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { datasets, layers, models, ops, optimizers, Sequential, type Tensor, utils } from 'keratin';
import { table } from './support/table.ts';

/** Sandals and shirts are left to the second task. */
const [SANDAL, SHIRT] = [5, 6];
const SEEDS = [1, 2, 3, 4, 5];

const [[xTrain, yTrain], [xTest, yTest]] = await datasets.fashionMnist.loadData();

/** The first pictures of which a label is wanted, with what the labels become. */
async function pick(x: Tensor, y: Tensor, count: number, label: (of: number) => number | null, from = 0) {
  const wanted: number[] = [];
  const targets: number[] = [];
  for (const [i, of] of (await y.data()).entries()) {
    const target = label(of);
    if (i < from || target === null || wanted.length === count) continue;
    wanted.push(i);
    targets.push(target);
  }
  return { x: ops.divide(ops.take(x, Int32Array.from(wanted), { axis: 0 }), 255), y: Int32Array.from(targets) };
}

const isShirt = (label: number) => (label === SHIRT ? 1 : label === SANDAL ? 0 : null);
const others = (label: number) => (isShirt(label) === null ? label - 2 * Number(label > SHIRT) : null);
const small = await pick(xTrain, yTrain, 200, isShirt);
const test = await pick(xTest, yTest, 2000, isShirt);
const clothes = await pick(xTrain, yTrain, 12_000, others);

const hidden = () =>
  [100, 100, 50].flatMap((units) => [
    new layers.Dense(units, { kernelInitializer: 'he_normal', useBias: false }),
    new layers.BatchNormalization(),
    new layers.Activation('elu'),
  ]);
const head = () => new layers.Dense(1, { activation: 'sigmoid', name: 'head' });
const training = { loss: 'binary_crossentropy', metrics: ['accuracy'] } as const;

/** The share of pictures that a net gets wrong, in percent. */
async function errorOf(model: Sequential): Promise<number> {
  const { accuracy = 0 } = await model.evaluate(test.x, test.y, { returnDict: true, verbose: 0 });
  return 100 * (1 - accuracy);
}

utils.setRandomSeed(42);
const first = new Sequential([
  new layers.Input({ shape: [28, 28] }),
  new layers.Flatten(),
  ...hidden(),
  new layers.Dense(8, { activation: 'softmax' }),
]);
first.compile({
  optimizer: new optimizers.Adam({ learningRate: 0.002 }),
  loss: 'sparse_categorical_crossentropy',
  metrics: ['accuracy'],
});
const { history } = await first.fit(clothes.x, clothes.y, {
  epochs: 4,
  batchSize: 64,
  validationSplit: 0.1,
  verbose: 0,
});
console.log(`Eight kinds of clothes: ${(100 * (history.val_accuracy?.at(-1) ?? 0)).toFixed(1)}% right.\n`);

// What was learned goes through a file: it might as well come from a colleague.
const file = join(tmpdir(), `clothes-${process.pid}.keras`);
await first.save(file);

const errors: number[][] = [];
for (const seed of SEEDS) {
  utils.setRandomSeed(seed);
  const fromScratch = new Sequential([
    new layers.Input({ shape: [28, 28] }),
    new layers.Flatten(),
    ...hidden(),
    head(),
  ]);
  fromScratch.compile({ ...training, optimizer: new optimizers.Adam({ learningRate: 0.002 }) });
  await fromScratch.fit(small.x, small.y, { epochs: 16, verbose: 0 });

  const pretrained = await models.loadModel(file);
  const reused = pretrained.layers.slice(0, -1);
  const model = new Sequential([new layers.Input({ shape: [28, 28] }), ...reused, head()]);
  // Frozen layers stay as they are; their batch normalization uses the statistics that it has learned.
  for (const layer of reused) layer.trainable = false;
  model.compile({ ...training, optimizer: new optimizers.Adam({ learningRate: 0.01 }) });
  await model.fit(small.x, small.y, { epochs: 8, verbose: 0 });
  const frozen = await errorOf(model);

  // The reused layers go on with a smaller learning rate than the head.
  for (const layer of reused) layer.trainable = true;
  const ofHead = { '.*/head/.*': new optimizers.Adam({ learningRate: 1e-3 }) };
  const rates = new optimizers.OptimizerMap(new optimizers.Adam({ learningRate: 1e-4 }), ofHead);
  model.compile({ ...training, optimizer: new optimizers.MultiOptimizer(rates) });
  await model.fit(small.x, small.y, { epochs: 8, verbose: 0 });
  errors.push([await errorOf(fromScratch), frozen, await errorOf(model)]);
}
const { rm } = await import('node:fs/promises');
await rm(file);

const columns = ['seed', 'from scratch', 'reused, frozen', 'then unfrozen'];
const mean = columns.slice(1).map((_, i) => errors.reduce((sum, row) => sum + (row[i] ?? 0), 0) / errors.length);
console.log('Sandal or shirt, from 200 pictures: percent of 2,000 others that are wrong\n');
const rows = errors.map((row, i) => [String(SEEDS[i]), ...row.map((x) => x.toFixed(2))]);
console.log(table(columns, [...rows, ['mean', ...mean.map((x) => x.toFixed(2))]]));

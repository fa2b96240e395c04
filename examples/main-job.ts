/**
 * `npm start`: a batch-normalized net learns to read handwritten digits; then five nets, ten layers deep, show how much
 * of the gradient arrives at each layer, depending on activation function, initial weights and normalization, and what
 * the doctor says of them. The runs are logged for the studio, which is served when this is a terminal.
 */

import { datasets, doctor, initializers, layers, ops, random, Sequential, utils } from 'keratin';
import { writeChart, writePage } from './support/charts.ts';
import { deepNet } from './support/deep-net.ts';
import { gradientChart } from './support/gradient-chart.ts';
import { gradientRms } from './support/gradient-rms.ts';
import { gradientTable } from './support/gradient-table.ts';
import { learningCurves } from './support/learning-curves.ts';
import { standardizedDigits } from './support/standardized-digits.ts';
import { verdictLine } from './support/verdict-line.ts';
import { showRuns, watched } from './support/watched.ts';

utils.setRandomSeed(42);

// 1,797 images of 8 x 8 pixels, each from 0 (blank) to 16 (ink).
const [[xTrain, yTrain], [xTest, yTest]] = await datasets.digits.loadData();
const images = ops.divide(xTrain, 16);

const model = new Sequential([
  new layers.Input({ shape: [8, 8] }),
  new layers.Flatten(),
  new layers.BatchNormalization(),
  new layers.Dense(300, { activation: 'elu', kernelInitializer: 'he_normal' }),
  new layers.BatchNormalization(),
  new layers.Dense(100, { activation: 'elu', kernelInitializer: 'he_normal' }),
  new layers.BatchNormalization(),
  new layers.Dense(10, { activation: 'softmax' }),
]);
model.summary();

model.compile({ optimizer: 'nadam', loss: 'sparse_categorical_crossentropy', metrics: ['accuracy'] });
const examination = await doctor.examine(model, { x: images, y: yTrain, epochs: 10 });
const observed = await model.fit(images, yTrain, {
  epochs: 10,
  validationSplit: 0.1,
  vitals: true,
  callbacks: [watched('digits')],
});
const { history } = observed;
const { accuracy = 0 } = await model.evaluate(ops.divide(xTest, 16), yTest, { verbose: 0, returnDict: true });
const percent = `${(100 * accuracy).toFixed(1)}%`;
console.log(`\nOf ${yTest.shape[0]} digits it has never seen, the net reads ${percent} right.\n`);

// SELU needs standardized inputs; so that all nets get the same, all get these.
const { x, y } = await standardizedDigits();
const nets = [
  { head: ['(a) sigmoid', 'N(0, 1)'], net: deepNet('sigmoid', (shape) => random.normal(shape)) },
  { head: ['(b) ReLU', 'Glorot'], net: deepNet('relu', 'glorot_normal') },
  { head: ['(c) ReLU', 'He'], net: deepNet('relu', 'he_normal') },
  { head: ['(d) SELU', 'LeCun'], net: deepNet('selu', 'lecun_normal') },
  { head: ['(e) ELU + BN', 'He'], net: deepNet('elu', 'he_normal', { batchNormalization: true }) },
] as const;
const columns = await Promise.all(nets.map(async ({ head, net }) => ({ head, rms: await gradientRms(net, x, y) })));

console.log('RMS of the gradient at every layer of nets with ten hidden layers, before any');
console.log('training (a bar is empty at 0.0001 and one cell longer for each factor of 10):\n');
console.log(gradientTable(columns));

const [a, b] = columns.map(({ rms }) => ((rms.at(-1) ?? 1) / (rms[0] ?? 1)).toFixed(0));
console.log(`
Read each column downwards, as the gradient travels. In (a) 1/${a} of it arrives
at layer 1, in (b) 1/${b}: their lowest layers hardly learn. In (c), (d) and (e)
all layers learn alike.
`);

console.log('What the doctor says of the five, before any training:\n');
for (const { head, net } of nets) {
  net.compile({ optimizer: 'sgd', loss: 'sparse_categorical_crossentropy' });
  const { findings } = await doctor.examine(net, { x, y });
  console.log(verdictLine(head.join(', '), findings));
}
const { findings } = doctor.diagnose(examination, observed);
console.log(verdictLine('the trained net', findings));

// Two such nets learn while the studio looks on; one of them hardly does.
for (const [name, net] of [
  ['deep/sigmoid', deepNet('sigmoid', new initializers.RandomNormal({ stddev: 1 }))],
  ['deep/elu-batch-normalization', deepNet('elu', 'he_normal', { batchNormalization: true })],
] as const) {
  net.compile({ optimizer: 'sgd', loss: 'sparse_categorical_crossentropy', metrics: ['accuracy'] });
  await net.fit(x, y, { epochs: 15, validationSplit: 0.2, verbose: 0, callbacks: [watched(name, { every: 2 })] });
}
await writePage(
  'doctor',
  doctor.htmlReport({ title: 'The batch-normalized net', findings, history, vitals: observed.vitals }),
);

await writeChart('main-job', {
  spacing: 40,
  resolve: { scale: { color: 'independent', shape: 'independent', strokeDash: 'independent' } },
  vconcat: [
    gradientChart(columns, 'Sigmoid layers let the gradient vanish; with the right weights it arrives'),
    learningCurves(history, `The batch-normalized net reads ${percent} of unseen digits right`),
  ],
});

await showRuns();

/**
 * Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural networks" (AISTATS 2010), on
 * digits: what the usual weights of 2010 did to signal and gradient, and what theirs do.
 */

import { type activations, initializers, layers, optimizers, Sequential, utils } from 'keratin';
import { colors, quick, writeChart } from './support/charts.ts';
import { standardizedDigits } from './support/standardized-digits.ts';
import { table } from './support/table.ts';

const DEPTH = 5;
const EPOCHS = quick ? 4 : 20;
const { x, y } = await standardizedDigits(1400);

/** U(-1/sqrt(n), 1/sqrt(n)), "standard" in the paper: n Var(w) = 1/3. */
const standard = new initializers.VarianceScaling({ scale: 1 / 3, mode: 'fan_in', distribution: 'uniform' });
const glorot = new initializers.GlorotUniform();

/** Trains by plain SGD with batches of 10, as they did, and measures each layer once per epoch. */
async function observe(
  activation: activations.ActivationIdentifier,
  kernelInitializer: initializers.Initializer,
  learningRate = 0.05,
) {
  utils.setRandomSeed(1);
  const net = new Sequential([new layers.Input({ shape: [64] })]);
  for (let i = 0; i < DEPTH; i++) net.add(new layers.Dense(100, { activation, kernelInitializer }));
  net.add(new layers.Dense(10, { activation: 'softmax', kernelInitializer }));
  net.compile({ optimizer: new optimizers.SGD({ learningRate }), loss: 'sparse_categorical_crossentropy' });
  const every = 1400 / 10;
  const { vitals } = await net.fit(x, y, { batchSize: 10, epochs: EPOCHS, verbose: 0, vitals: { every } });
  return vitals;
}

const runs = {
  'tanh, standard': await observe('tanh', standard),
  'tanh, Glorot': await observe('tanh', glorot),
  'sigmoid, standard': await observe('sigmoid', standard, 0.2),
};

/** A quantity of the hidden layers at one sample. */
const hidden = (run: keyof typeof runs, sample: number) => runs[run].at(sample)?.layers.slice(0, DEPTH) ?? [];
const kernels = (run: keyof typeof runs) =>
  runs[run][0]?.weights.filter(({ weight }) => weight.endsWith('kernel')).slice(0, DEPTH) ?? [];

console.log(`
Five hidden layers of 100 units before training. Going down, the gradient with
respect to the pre-activations loses its factor in every layer; that of the
weights hides it, because the signal shrinks on its way up (their Eq. 14):
`);
const tanhs = ['tanh, standard', 'tanh, Glorot'] as const;
console.log(
  table(
    ['layer', ...tanhs.flatMap((name) => [`${name}: std h`, 'grad z', 'grad W'])],
    Array.from({ length: DEPTH }, (_, i) => DEPTH - 1 - i).map((i) => [
      String(i + 1),
      ...tanhs.flatMap((name) => [
        hidden(name, 0)[i]?.std ?? 0,
        hidden(name, 0)[i]?.gradientRms ?? 0,
        kernels(name)[i]?.gradientNorm ?? 0,
      ]),
    ]),
  ),
);
const factor = (run: keyof typeof runs) => {
  const rms = hidden(run, 0).map(({ gradientRms }) => gradientRms);
  return ((rms[0] ?? 0) / (rms[DEPTH - 1] ?? 1)) ** (1 / (DEPTH - 1));
};
console.log(`
Factor per layer: ${Object.keys(runs)
  .map((run) => `${run} ${factor(run as keyof typeof runs).toFixed(2)}`)
  .join('; ')}.
`);

console.log('The sigmoid in training: the mean output of each hidden layer. The top layer');
console.log('goes to zero first, where its units hardly pass a gradient, and stays there:\n');
const epochs = [...new Set([0, 1, 2, Math.floor(EPOCHS / 2), EPOCHS - 1])];
console.log(
  table(
    ['epoch', ...Array.from({ length: DEPTH }, (_, i) => `layer ${i + 1}`)],
    epochs.map((epoch) => [String(epoch), ...hidden('sigmoid, standard', epoch).map(({ mean }) => mean.toFixed(3))]),
  ),
);
console.log();

const gradientRows = (Object.keys(runs) as (keyof typeof runs)[]).flatMap((net) =>
  hidden(net, 0).map(({ gradientRms }, i) => ({ net, layer: i + 1, gradient: gradientRms })),
);
const sigmoidRows = runs['sigmoid, standard'].flatMap(({ epoch, layers: all }) =>
  all
    .slice(0, DEPTH)
    .map(({ mean, std }, i) => ({ epoch, layer: `layer ${i + 1}`, mean, low: mean - std, high: mean + std })),
);
const shades = [colors.cyan, colors.blue, colors.teal, colors.olive, colors.red];
await writeChart('glorot-bengio', {
  spacing: 40,
  resolve: { scale: { color: 'independent' } },
  hconcat: [
    {
      title: { text: 'The gradient on its way down', subtitle: 'RMS with respect to pre-activations, before training' },
      width: 280,
      height: 230,
      data: { values: gradientRows },
      mark: { type: 'line', point: true },
      encoding: {
        x: { field: 'layer', type: 'ordinal', sort: 'descending', axis: { title: 'layer', labelAngle: 0 } },
        y: {
          field: 'gradient',
          type: 'quantitative',
          scale: { type: 'log' },
          axis: { title: null, format: '.0e', grid: false, tickCount: 6 },
        },
        color: {
          field: 'net',
          sort: Object.keys(runs),
          scale: { range: [colors.orange, colors.blue, colors.red] },
          legend: { title: null, orient: 'bottom-left' },
        },
      },
    },
    {
      title: {
        text: 'Five sigmoid layers in training',
        subtitle: 'mean activation and one deviation: the top goes to 0',
      },
      width: 280,
      height: 230,
      data: { values: sigmoidRows },
      encoding: {
        x: { field: 'epoch', type: 'quantitative', axis: { grid: false, tickMinStep: 1 } },
        color: {
          field: 'layer',
          scale: { range: shades },
          legend: { title: null, orient: 'right', symbolType: 'stroke', symbolOpacity: 1 },
        },
      },
      layer: [
        {
          mark: { type: 'area', opacity: 0.15 },
          encoding: { y: { field: 'low', type: 'quantitative', axis: { title: null } }, y2: { field: 'high' } },
        },
        { mark: 'line', encoding: { y: { field: 'mean', type: 'quantitative' } } },
      ],
    },
  ],
});

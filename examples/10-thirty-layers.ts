/**
 * He, Zhang, Ren and Sun, "Delving Deep into Rectifiers" (ICCV 2015), their 30-layer stall, with dense layers on digits:
 * with Glorot's weights each ReLU layer halves the gradient's variance, with He's none does.
 */

import { doctor, layers, optimizers, Sequential, utils } from 'keratin';
import { colors, quick, writeChart } from './support/charts.ts';
import { standardizedDigits } from './support/standardized-digits.ts';
import { table } from './support/table.ts';
import { verdictLine } from './support/verdict-line.ts';

const DEPTH = 30;
const EPOCHS = quick ? 4 : 15;
const { x, y } = await standardizedDigits(1408);

const nets = await Promise.all(
  (['glorot_normal', 'he_normal'] as const).map(async (kernelInitializer) => {
    utils.setRandomSeed(7);
    const net = new Sequential([new layers.Input({ shape: [64] })]);
    for (let i = 0; i < DEPTH; i++) net.add(new layers.Dense(100, { activation: 'relu', kernelInitializer }));
    net.add(new layers.Dense(10, { activation: 'softmax', kernelInitializer: 'glorot_normal' }));
    net.compile({
      optimizer: new optimizers.SGD({ learningRate: 0.01, momentum: 0.9 }),
      loss: 'sparse_categorical_crossentropy',
      metrics: ['accuracy'],
    });
    return { name: kernelInitializer === 'he_normal' ? 'He' : 'Glorot', net };
  }),
);

const runs: { name: string; losses: readonly number[]; accuracy: number; gradients: number[]; verdict: string }[] = [];
for (const { name, net } of nets) {
  const { findings } = await doctor.examine(net, { x, y });
  const { history, vitals } = await net.fit(x, y, { batchSize: 32, epochs: EPOCHS, verbose: 0, vitals: { every: 44 } });
  runs.push({
    name,
    losses: history.loss ?? [],
    accuracy: history.accuracy?.at(-1) ?? 0,
    gradients: vitals[0]?.layers.slice(0, DEPTH).map(({ gradientRms }) => gradientRms) ?? [],
    verdict: verdictLine(`30 ReLU layers, ${name}`, findings),
  });
}

console.log(`
Thirty ReLU layers of 100 units, SGD with momentum 0.9, ${EPOCHS} epochs. A factor of
sqrt(1/2) per layer is what mean-field theory expects of Glorot's weights, 1 of
He's:
`);
console.log(
  table(
    ['weights', 'factor per layer', 'gradient at 1 / at 30', 'first loss', 'last loss', 'accuracy'],
    runs.map(({ name, losses, accuracy, gradients }) => {
      const arriving = (gradients[0] ?? 0) / (gradients[DEPTH - 1] ?? 1);
      return [name, arriving ** (1 / (DEPTH - 1)), arriving, losses[0] ?? 0, losses.at(-1) ?? 0, accuracy];
    }),
  ),
);
console.log('\nWhat the doctor says before the first step:\n');
for (const { verdict } of runs) console.log(verdict);
console.log();

const color = {
  field: 'weights',
  scale: { domain: ['Glorot', 'He'], range: [colors.red, colors.blue] },
  legend: { title: null, orient: 'right' as const, symbolType: 'stroke' },
};
await writeChart('thirty-layers', {
  spacing: 40,
  hconcat: [
    {
      title: { text: 'Thirty ReLU layers: Glorot stalls, He learns', subtitle: 'training loss' },
      width: 280,
      height: 220,
      data: {
        values: runs.flatMap(({ name, losses }) => losses.map((loss, i) => ({ weights: name, epoch: i + 1, loss }))),
      },
      mark: { type: 'line', point: { size: 30 } },
      encoding: {
        x: { field: 'epoch', type: 'quantitative', axis: { grid: false, tickMinStep: 1 } },
        y: { field: 'loss', type: 'quantitative', scale: { domainMin: 0 }, axis: { title: null } },
        color,
      },
    },
    {
      title: { text: 'Before training', subtitle: 'RMS of the gradient at each layer; dashed: theory' },
      width: 280,
      height: 220,
      encoding: {
        x: { field: 'layer', type: 'quantitative', sort: 'descending', axis: { grid: false } },
        y: {
          field: 'gradient',
          type: 'quantitative',
          scale: { type: 'log' },
          axis: { title: null, format: '.0e', grid: false, tickCount: 6 },
        },
        color,
      },
      layer: [
        {
          data: {
            values: runs.flatMap(({ name, gradients }) =>
              gradients.map((gradient, i) => ({ weights: name, layer: i + 1, gradient })),
            ),
          },
          mark: 'line',
        },
        {
          data: {
            values: runs.flatMap(({ name, gradients }) =>
              gradients.map((_, i) => ({
                weights: name,
                layer: i + 1,
                gradient: (gradients[DEPTH - 1] ?? 0) * (name === 'He' ? 1 : Math.SQRT1_2) ** (DEPTH - 1 - i),
              })),
            ),
          },
          mark: { type: 'line', strokeDash: [4, 4], opacity: 0.7, strokeWidth: 1.5 },
        },
      ],
    },
  ],
});

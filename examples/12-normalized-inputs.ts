/**
 * Ioffe and Szegedy, "Batch Normalization" (2015), figure 1, on digits: three layers of 100 sigmoid units, with batch
 * normalization and without. Training is faster, and the inputs of a typical unit in the last hidden layer stay in place.
 */

import { callbacks, initializers, layers, Model, ops, optimizers, Sequential, utils } from 'keratin';
import { colors, quick, writeChart } from './support/charts.ts';
import { standardizedDigits } from './support/standardized-digits.ts';
import { table } from './support/table.ts';

const EPOCHS = quick ? 8 : 40;
const { x, y } = await standardizedDigits(1437);
const [train, test] = [ops.arange(1200), ops.arange(1200, 1437)];
const rows = (values: typeof x, which: typeof train) => ops.take(values, which, { axis: 0 });

/** Trains with batches of 60 and small Gaussian weights, as they did; looks at one unit's inputs as it goes. */
async function observe(normalized: boolean) {
  utils.setRandomSeed(5);
  const net = new Sequential([new layers.Input({ shape: [64] })]);
  const weights = () => new initializers.RandomNormal({ stddev: 0.1 });
  for (let i = 0; i < 3; i++) {
    net.add(new layers.Dense(100, { kernelInitializer: weights(), useBias: !normalized }));
    if (normalized) net.add(new layers.BatchNormalization({ momentum: 0.9 }));
    net.add(new layers.Activation('sigmoid'));
  }
  const [before] = net.outputs;
  if (before === undefined) throw new Error('A net has outputs.');
  net.add(new layers.Dense(10, { activation: 'softmax', kernelInitializer: weights() }));
  net.compile({
    optimizer: new optimizers.SGD({ learningRate: 0.3 }),
    loss: 'sparse_categorical_crossentropy',
    metrics: ['accuracy'],
  });
  // Outputs of the last hidden layer; the sigmoid's inverse gives its inputs.
  const hidden = new Model({ inputs: net.inputs, outputs: before });
  const percentiles: { epoch: number; low: number; middle: number; high: number }[] = [];
  const watch = new callbacks.LambdaCallback({
    onEpochEnd: async (epoch) => {
      const h = ops.take(hidden.apply(rows(x, test), { training: true }), 0, { axis: 1 });
      const z = Array.from(await ops.log(ops.divide(h, ops.subtract(1, h))).data()).sort((a, b) => a - b);
      const at = (share: number) => z[Math.round(share * (z.length - 1))] ?? 0;
      percentiles.push({ epoch: epoch + 1, low: at(0.15), middle: at(0.5), high: at(0.85) });
    },
  });
  const { history } = await net.fit(rows(x, train), rows(y, train), {
    batchSize: 60,
    epochs: EPOCHS,
    verbose: 0,
    validationData: [rows(x, test), rows(y, test)],
    callbacks: [watch],
  });
  return { name: normalized ? 'with' : 'without', accuracy: history.val_accuracy ?? [], percentiles };
}

const runs = [await observe(false), await observe(true)];

console.log('\nAccuracy on unseen digits:\n');
const epochs = [1, 2, 4, 8, 20, 40].filter((epoch) => epoch <= EPOCHS);
console.log(
  table(
    ['batch normalization', ...epochs.map((epoch) => `epoch ${epoch}`)],
    runs.map(({ name, accuracy }) => [name, ...epochs.map((epoch) => (accuracy[epoch - 1] ?? 0).toFixed(3))]),
  ),
);
/** How far the middle of the unit's inputs moves during training, in widths of their distribution at its end. */
const shift = ({ percentiles }: (typeof runs)[number]) => {
  const middles = percentiles.map(({ middle }) => middle);
  const last = percentiles.at(-1);
  return (Math.max(...middles) - Math.min(...middles)) / ((last?.high ?? 1) - (last?.low ?? 0));
};
console.log('\nInputs of one unit of the last hidden layer, from the 15th to the 85th percentile:\n');
console.log(
  table(
    ['batch normalization', ...epochs.map((epoch) => `epoch ${epoch}`), 'grows by'],
    runs.map(({ name, percentiles }) => {
      const width = (epoch: number) => (percentiles[epoch - 1]?.high ?? 0) - (percentiles[epoch - 1]?.low ?? 0);
      return [
        name,
        ...epochs.map((epoch) => {
          const { low = 0, high = 0 } = percentiles[epoch - 1] ?? {};
          return `${low.toFixed(1)} to ${high.toFixed(1)}`;
        }),
        `${(width(EPOCHS) / width(1)).toFixed(1)}x`,
      ];
    }),
  ),
);
console.log(`\nThe median moves by ${runs.map((run) => `${shift(run).toFixed(2)} widths ${run.name}`).join(', ')}.\n`);

const names = ['without', 'with'];
const color = { field: 'name', sort: names, scale: { domain: names, range: [colors.orange, colors.blue] } };
const limits = runs.flatMap(({ percentiles }) => percentiles.flatMap(({ low, high }) => [low, high]));
await writeChart('normalized-inputs', {
  spacing: 40,
  resolve: { scale: { color: 'independent' } },
  hconcat: [
    {
      title: { text: 'Accuracy on unseen digits', subtitle: 'with and without batch normalization' },
      width: 240,
      height: 220,
      data: {
        values: runs.flatMap(({ name, accuracy }) => accuracy.map((value, i) => ({ name, epoch: i + 1, value }))),
      },
      mark: 'line',
      encoding: {
        x: { field: 'epoch', type: 'quantitative', axis: { grid: false } },
        y: { field: 'value', type: 'quantitative', scale: { domain: [0, 1] }, axis: { title: null } },
        color: { ...color, legend: { title: null, orient: 'bottom-right' } },
      },
    },
    ...runs.map(({ name, percentiles }) => ({
      title: {
        text: `${name[0]?.toUpperCase()}${name.slice(1)}`,
        subtitle: 'inputs of one unit: 15th, 50th, 85th percentile',
      },
      width: 200,
      height: 220,
      data: { values: percentiles.map((one) => ({ name, ...one })) },
      encoding: {
        x: { field: 'epoch', type: 'quantitative' as const, axis: { grid: false } },
        color: { ...color, legend: null },
      },
      layer: [
        {
          mark: { type: 'area' as const, opacity: 0.2 },
          encoding: {
            y: {
              field: 'low',
              type: 'quantitative' as const,
              scale: { domain: [Math.min(...limits), Math.max(...limits)] },
              axis: { title: null },
            },
            y2: { field: 'high' },
          },
        },
        { mark: 'line' as const, encoding: { y: { field: 'middle', type: 'quantitative' as const } } },
      ],
    })),
  ],
});

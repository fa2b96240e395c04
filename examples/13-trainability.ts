/**
 * Schoenholz, Gilmer, Ganguli and Sohl-Dickstein, "Deep Information Propagation" (ICLR 2017): a net can be trained as
 * long as it is not much deeper than information travels in it, which mean-field theory foretells from the variance of
 * the weights.
 */

import { doctor, initializers, layers, optimizers, Sequential, utils } from 'keratin';
import { colors, quick, writeChart } from './support/charts.ts';
import { standardizedDigits } from './support/standardized-digits.ts';
import { table } from './support/table.ts';

const UNITS = 64;
const BIAS_VARIANCE = 0.05;
const depths = quick ? [4, 20] : [4, 10, 16, 24, 32];
const variances = quick ? [0.6, 1.8] : [0.5, 0.8, 1.1, 1.4, 1.8, 2.3, 3, 4];
const EPOCHS = quick ? 6 : 10;
const { x, y } = await standardizedDigits(1280);

/** Training accuracy of a tanh net for each variance of its weights, n Var(w). One compiled net serves for all. */
async function trainAll(depth: number): Promise<number[]> {
  const net = new Sequential([new layers.Input({ shape: [64] })]);
  for (let i = 0; i < depth; i++) net.add(new layers.Dense(UNITS, { activation: 'tanh' }));
  net.add(new layers.Dense(10, { activation: 'softmax' }));
  net.compile({
    optimizer: new optimizers.SGD({ learningRate: 0.02 }),
    loss: 'sparse_categorical_crossentropy',
    metrics: ['accuracy'],
  });
  const accuracies: number[] = [];
  for (const variance of variances) {
    utils.setRandomSeed(11);
    for (const weight of net.weights) {
      const [fanIn = 1] = weight.shape;
      const stddev = Math.sqrt(weight.shape.length === 1 ? BIAS_VARIANCE : variance / fanIn);
      weight.assign(new initializers.RandomNormal({ stddev }).apply(weight.shape));
    }
    const { history } = await net.fit(x, y, { batchSize: 32, epochs: EPOCHS, verbose: 0 });
    accuracies.push(history.accuracy?.at(-1) ?? 0);
  }
  return accuracies;
}

const grid: { readonly depth: number; readonly accuracies: readonly number[] }[] = [];
for (const depth of depths) grid.push({ depth, accuracies: await trainAll(depth) });

/** The depth up to which mean-field theory expects a net to learn: 6 scales of the signal. */
const reach = (weightVariance: number) =>
  6 * doctor.depthScale('tanh', { weightVariance, biasVariance: BIAS_VARIANCE }).signal;

console.log(`
Accuracy on the training digits after ${EPOCHS} epochs of plain SGD, for tanh nets by depth
and by the variance of their weights, n Var(w); and the depth of 6 scales:
`);
console.log(
  table(
    ['depth', ...variances.map(String)],
    [
      ...grid.map(({ depth, accuracies }) => [String(depth), ...accuracies.map((share) => share.toFixed(2))]),
      ['theory', ...variances.map((variance) => reach(variance).toFixed(0))],
    ],
  ),
);
console.log();

/** Cells reach half-way to their neighbours. */
const edges = (values: readonly number[], i: number) => {
  const value = values[i] ?? 0;
  const [before, after] = [values[i - 1] ?? 2 * value - (values[i + 1] ?? value), values[i + 1]];
  return [(value + before) / 2, (value + (after ?? 2 * value - (values[i - 1] ?? value))) / 2] as const;
};
const cells = grid.flatMap(({ depth, accuracies }, d) =>
  accuracies.map((accuracy, v) => {
    const [low, high] = edges(depths, d);
    const [left, right] = edges(variances, v);
    return { depth, variance: variances[v], accuracy, low, high, left, right };
  }),
);
const [top, wide] = [Math.max(...cells.map(({ high }) => high)), Math.max(...cells.map(({ right }) => right))];
const narrow = Math.max(0.05, Math.min(...cells.map(({ left }) => left)));
const curve = Array.from({ length: 81 }, (_, i) => narrow + ((wide - narrow) * i) / 80).map((variance) => ({
  variance,
  depth: Math.min(reach(variance), 10 * top),
}));
await writeChart('trainability', {
  title: {
    text: 'A net learns as deep as information travels in it',
    subtitle: 'accuracy of tanh nets on digits; the line is the depth of 6 scales by mean-field theory',
  },
  width: 460,
  height: 320,
  layer: [
    {
      data: { values: cells },
      mark: 'rect',
      encoding: {
        x: {
          field: 'left',
          type: 'quantitative',
          title: 'variance of the weights, n Var(w)',
          scale: { zero: false, nice: false },
        },
        x2: { field: 'right' },
        y: { field: 'low', type: 'quantitative', title: 'hidden layers', scale: { domain: [0, top], nice: false } },
        y2: { field: 'high' },
        color: {
          field: 'accuracy',
          type: 'quantitative',
          scale: { scheme: 'greys', reverse: true, domain: [0, 1] },
          legend: { title: 'accuracy' },
        },
      },
    },
    {
      data: { values: curve },
      mark: { type: 'line', clip: true, color: colors.orange, strokeWidth: 3 },
      encoding: { x: { field: 'variance', type: 'quantitative' }, y: { field: 'depth', type: 'quantitative' } },
    },
  ],
});

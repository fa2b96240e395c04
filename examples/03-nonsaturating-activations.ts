/** Activation functions that do not saturate for positive z: leaky ReLU and its relatives, ELU, SELU. */

import { activations, layers, ops, random, Sequential, type Tensor, utils } from 'keratin';
import { writeChart } from './support/charts.ts';
import { functionChart } from './support/function-chart.ts';
import { table } from './support/table.ts';

utils.setRandomSeed(42);

console.log('Activation functions:', Object.keys(activations).join(', '));
console.log(
  '\nLayers with a ReLU:',
  Object.keys(layers)
    .filter((name) => /relu/i.test(name))
    .join(', '),
);

const leakyRelu = (z: Tensor, alpha = 0.01) => ops.maximum(ops.multiply(alpha, z), z);
const z = ops.convertToTensor([-2, -1, 0, 1, 2]);

console.log('\nWhat the layers make of z, with the slopes for negative z that they begin with:\n');
const rrelu = new layers.RReLU();
const answers: [string, Tensor][] = [
  ['leakyRelu(z, 0.2), written with ops', leakyRelu(z, 0.2)],
  ['LeakyReLU({ alpha: 0.2 })', new layers.LeakyReLU({ alpha: 0.2 }).apply(z)],
  ['LeakyReLU(): 0.3', new layers.LeakyReLU().apply(z)],
  ['PReLU(): learned, 0 at first', new layers.PReLU().apply(ops.expandDims(z, 0))],
  ['RReLU(), training: U(1/8, 1/3)', rrelu.apply(z, { training: true })],
  ['RReLU(), otherwise: their mean', rrelu.apply(z)],
];
const rows = await Promise.all(answers.map(async ([name, answer]) => [name, ...(await answer.data())]));
console.log(table(['z', '-2', '-1', '0', '1', '2'], rows));

// As a layer of its own after a layer without activation.
const model = new Sequential([
  new layers.Input({ shape: [784] }),
  new layers.Dense(300, { kernelInitializer: 'he_normal' }),
  new layers.LeakyReLU({ alpha: 0.2 }),
  new layers.Dense(100, { kernelInitializer: 'he_normal' }),
  new layers.PReLU(),
  new layers.Dense(10, { activation: 'softmax' }),
]);
console.log(`\n${model.layers.map(String).join('\n')}\n`);

/** Mean and standard deviation of the outputs of every tenth of 100 layers. */
async function throughLayers(layer: () => layers.Dense, x: Tensor): Promise<[number, number][]> {
  const statistics: Tensor[] = [];
  let output = x;
  for (let i = 1; i <= 100; i++) {
    output = layer().apply(output);
    if (i % 10 === 0) statistics.push(ops.mean(output), ops.std(output));
  }
  const numbers = await ops.stack(statistics).data();
  return Array.from({ length: 10 }, (_, i) => [numbers[2 * i] ?? 0, numbers[2 * i + 1] ?? 0]);
}

console.log('On standardized inputs, SELU with LeCun normal weights keeps mean 0 and standard');
console.log('deviation 1 through 100 layers (mean and standard deviation of the outputs):\n');
const x = random.normal([500, 100]);
const nets = {
  'SELU, LeCun': () => new layers.Dense(100, { activation: 'selu', kernelInitializer: 'lecun_normal' }),
  'ReLU, He': () => new layers.Dense(100, { activation: 'relu', kernelInitializer: 'he_normal' }),
  'tanh, Glorot': () => new layers.Dense(100, { activation: 'tanh', kernelInitializer: 'glorot_normal' }),
} as const;
const statistics = await Promise.all(Object.values(nets).map((layer) => throughLayers(layer, x)));
const perLayer = Array.from({ length: 10 }, (_, i) => [
  String(10 * (i + 1)),
  ...statistics.map((net) => (net[i] ?? []).map((value) => value.toFixed(3).padStart(6)).join(' ')),
]);
console.log(table(['layer', ...Object.keys(nets)], perLayer));

console.log('\nSELU with other weights gets a word of advice:\n');
new layers.Dense(10, { activation: 'selu' });

const functions: [string, (z: Tensor) => Tensor][] = [
  ['sigmoid', activations.sigmoid],
  ['tanh', activations.tanh],
  ['ReLU', activations.relu],
  ['leaky ReLU (0.2)', (z) => leakyRelu(z, 0.2)],
  ['ELU', activations.elu],
  ['SELU', activations.selu],
];
await writeChart('activation-functions', {
  title: 'Sigmoid and tanh are flat on both sides: there no gradient passes',
  columns: 3,
  concat: await Promise.all(functions.map(([name, fn]) => functionChart(name, fn))),
});

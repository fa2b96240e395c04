/**
 * Klambauer et al., "Self-Normalizing Neural Networks" (NeurIPS 2017): with LeCun weights and standardized inputs SELU
 * draws mean and variance to 0 and 1, however deep the net; without them it takes long, or never gets there.
 */

import { type activations, datasets, type initializers, layers, Model, ops, type Tensor, utils } from 'keratin';
import { colors, quick, writeChart } from './support/charts.ts';
import { standardizedDigits } from './support/standardized-digits.ts';
import { table } from './support/table.ts';

const DEPTH = quick ? 30 : 50;
const { x: standardized } = await standardizedDigits(512);
const [[images]] = await datasets.digits.loadData();
const raw = ops.take(ops.reshape(images, [-1, 64]), ops.arange(512), { axis: 0 });

/** Mean and variance of the activations of every layer. */
async function throughDepth(
  activation: activations.ActivationIdentifier,
  kernelInitializer: initializers.InitializerIdentifier,
  inputs: Tensor,
) {
  utils.setRandomSeed(3);
  const input = new layers.Input({ shape: [64] });
  const outputs: (typeof input)[] = [];
  for (let i = 0; i < DEPTH; i++)
    outputs.push(new layers.Dense(200, { activation, kernelInitializer }).apply(outputs.at(-1) ?? input));
  const all = new Model({ inputs: input, outputs }).apply<Tensor[]>(inputs);
  const moments = await ops.stack(all.flatMap((output) => [ops.mean(output), ops.square(ops.std(output))])).data();
  return all.map((_, i) => ({ layer: i + 1, mean: moments[2 * i] ?? 0, variance: moments[2 * i + 1] ?? 0 }));
}

// SELU gives advice on its weights when it gets others; here they are meant.
const warn = console.warn;
console.warn = () => {};
const runs = [
  { name: 'SELU, LeCun', values: await throughDepth('selu', 'lecun_normal', standardized) },
  { name: 'SELU, LeCun, raw inputs', values: await throughDepth('selu', 'lecun_normal', raw) },
  { name: 'SELU, N(0, 0.05²)', values: await throughDepth('selu', 'random_normal', standardized) },
  { name: 'SELU, He', values: await throughDepth('selu', 'he_normal', standardized) },
  { name: 'tanh, Glorot', values: await throughDepth('tanh', 'glorot_normal', standardized) },
];
console.warn = warn;

console.log(`\nMean and variance of the activations through ${DEPTH} layers of 200 units:\n`);
const shown = [1, 2, 5, 10, 20, DEPTH];
console.log(
  table(
    ['', ...shown.map((layer) => `layer ${layer}`)],
    runs.flatMap(({ name, values }) =>
      (['mean', 'variance'] as const).map((quantity) => [
        `${name}: ${quantity}`,
        ...shown.map((layer) => values[layer - 1]?.[quantity] ?? 0),
      ]),
    ),
  ),
);
console.log();

const names = runs.map(({ name }) => name);
const panel = (quantity: 'mean' | 'variance', domain: [number, number], goal: number) => ({
  title: { text: quantity, fontWeight: 'normal' as const },
  width: 300,
  height: 220,
  layer: [
    {
      data: { values: [{ goal }] },
      mark: { type: 'rule' as const, strokeDash: [4, 4], color: '#999' },
      encoding: { y: { field: 'goal', type: 'quantitative' as const } },
    },
    {
      data: { values: runs.flatMap(({ name, values }) => values.map((value) => ({ net: name, ...value }))) },
      mark: { type: 'line' as const, clip: true },
      encoding: {
        x: { field: 'layer', type: 'quantitative' as const, axis: { grid: false } },
        y: {
          field: quantity,
          type: 'quantitative' as const,
          scale: quantity === 'variance' ? { type: 'log' as const, domain } : { domain },
          axis: { title: null, grid: quantity === 'mean', tickCount: 6 },
        },
        color: {
          field: 'net',
          scale: { domain: names, range: [colors.blue, colors.cyan, colors.orange, colors.red, colors.olive] },
          legend: { title: null, orient: 'right' as const },
        },
      },
    },
  ],
});
await writeChart('selu-fixed-point', {
  title: { text: 'SELU holds mean 0 and variance 1 through any depth, given its conditions', offset: 14 },
  spacing: 40,
  hconcat: [panel('mean', [-1, 2], 0), panel('variance', [0.001, 100], 1)],
});

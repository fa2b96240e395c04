/** Initial weights: which initializers there are, what variance they give, and what each is for. */

import { initializers, layers, ops, type Tensor, utils } from 'keratin';
import { table } from './support/table.ts';

utils.setRandomSeed(42);

console.log('What `initializers` holds:\n');
console.log(Object.keys(initializers).join(', '));
console.log();

// By name, with Keras's defaults otherwise.
console.log(new layers.Dense(10, { activation: 'relu', kernelInitializer: 'he_normal' }));

// He initialization from the mean of inputs and outputs, uniform.
const heAverage = new initializers.VarianceScaling({ scale: 2, mode: 'fan_avg', distribution: 'uniform' });
console.log(new layers.Dense(10, { activation: 'sigmoid', kernelInitializer: heAverage }));

const [inputs, outputs] = [300, 100];
const average = (inputs + outputs) / 2;

/** Smallest value, largest value and variance. */
async function spread(weights: Tensor): Promise<[number, number, number]> {
  const [low = 0, high = 0, variance = 0] = await ops
    .stack([ops.min(weights), ops.max(weights), ops.var(weights)])
    .data();
  return [low, high, variance];
}

console.log(`
Uniform values of variance scale / n lie within ±sqrt(3 scale / n). For a layer
with ${inputs} inputs and ${outputs} outputs, mode fan_avg, n is ${average}:
`);
const uniform = await Promise.all(
  [2, 0.2].map(async (scale) => {
    const options = { scale, mode: 'fan_avg', distribution: 'uniform' } as const;
    const [low, high] = await spread(new initializers.VarianceScaling(options).apply([inputs, outputs]));
    return [`scale ${scale}`, Math.sqrt((3 * scale) / average), low, high];
  }),
);
console.log(table(['', 'limit', 'smallest', 'largest'], uniform));

console.log('\nWhich variance is for which activation function:\n');
const rules = [
  { name: 'glorot_normal', use: 'linear, tanh, sigmoid, softmax', variance: 1 / average, formula: '1 / fan_avg' },
  { name: 'glorot_uniform', use: 'the same', variance: 1 / average, formula: '1 / fan_avg' },
  { name: 'he_normal', use: 'ReLU and its variants, ELU', variance: 2 / inputs, formula: '2 / fan_in' },
  { name: 'he_uniform', use: 'the same', variance: 2 / inputs, formula: '2 / fan_in' },
  { name: 'lecun_normal', use: 'SELU', variance: 1 / inputs, formula: '1 / fan_in' },
  { name: 'lecun_uniform', use: 'the same', variance: 1 / inputs, formula: '1 / fan_in' },
] as const;
const measured = await Promise.all(
  rules.map(async ({ name, use, variance, formula }) => {
    const [, , found] = await spread(initializers.get(name).apply([inputs, outputs]));
    return [name, use, formula, variance, found];
  }),
);
console.log(table(['initializer', 'for', 'variance', 'expected', 'found'], measured));

console.log('\nAn initializer becomes JSON, which Keras reads, and comes back:\n');
const config = initializers.serialize(heAverage);
console.log(JSON.stringify(config));
console.log(initializers.deserialize(config));

console.log('\nA name that does not exist gets an answer that helps:\n');
try {
  // A mistake that the compiler would find; here it comes from somewhere else.
  initializers.get(JSON.parse('"he_norml"'));
} catch (error) {
  console.log(String(error));
}

/** Against exploding gradients: three ways of clipping, and what each does to the direction of the step. */

import { layers, ops, optimizers, Sequential, Variable } from 'keratin';
import { arrowChart } from './support/arrow-chart.ts';
import { writeChart } from './support/charts.ts';
import { table } from './support/table.ts';

type Clipping = Pick<optimizers.SGDOptions, 'clipvalue' | 'clipnorm' | 'globalClipnorm'>;

/** What SGD with learning rate 1 subtracts from the variables: their gradients, clipped. */
async function clipped(clipping: Clipping, gradients: number[][]): Promise<number[][]> {
  const variables = gradients.map((gradient) => new Variable(gradient.map(() => 0)));
  const optimizer = new optimizers.SGD({ learningRate: 1, ...clipping });
  optimizer.apply(
    gradients.map((gradient) => ops.convertToTensor(gradient)),
    variables,
  );
  return Promise.all(variables.map(async (variable) => Array.from(await ops.negative(variable).data())));
}

const ways: [string, Clipping][] = [
  ['gradient', {}],
  ['clipvalue: 1', { clipvalue: 1 }],
  ['clipnorm: 1', { clipnorm: 1 }],
];

const degrees = (x: number, y: number) => `${((Math.atan2(y, x) * 180) / Math.PI).toFixed(1)}°`;
const rounded = (x: number) => String(Number(x.toPrecision(6)));

console.log('A gradient that is nearly all along the second axis. clipvalue limits each');
console.log('component and so turns it; clipnorm shortens it and keeps its direction:\n');
const rows = await Promise.all(
  ways.map(async ([name, clipping]) => {
    const [[x = 0, y = 0] = []] = await clipped(clipping, [[0.9, 100]]);
    return [name, rounded(x), rounded(y), rounded(Math.hypot(x, y)), degrees(x, y)];
  }),
);
console.log(table(['', 'first', 'second', 'norm', 'direction'], rows));

console.log('\nWith several variables, clipnorm limits each on its own; globalClipnorm limits');
console.log('the norm of all together (here 13), so that their proportions stay:\n');
const gradients = [[3, 4], [12]];
const together = await Promise.all(
  [{}, { clipnorm: 1 }, { globalClipnorm: 1 }].map(async (clipping) => {
    const [[a = 0, b = 0] = [], [c = 0] = []] = await clipped(clipping, gradients);
    const [[name, limit] = ['gradients', '']] = Object.entries(clipping);
    return [limit === '' ? name : `${name}: ${limit}`, a, b, c];
  }),
);
console.log(table(['', 'first variable', '', 'second variable'], together));

// In a model it is an option of the optimizer. Two at once are refused.
const model = new Sequential([new layers.Input({ shape: [4] }), new layers.Dense(1)]);
model.compile({ loss: 'mse', optimizer: new optimizers.SGD({ clipvalue: 1 }) });
model.compile({ loss: 'mse', optimizer: new optimizers.SGD({ clipnorm: 1 }) });
try {
  new optimizers.SGD({ clipvalue: 1, clipnorm: 1 });
} catch (error) {
  console.log(`\n${String(error)}\n`);
}

const arrows = await Promise.all(
  ways.map(async ([name, clipping]) => {
    const [[x = 0, y = 0] = []] = await clipped(clipping, [[1.5, 3]]);
    return { name, x, y, label: 'clipnorm' in clipping ? ('left' as const) : ('right' as const) };
  }),
);
await writeChart('gradient-clipping', {
  vconcat: [arrowChart('clipvalue turns the gradient, clipnorm does not', arrows)],
});

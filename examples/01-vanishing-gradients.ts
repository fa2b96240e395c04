/** Why deep nets of sigmoid units do not learn: the sigmoid saturates, and the gradient fades layer by layer. */

import { ops, random, type Tensor, utils } from 'keratin';
import { colors, writeChart } from './support/charts.ts';
import { deepNet } from './support/deep-net.ts';
import { derivative } from './support/derivative.ts';
import { gradientRms } from './support/gradient-rms.ts';
import { saturation } from './support/saturation.ts';
import { standardizedDigits } from './support/standardized-digits.ts';
import { table } from './support/table.ts';

utils.setRandomSeed(42);

const sigmoid = (z: Tensor) => ops.divide(1, ops.add(1, ops.exp(ops.negative(z))));

const z = ops.linspace(-8, 8, { num: 161 });
const [points, values, slopes] = await Promise.all([z.data(), sigmoid(z).data(), derivative(sigmoid, z).data()]);
const curve = Array.from(points, (point, i) => ({ z: point, value: values[i] ?? 0, slope: slopes[i] ?? 0 }));

console.log('The slope of the sigmoid is 1/4 at most, and nearly 0 where it saturates:\n');
const some = curve.filter((_, i) => i % 20 === 0);
console.log(
  table(
    ['z', 'sigmoid(z)', 'slope'],
    some.map(({ z, value, slope }) => [z.toFixed(0), value, slope]),
  ),
);

const { x, y } = await standardizedDigits();
const normal = deepNet('sigmoid', (shape) => random.normal(shape));
const glorot = deepNet('sigmoid', 'glorot_normal');
const inside = await saturation(normal, x);
const fromNormal = await gradientRms(normal, x, y);
const fromGlorot = await gradientRms(glorot, x, y);

console.log(`
Ten sigmoid layers of 32 units, before training. With weights from N(0, 1) the
pre-activations z are large, and many units saturate. With Glorot weights none
does, but a slope of at most 1/4 takes its share in every layer:
`);
const rows = inside.map(({ deviation, saturated }, i) => {
  const layer = i + 1 < inside.length ? String(i + 1) : 'output';
  return [layer, deviation, `${(100 * saturated).toFixed(0)}%`, fromNormal[i] ?? 0, fromGlorot[i] ?? 0];
});
console.log(table(['layer', 'std of z', '|z| > 4', 'gradient, N(0, 1)', 'gradient, Glorot'], rows.reverse()));

console.log(`
The wider the layers, the more N(0, 1) saturates them. The RMS of the gradient
does not show it: the few units that are not saturated carry nearly all.
`);
const widths = await Promise.all(
  [32, 100, 300].map(async (units) => {
    const net = deepNet('sigmoid', (shape) => random.normal(shape), { units });
    const top = (await saturation(net, x)).at(-2)?.saturated ?? 0;
    return [String(units), `${(100 * top).toFixed(0)}%`, (await gradientRms(net, x, y))[0] ?? 0];
  }),
);
console.log(table(['units', '|z| > 4 in layer 10', 'gradient at layer 1'], widths));
console.log();

await writeChart('sigmoid-saturation', {
  title: { text: 'The sigmoid saturates: where it is flat, no gradient passes', offset: 16 },
  width: 620,
  height: 260,
  data: { values: curve },
  encoding: { x: { field: 'z', type: 'quantitative', axis: { grid: false } } },
  layer: [
    ...[-8, 4].map((from) => ({
      data: { values: [{ from, to: from + 4 }] },
      mark: { type: 'rect' as const, color: '#f6d5cc', opacity: 0.6 },
      encoding: { x: { field: 'from', type: 'quantitative' as const, title: 'z' }, x2: { field: 'to' } },
    })),
    {
      mark: { type: 'line', color: colors.blue },
      encoding: { y: { field: 'value', type: 'quantitative', axis: { title: null } } },
    },
    {
      mark: { type: 'line', color: colors.red, strokeDash: [6, 3] },
      encoding: { y: { field: 'slope', type: 'quantitative' } },
    },
    ...[
      { z: 1.6, y: 0.93, text: 'sigmoid(z)', color: colors.blue },
      { z: 0, y: 0.3, text: 'its slope', color: colors.red },
      { z: -6, y: 0.55, text: 'saturated', color: '#555' },
      { z: 6, y: 0.55, text: 'saturated', color: '#555' },
    ].map(({ z, y, text, color }) => ({
      data: { values: [{ z, y }] },
      mark: { type: 'text' as const, text, color, fontSize: 12, align: 'center' as const },
      encoding: { x: { field: 'z', type: 'quantitative' as const }, y: { field: 'y', type: 'quantitative' as const } },
    })),
  ],
});

import { ops, type Tensor } from 'keratin';
import { type Chart, colors } from './charts.ts';
import { derivative } from './derivative.ts';

/** An activation function and its slope over z from -4 to 4. */
export async function functionChart(name: string, fn: (z: Tensor) => Tensor): Promise<Chart> {
  const z = ops.linspace(-4, 4, { num: 81 });
  const [points, values, slopes] = await Promise.all([z.data(), fn(z).data(), derivative(fn, z).data()]);
  const lines = Object.entries({ 'f(z)': values, slope: slopes });
  return {
    title: { text: name, fontSize: 12, offset: 6 },
    width: 190,
    height: 150,
    data: {
      values: lines.flatMap(([line, data]) =>
        Array.from(points, (z, i) => ({ line, z, value: Number((data[i] ?? 0).toPrecision(4)) })),
      ),
    },
    mark: { type: 'line', clip: true },
    encoding: {
      x: { field: 'z', type: 'quantitative', axis: { tickCount: 5 } },
      y: { field: 'value', type: 'quantitative', scale: { domain: [-2, 4] }, axis: { title: null, tickCount: 4 } },
      color: {
        field: 'line',
        scale: { range: [colors.blue, colors.red] },
        legend: { title: null, orient: 'bottom', symbolType: 'stroke' },
      },
      strokeDash: {
        field: 'line',
        scale: {
          range: [
            [1, 0],
            [6, 3],
          ],
        },
      },
    },
  };
}

import { type Chart, colors } from './charts.ts';
import type { GradientColumn } from './gradient-table.ts';

const shapes = ['circle', 'square', 'triangle-up', 'diamond', 'cross'];
const WIDTH = 690;

/** The gradients of several nets as lines over the layers, on a log scale, and below them their table, which is also the legend. */
export function gradientChart(columns: readonly GradientColumn[], text: string): Chart {
  const nets = columns.map(({ head }) => head.join(', '));
  const values = columns.flatMap(({ rms }, i) =>
    rms.map((value, layer) => ({
      net: nets[i],
      layer: layer + 1 < rms.length ? String(layer + 1) : 'output',
      // No more digits than can be read, so that the picture comes out the same everywhere.
      rms: Number(value.toPrecision(2)),
    })),
  );
  return {
    title: { text, subtitle: 'RMS of the gradient at each layer’s pre-activation (log scale), before training' },
    data: { values },
    spacing: 2,
    resolve: { scale: { color: 'shared', shape: 'shared' } },
    vconcat: [
      {
        width: WIDTH,
        height: 240,
        mark: { type: 'line', point: { size: 60 } },
        encoding: {
          x: { field: 'layer', sort: null, axis: null },
          y: {
            field: 'rms',
            type: 'quantitative',
            scale: { type: 'log', domain: [1e-3, 1] },
            axis: { title: null, values: [0.001, 0.01, 0.1, 1], format: '~g' },
          },
          color: { field: 'net', scale: { domain: nets, range: Object.values(colors) }, legend: null },
          shape: { field: 'net', scale: { domain: nets, range: shapes }, legend: null },
        },
      },
      {
        width: WIDTH,
        height: { step: 21 },
        encoding: {
          y: {
            field: 'net',
            sort: nets,
            axis: { title: null, domain: false, ticks: false, labelFontSize: 12, labelPadding: 26, labelLimit: 200 },
          },
        },
        layer: [
          {
            transform: [{ filter: "datum.layer === '1'" }],
            mark: { type: 'point', filled: true, size: 60, opacity: 1 },
            encoding: { x: { value: -13 }, color: { field: 'net' }, shape: { field: 'net' } },
          },
          {
            mark: { type: 'text', fontSize: 11, fill: '#333' },
            encoding: {
              x: {
                field: 'layer',
                sort: null,
                axis: {
                  title: 'hidden layer (1 is next to the input; the gradient comes from the output)',
                  labelAngle: 0,
                  domain: false,
                  ticks: false,
                },
              },
              text: { field: 'rms', type: 'quantitative', format: '.2r' },
            },
          },
        ],
      },
    ],
  };
}

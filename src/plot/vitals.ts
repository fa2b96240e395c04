import type { LayerVitals, VitalsRecord } from '../callbacks/index.ts';
import { oneOf } from '../support/check-values.ts';
import { badArgument, checkOptions } from '../support/errors.ts';
import { Picture } from './picture.ts';

/** What `plot.vitals` can show, each with its title and whether it is drawn by orders of magnitude. */
const quantities = {
  gradientRms: { title: 'RMS of the gradient', log: true },
  std: { title: 'standard deviation of activations', log: true },
  preStd: { title: 'standard deviation of pre-activations', log: true },
  mean: { title: 'mean of activations', log: false },
  deadShare: { title: 'share of dead units', log: false },
  saturatedShare: { title: 'share of saturated units', log: false },
  zeroShare: { title: 'share of zeros', log: false },
} as const satisfies Partial<Record<keyof LayerVitals, { title: string; log: boolean }>>;

export type VitalsQuantity = keyof typeof quantities;

const names: readonly VitalsQuantity[] = [
  'gradientRms',
  'std',
  'preStd',
  'mean',
  'deadShare',
  'saturatedShare',
  'zeroShare',
];

/** Columns that can be told apart. */
const MOST_COLUMNS = 200;
const ROW = 18;

/**
 * The whole net over time: layers as rows, sampled steps as columns, one measurement as colour.
 *
 * @param vitals the records: `history.vitals` of a `fit` with `vitals`, or those of `callbacks.Vitals`
 * @param options `quantity` (default `'gradientRms'`), `title`
 * @throws ArgumentError when there is no record
 * @see Keratin's own; the layers' gradients over time as Glorot and Bengio (2010) drew them
 *
 * @example
 * ```ts
 * import { layers, plot, Sequential } from 'keratin';
 * const model = new Sequential([new layers.Input({ shape: [2] }), new layers.Dense(3, { activation: 'tanh' }), new layers.Dense(1)]);
 * model.compile({ optimizer: 'sgd', loss: 'mse' });
 * const { vitals } = await model.fit([[0, 1], [1, 0]], [1, 2], { epochs: 3, verbose: 0, vitals: { every: 1 } });
 * console.log(plot.vitals(vitals).spec.title); // => RMS of the gradient
 * ```
 */
export function vitals(
  vitals: readonly VitalsRecord[],
  options: { readonly quantity?: VitalsQuantity; readonly title?: string } = {},
): Picture {
  checkOptions('plot.vitals', options, ['quantity', 'title']);
  if (!(vitals?.length > 0)) throw badArgument('vitals', 'the records of a training with vitals, one at least', vitals);
  const quantity = oneOf('quantity', options.quantity ?? 'gradientRms', names);
  const { title, log } = quantities[quantity];
  const stride = Math.ceil(vitals.length / MOST_COLUMNS);
  const columns = vitals.filter((_, i) => i % stride === 0);
  const last = columns.at(-1)?.step ?? 0;
  const width = columns.length > 1 ? (columns[1]?.step ?? 1) - (columns[0]?.step ?? 0) : 1;
  const values = columns.flatMap(({ step, layers }, i) =>
    layers.flatMap(({ layer, [quantity]: value }: LayerVitals) =>
      value === null || !Number.isFinite(value) || (log && value <= 0)
        ? []
        : [{ layer, step, until: columns[i + 1]?.step ?? step + width, value: Number(value.toPrecision(5)) }],
    ),
  );
  const layers = [...new Set(columns.flatMap((record) => record.layers.map(({ layer }) => layer)))];
  return new Picture({
    title: options.title ?? title,
    width: 480,
    height: Math.max(ROW * layers.length, 60),
    data: { values },
    // Cells overlap a little, or seams would show between them.
    mark: { type: 'rect', stroke: null, tooltip: true, x2Offset: 0.6 },
    encoding: {
      x: {
        field: 'step',
        type: 'quantitative',
        title: 'step',
        scale: { domain: [columns[0]?.step ?? 0, last + width], nice: false },
        axis: { grid: false, format: 'd' },
      },
      x2: { field: 'until' },
      y: { field: 'layer', type: 'nominal', sort: layers, title: null },
      color: {
        field: 'value',
        type: 'quantitative',
        title: null,
        // Share and magnitude alike go from dark to light; cividis looks the same to colour-blind eyes.
        scale: log
          ? { type: 'log', scheme: 'cividis' }
          : { scheme: 'cividis', ...(quantity === 'mean' ? {} : { domain: [0, 1] }) },
        legend: { format: log ? '.0e' : '.2', gradientLength: Math.max(Math.min(ROW * layers.length, 200), 60) },
      },
    },
  });
}

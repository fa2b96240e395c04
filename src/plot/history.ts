import { badArgument } from '../support/errors.ts';
import { Picture } from './picture.ts';

/** What `fit` returns, as far as it is drawn. */
export interface HistoryLike {
  readonly epoch?: readonly number[];
  readonly history: { readonly [name: string]: readonly number[] | undefined };
}

/**
 * Learning curves: each value of the logs over the epochs, training and validation side by side in one chart.
 *
 * @param history what `fit` returned
 * @param options `title`
 * @throws ArgumentError when there is no value to draw
 * @see https://vega.github.io/vega-lite/docs/
 *
 * @example
 * ```ts
 * import { plot } from 'keratin';
 * const picture = plot.history({ history: { loss: [1, 0.5], val_loss: [1.2, 0.8] } });
 * console.log(Object.keys(picture.spec).includes('hconcat')); // => true
 * ```
 */
export function history(history: HistoryLike, options: { readonly title?: string } = {}): Picture {
  const curves = Object.entries(history?.history ?? {});
  if (curves.length === 0) throw badArgument('history', 'what fit returned, with at least one epoch', history);
  const epochOf = (i: number) => (history.epoch?.[i] ?? i) + 1;
  const names = [...new Set(curves.map(([name]) => name.replace(/^val_/, '')))];
  const charts = names.map((name) => ({
    title: name.replaceAll('_', ' '),
    width: 260,
    height: 200,
    data: {
      values: curves
        .filter(([key]) => key.replace(/^val_/, '') === name)
        .flatMap(([key, values = []]) =>
          values.map((value, i) => ({
            epoch: epochOf(i),
            value,
            data: key.startsWith('val_') ? 'validation' : 'training',
          })),
        ),
    },
    mark: { type: 'line', point: true },
    encoding: {
      x: { field: 'epoch', type: 'quantitative', axis: { tickMinStep: 1, format: 'd' }, scale: { zero: false } },
      y: { field: 'value', type: 'quantitative', title: null, scale: { zero: false } },
      color: { field: 'data', type: 'nominal', title: null, sort: ['training', 'validation'] },
    },
  }));
  return new Picture({ ...(options.title ? { title: options.title } : {}), hconcat: charts });
}

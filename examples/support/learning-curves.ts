import { type Chart, colors } from './charts.ts';

const parts = ['training', 'validation'];

/** Accuracy and loss over the epochs, for the training and the validation samples. */
export function learningCurves(history: Readonly<Record<string, readonly number[]>>, text: string): Chart {
  const epochs = history.loss?.length ?? 0;
  const curve = (quantity: string, domain: [number, number]): Chart => ({
    title: { text: quantity, fontSize: 12, fontWeight: 'normal', offset: 6 },
    data: {
      values: parts.flatMap((part) =>
        (history[part === 'training' ? quantity : `val_${quantity}`] ?? []).map((value, i) => ({
          part,
          epoch: i + 1,
          value: Number(value.toPrecision(3)),
        })),
      ),
    },
    width: 300,
    height: 170,
    mark: { type: 'line', point: { size: 30 }, clip: true },
    encoding: {
      x: {
        field: 'epoch',
        type: 'quantitative',
        scale: { domain: [0.8, epochs + 0.2], nice: false },
        axis: { grid: false, tickMinStep: 1 },
      },
      y: { field: 'value', type: 'quantitative', scale: { domain }, axis: { title: null, tickCount: 5 } },
      color: {
        field: 'part',
        scale: { domain: parts, range: [colors.blue, colors.orange] },
        legend:
          quantity === 'accuracy' ? { title: null, orient: 'bottom-right', offset: 10, symbolType: 'stroke' } : null,
      },
      strokeDash: {
        field: 'part',
        scale: {
          domain: parts,
          range: [
            [1, 0],
            [5, 3],
          ],
        },
      },
    },
  });
  return {
    title: text,
    spacing: 40,
    resolve: { legend: { color: 'independent', strokeDash: 'independent' } },
    hconcat: [curve('accuracy', [0.7, 1]), curve('loss', [0, 1])],
  };
}

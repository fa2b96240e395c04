import type { Model } from '../../models/index.ts';
import type { ShapedData } from '../../models/training/data-types.ts';
import type { Task } from '../data/data-facts.ts';

/** How good a model is: accuracy, or R^2 = 1 - mse / variance in a regression. Higher is better. */
export async function scoreOf(model: Model, x: ShapedData, y: ShapedData, task: Task): Promise<number> {
  const answers = await model.predict(x, { verbose: 0, batchSize: 256 });
  const values = await answers.data();
  const rows = x.shape[0] ?? 0;
  const width = values.length / Math.max(rows, 1);
  const columns = y.data.length / Math.max(rows, 1);
  const truth = (i: number): number => Number(y.data[i] ?? 0);
  if (task === 'regression') {
    let mean = 0;
    for (let i = 0; i < y.data.length; i++) mean += truth(i) / y.data.length;
    let error = 0;
    let variance = 0;
    for (let i = 0; i < y.data.length; i++) {
      error += ((values[i] ?? Number.NaN) - truth(i)) ** 2;
      variance += (truth(i) - mean) ** 2;
    }
    // What is not finite is as bad as can be, but has to be compared and averaged.
    return Number.isFinite(error) ? Math.max(1 - error / Math.max(variance, 1e-12), -1e6) : -1e6;
  }
  let right = 0;
  for (let i = 0; i < rows; i++) {
    const answer = width === 1 ? ((values[i] ?? 0) > 0.5 ? 1 : 0) : greatest(values, i * width, width);
    const label = columns === 1 ? truth(i) : greatest(y.data, i * columns, columns);
    if (answer === label) right++;
  }
  return right / Math.max(rows, 1);
}

function greatest(values: ArrayLike<number>, from: number, width: number): number {
  let best = 0;
  for (let k = 1; k < width; k++) if ((values[from + k] ?? 0) > (values[from + best] ?? 0)) best = k;
  return best;
}

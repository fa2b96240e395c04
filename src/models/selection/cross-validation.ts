import type { Logs } from '../../callbacks/index.ts';
import { ArgumentError, unknownName } from '../../support/errors.ts';
import type { TrainingResult } from './training-job.ts';

/** Mean and standard deviation (of the sample, n - 1) of each value. */
export interface Score {
  readonly mean: number;
  readonly std: number;
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function scoreOf(values: readonly number[]): Score {
  const center = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - center) ** 2, 0);
  return { mean: center, std: values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : 0 };
}

export const formatScore = ({ mean: center, std }: Score): string => `${center.toFixed(4)} ± ${std.toFixed(4)}`;

/**
 * What cross-validation found about one model. It prints as a line for each value.
 *
 * @see https://scikit-learn.org/stable/modules/generated/sklearn.model_selection.cross_validate.html
 *
 * @example
 * ```ts
 * import { layers, models, Sequential } from 'keratin';
 * const build = () => {
 *   const model = new Sequential([new layers.Input({ shape: [1] }), new layers.Dense(1)]);
 *   model.compile({ optimizer: 'sgd', loss: 'mse' });
 *   return model;
 * };
 * const x = [[0], [1], [2], [3]];
 * const validation = await models.crossValidate(build, x, x, { folds: 2, stratify: false, epochs: 1, verbose: 0 });
 * console.log(validation.folds.length); // => 2
 * ```
 */
export class CrossValidation {
  /** Loss and metrics on the samples that were kept back, by fold. */
  readonly folds: readonly Logs[];
  /** Loss and metrics of every epoch on the samples that were trained on, by fold. */
  readonly histories: readonly TrainingResult['history'][];
  /** Mean and standard deviation over the folds. */
  readonly scores: { readonly [name: string]: Score };
  /** The value that models are ranked by, and whether more of it is better. */
  readonly metric: string;
  readonly direction: 'up' | 'down';

  /** @internal */
  constructor(results: readonly TrainingResult[], metric: string | null) {
    const [first] = results;
    if (first === undefined) throw new ArgumentError('`folds` must be at least 2. Received: no results');
    const names = Object.keys(first.logs);
    this.folds = results.map((result) => result.logs);
    this.histories = results.map((result) => result.history);
    this.scores = Object.fromEntries(
      names.map((name) => [name, scoreOf(this.folds.map((logs) => logs[name] ?? Number.NaN))]),
    );
    if (metric !== null && !names.includes(metric)) throw unknownName('metric', metric, names);
    this.metric = metric ?? names.find((name) => name !== 'loss') ?? 'loss';
    const direction = first.directions[this.metric];
    if (direction === undefined && metric !== null) {
      throw new ArgumentError(
        `It isn't known whether more or less of \`metric\` is better; name another one. Received: metric=${JSON.stringify(metric)}`,
      );
    }
    if (direction === undefined) this.metric = 'loss';
    this.direction = direction ?? 'down';
  }

  /** Mean and standard deviation of the value that models are ranked by. */
  get score(): Score {
    return this.scores[this.metric] ?? { mean: Number.NaN, std: Number.NaN };
  }

  toString(): string {
    const width = Math.max(...Object.keys(this.scores).map((name) => name.length));
    const lines = Object.entries(this.scores).map(([name, score]) => `${name.padEnd(width)}  ${formatScore(score)}`);
    return [`${this.folds.length} folds`, ...lines].join('\n');
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}

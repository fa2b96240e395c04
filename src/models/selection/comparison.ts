import { Picture } from '../../plot/index.ts';
import { at } from '../../support/shape.ts';
import { type CrossValidation, formatScore } from './cross-validation.ts';

/** One combination of what was compared: an option's name and the value it had. */
export type Choice = { readonly [option: string]: unknown };

/** A combination and what cross-validation found about it. */
export interface ComparisonRow {
  readonly choice: Choice;
  readonly result: CrossValidation;
}

const BAR_WIDTH = 16;

/** How a value is shown: names as they are, objects by their class. */
function label(value: unknown): string {
  if (value === null || value === undefined) return 'none';
  if (typeof value === 'string') return value;
  if (typeof value === 'object') return value.constructor.name;
  return String(value);
}

/**
 * What `compare` found, the best combination first. It prints as a table, and draws as a picture.
 *
 * @see Keratin's own; scikit-learn's `cv_results_` is the nearest: https://scikit-learn.org/stable/modules/generated/sklearn.model_selection.GridSearchCV.html
 *
 * @example
 * ```ts
 * import { layers, models, Sequential } from 'keratin';
 * const build = ({ units }: { units: number }) => {
 *   const model = new Sequential([new layers.Input({ shape: [1] }), new layers.Dense(units), new layers.Dense(1)]);
 *   model.compile({ optimizer: 'sgd', loss: 'mse' });
 *   return model;
 * };
 * const x = [[0], [1], [2], [3]];
 * const comparison = await models.compare({ units: [1, 2] }, build, x, x, { folds: 2, stratify: false, epochs: 1, verbose: 0 });
 * console.log(comparison.rows.length); // => 2
 * ```
 */
export class Comparison {
  readonly rows: readonly ComparisonRow[];

  /** @internal */
  constructor(rows: readonly ComparisonRow[]) {
    const order = ({ result }: ComparisonRow) => (result.direction === 'up' ? -result.score.mean : result.score.mean);
    // What diverged is worst, whatever less of it means.
    const rank = (row: ComparisonRow) => (Number.isNaN(order(row)) ? Infinity : order(row));
    this.rows = [...rows].sort((a, b) => rank(a) - rank(b) || 0);
  }

  /** The best combination. */
  get best(): ComparisonRow {
    return at(this.rows, 0);
  }

  /** A table: the options, mean and standard deviation of each value over the folds, and a bar. */
  toString(): string {
    const { choice, result: first } = this.best;
    const options = Object.keys(choice);
    const values = [first.metric, ...Object.keys(first.scores).filter((name) => name !== first.metric)];
    const means = this.rows.map(({ result }) => result.score.mean).filter(Number.isFinite);
    const [low, high] = [Math.min(...means), Math.max(...means)];
    const bar = (mean: number) => {
      if (!Number.isFinite(mean)) return '';
      const share = high === low ? 1 : (mean - low) / (high - low);
      return '█'.repeat(1 + Math.round(share * (BAR_WIDTH - 1)));
    };
    const cells = [
      [...options, ...values, ''],
      ...this.rows.map(({ choice: row, result }) => [
        ...options.map((option) => label(row[option])),
        ...values.map((name) => formatScore(result.scores[name] ?? { mean: Number.NaN, std: Number.NaN })),
        bar(result.score.mean),
      ]),
    ];
    const widths = at(cells, 0).map((_, k) => Math.max(...cells.map((row) => row[k]?.length ?? 0)));
    return cells
      .map((row) =>
        row
          .map((cell, k) => cell.padEnd(at(widths, k)))
          .join('  ')
          .trimEnd(),
      )
      .join('\n');
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }

  /** One line per combination, best on top: each fold as a dot, the mean as a bar with one standard deviation. */
  plot(): Picture {
    const { result: first } = this.best;
    const name = ({ choice }: ComparisonRow) =>
      Object.entries(choice)
        .map(([option, value]) => (typeof value === 'boolean' ? `${value ? '' : 'no '}${option}` : label(value)))
        .join(', ');
    const title = first.metric.replaceAll('_', ' ');
    const order = this.rows.map(name);
    const folds = this.rows.flatMap((row) =>
      row.result.folds.map((logs) => ({ net: name(row), value: logs[first.metric] ?? null })),
    );
    const scores = this.rows.map((row) => {
      const { mean, std } = row.result.score;
      return { net: name(row), mean, low: mean - std, high: mean + std };
    });
    const y = { field: 'net', type: 'nominal', title: null, sort: order, axis: { labelLimit: 320 } };
    const x = (field: string) => ({ field, type: 'quantitative', title, scale: { zero: false } });
    return new Picture({
      title: {
        text: `${title} of ${this.rows.length} nets on data they were not trained on`,
        subtitle: `${first.folds.length}-fold cross-validation: dots are folds, bars the mean ± one standard deviation`,
      },
      width: 460,
      height: { step: 24 },
      layer: [
        {
          data: { values: scores },
          mark: { type: 'rule', strokeWidth: 3 },
          encoding: { y, x: x('low'), x2: { field: 'high' } },
        },
        { data: { values: scores }, mark: { type: 'tick', thickness: 3, size: 16 }, encoding: { y, x: x('mean') } },
        {
          data: { values: folds },
          mark: { type: 'circle', size: 36, opacity: 0.7, color: '#ee7733' },
          encoding: { y, x: x('value') },
        },
      ],
    });
  }
}

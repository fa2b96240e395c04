import { flag } from '../support/check-values.ts';
import { ArgumentError, badArgument, checkOptions, describe } from '../support/errors.ts';
import { Picture } from './picture.ts';

/** Options of `plot.confusionMatrix`. */
export interface ConfusionMatrixOptions {
  /** What the classes are called, in order. Default: numbers. */
  readonly labels?: readonly string[] | null;
  /** Whether cells show shares of the true class instead of counts. Default false. */
  readonly normalize?: boolean;
  readonly title?: string;
}

/** Classes by number, or an answer per class for each sample, of which the largest counts. */
export type ClassData = ArrayLike<number> | readonly ArrayLike<number>[];

const isList = (x: unknown): x is ArrayLike<unknown> =>
  Array.isArray(x) || (ArrayBuffer.isView(x) && !(x instanceof DataView));

function largest(row: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < row.length; i++) if ((row[i] ?? 0) > (row[best] ?? 0)) best = i;
  return best;
}

function classesOf(name: string, data: ClassData): number[] {
  if (!isList(data)) throw badArgument(name, 'a list of classes, or of answers per class', data);
  return Array.from(data, (one: number | ArrayLike<number>) => {
    const found = typeof one === 'number' ? one : isList(one) && one.length > 0 ? largest(one) : Number.NaN;
    if (!Number.isInteger(found) || found < 0) throw badArgument(name, 'classes counted from 0', one);
    return found;
  });
}

/**
 * Which classes are taken for which: the true class as row, the answer as column.
 *
 * @param truth the class of each sample: numbers from 0, or one-hot rows
 * @param answers what the model says: numbers, or a probability per class, of which the largest counts
 * @param options `labels`, `normalize`, `title`
 * @throws ArgumentError for lists of different lengths and what are no classes
 * @see https://scikit-learn.org/stable/modules/generated/sklearn.metrics.ConfusionMatrixDisplay.html
 *
 * @example
 * ```ts
 * import { plot } from 'keratin';
 * const picture = plot.confusionMatrix([0, 1, 1], [[0.9, 0.1], [0.2, 0.8], [0.6, 0.4]], { labels: ['cat', 'dog'] });
 * console.log(picture.spec.title); // => 2 of 3 right
 * ```
 */
export function confusionMatrix(truth: ClassData, answers: ClassData, options: ConfusionMatrixOptions = {}): Picture {
  checkOptions('plot.confusionMatrix', options, ['labels', 'normalize', 'title']);
  const [rows, columns] = [classesOf('truth', truth), classesOf('answers', answers)];
  if (rows.length !== columns.length || rows.length === 0)
    throw new ArgumentError(
      `\`truth\` and \`answers\` must have one entry per sample. Received: ${rows.length} and ${columns.length}`,
    );
  const count = Math.max(...rows.map((row, i) => Math.max(row, columns[i] ?? 0))) + 1;
  const labels = options.labels ?? Array.from({ length: count }, (_, k) => String(k));
  if (labels.length < count) throw badArgument('labels', `a name for each of ${count} classes`, describe(labels));
  const normalize = flag('normalize', options.normalize ?? false);
  const counts = labels.map(() => new Array<number>(labels.length).fill(0));
  rows.forEach((row, i) => {
    const line = counts[row];
    const column = columns[i] ?? 0;
    if (line !== undefined) line[column] = (line[column] ?? 0) + 1;
  });
  const right = rows.filter((row, i) => row === columns[i]).length;
  const cells = counts.flatMap((line, row) => {
    const total = line.reduce((sum, n) => sum + n, 0);
    return line.map((n, column) => ({
      truth: labels[row],
      answer: labels[column],
      count: n,
      share: total === 0 ? 0 : n / total,
    }));
  });
  const size = Math.max(24, Math.min(48, 480 / labels.length));
  const order = { sort: [...labels], type: 'nominal' };
  return new Picture({
    title: options.title ?? `${right} of ${rows.length} right`,
    width: size * labels.length,
    height: size * labels.length,
    data: { values: cells },
    encoding: {
      x: { field: 'answer', title: 'answer', axis: { orient: 'top', labelAngle: 0 }, ...order },
      y: { field: 'truth', title: 'truth', ...order },
    },
    layer: [
      {
        mark: { type: 'rect', stroke: 'white' },
        encoding: {
          // By share of the true class, so that rare classes are seen as well.
          color: { field: 'share', type: 'quantitative', legend: null, scale: { scheme: 'blues', domain: [0, 1] } },
        },
      },
      {
        mark: { type: 'text', fontSize: Math.min(13, size / 2.6) },
        encoding: {
          text: { field: normalize ? 'share' : 'count', type: 'quantitative', format: normalize ? '.0%' : 'd' },
          color: { condition: { test: 'datum.share > 0.5', value: 'white' }, value: '#333' },
          opacity: { condition: { test: 'datum.count === 0', value: 0.25 }, value: 1 },
        },
      },
    ],
  });
}

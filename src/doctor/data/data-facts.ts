import type { SampleArray } from '../../models/training/sample-array.ts';
import { nearestRows, neighbourAccuracy, neighbourR2 } from './neighbours.ts';
import { ridgePredictions } from './ridge.ts';
import { type FeatureStatistics, featureStatistics, type Rows, spreadRows, standardizedRows } from './rows.ts';
import { softmaxRegression } from './softmax-regression.ts';

/** What the targets are. */
export type Task = 'binary' | 'multiclass' | 'multilabel' | 'regression';

/** What can be learned of the data without any net, from a few hundred rows. */
export interface DataFacts {
  readonly samples: number;
  readonly width: number;
  readonly features: FeatureStatistics;
  readonly task: Task;
  readonly oneHot: boolean;
  readonly classes: number;
  /** The share of the commonest class, or 0. */
  readonly majority: number;
  /** Mean, variance, least and greatest of the targets. */
  readonly target: { readonly mean: number; readonly variance: number; readonly min: number; readonly max: number };
  /** How well five neighbours tell a row's target: accuracy, or R^2 in a regression. Of training and validation rows. */
  readonly neighbours: { readonly training: number; readonly validation: number | null };
  /** The same of a linear model, on rows it was not fitted to. */
  readonly linear: number;
  /** What guessing reaches: the majority's share, or 0. */
  readonly chance: number;
  /** Rows that the two were measured on. */
  readonly probed: number;
  /** The share of validation rows that are also training rows; null without validation data. */
  readonly leaked: number | null;
  readonly constantFeatures: number;
  /** Classes below the highest one that no training row has. */
  readonly absent: number;
  /** The share of validation rows whose class no training row has; null without validation data, and without classes. */
  readonly unseen: number | null;
}

const STATISTICS_ROWS = 4096;
const PROBE_ROWS = 400;

interface Targets {
  readonly task: Task;
  readonly oneHot: boolean;
  readonly classes: number;
}

/** What kind of targets these are, from their values and the loss. */
export function taskOf(y: SampleArray, loss: string): Targets {
  const { rows } = spreadRows(y, STATISTICS_ROWS);
  const distinct = new Set(rows.values);
  const whole = [...distinct].every(Number.isInteger);
  const zeroOne = [...distinct].every((value) => value === 0 || value === 1);
  if (rows.width > 1) {
    const sums = Array.from({ length: rows.count }, (_, i) =>
      rows.values.subarray(i * rows.width, (i + 1) * rows.width).reduce((sum, value) => sum + value, 0),
    );
    if (zeroOne && sums.every((sum) => sum === 1)) return { task: 'multiclass', oneHot: true, classes: rows.width };
    if (zeroOne) return { task: 'multilabel', oneHot: false, classes: rows.width };
    return { task: 'regression', oneHot: false, classes: 0 };
  }
  const sparse = loss.startsWith('sparse');
  const classes = Math.max(...distinct) + 1;
  if (sparse) return { task: 'multiclass', oneHot: false, classes };
  const signs = [...distinct].every((value) => value === 1 || value === -1);
  if (zeroOne || (signs && loss.includes('hinge'))) return { task: 'binary', oneHot: false, classes: 2 };
  if (loss.includes('crossentropy') && whole) return { task: 'multiclass', oneHot: false, classes };
  return { task: 'regression', oneHot: false, classes: 0 };
}

/** The class of every row. */
function labelsOf(rows: Rows): Int32Array {
  return Int32Array.from({ length: rows.count }, (_, i) => {
    const row = rows.values.subarray(i * rows.width, (i + 1) * rows.width);
    return row.length === 1 ? (row[0] ?? 0) : row.indexOf(Math.max(...row));
  });
}

/** Half of the rows, picked by the golden ratio: every other row would be one class where classes take turns. */
const half = (rows: Rows, part: 0 | 1): Rows => {
  const indices = Array.from({ length: rows.count }, (_, i) => i).filter((i) => Math.floor(1.236068 * i) % 2 === part);
  const values = new Float64Array(indices.length * rows.width);
  indices.forEach((row, i) => {
    values.set(rows.values.subarray(row * rows.width, (row + 1) * rows.width), i * rows.width);
  });
  return { values, count: indices.length, width: rows.width };
};

/** How well neighbours know the targets of some rows. */
function neighbourScore(x: Rows, y: Rows, task: Task): number {
  const neighbours = nearestRows(x, x);
  if (task === 'regression') {
    const values = firstColumn(y);
    return neighbourR2(neighbours, values, values);
  }
  const labels = labelsOf(y);
  return neighbourAccuracy(neighbours, labels, labels);
}

/** The first target of every row; the few that are far off all others, which would be all of the variance, cut off. */
function firstColumn(rows: Rows): Float64Array {
  const values = Float64Array.from({ length: rows.count }, (_, i) => rows.values[i * rows.width] ?? 0);
  const centre = middle(values);
  // The median distance times 1.4826 is the deviation of normal numbers.
  const reach = 6 * 1.4826 * middle(values.map((value) => Math.abs(value - centre)));
  return reach === 0 ? values : values.map((value) => Math.min(Math.max(value, centre - reach), centre + reach));
}

const middle = (values: Float64Array): number => values.toSorted()[values.length >> 1] ?? 0;

/** How well a linear model knows the targets of rows that it was not fitted to. */
function linearScore(x: Rows, y: Rows, { task, classes }: Targets): number {
  const [trainX, testX, trainY, testY] = [half(x, 0), half(x, 1), half(y, 0), half(y, 1)];
  if (task !== 'regression') {
    const guesses = softmaxRegression(trainX, labelsOf(trainY), Math.max(classes, 2), testX);
    const truth = labelsOf(testY);
    return guesses.reduce((right, label, i) => right + (label === truth[i] ? 1 : 0), 0) / Math.max(testX.count, 1);
  }
  const targets = firstColumn(trainY);
  const centre = targets.reduce((sum, value) => sum + value, 0) / Math.max(trainX.count, 1);
  const guesses = ridgePredictions(
    trainX,
    targets.map((value) => value - centre),
    testX,
  );
  const values = firstColumn(testY);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const error = values.reduce((sum, value, i) => sum + (value - (guesses[i] ?? 0) - centre) ** 2, 0);
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return variance === 0 ? 0 : 1 - error / variance;
}

/** Classes that all of the training rows lack, and the share of the validation rows that have them. */
function missing(
  y: SampleArray,
  held: SampleArray | null,
  { task, classes }: Targets,
): Pick<DataFacts, 'absent' | 'unseen'> {
  if (task !== 'multiclass') return { absent: 0, unseen: null };
  const all = (array: SampleArray): Int32Array => labelsOf(spreadRows(array, Number.POSITIVE_INFINITY).rows);
  const shown = new Set(all(y));
  const asked = held === null ? null : all(held);
  return {
    absent: classes - shown.size,
    unseen: asked === null ? null : asked.filter((label) => !shown.has(label)).length / Math.max(asked.length, 1),
  };
}

function leakedShare(x: SampleArray, other: SampleArray): number {
  const key = (rows: Rows, i: number) => rows.values.subarray(i * rows.width, (i + 1) * rows.width).join(',');
  const { rows } = spreadRows(x, STATISTICS_ROWS);
  const known = new Set(Array.from({ length: rows.count }, (_, i) => key(rows, i)));
  // Rows of few different values repeat by chance, within the training data too.
  if (known.size < 0.9 * rows.count) return 0;
  const { rows: held } = spreadRows(other, STATISTICS_ROWS);
  let found = 0;
  for (let i = 0; i < held.count; i++) if (known.has(key(held, i))) found++;
  return found / Math.max(held.count, 1);
}

/** Looks at data: at most a few hundred rows of them where it takes long. */
export function dataFacts(
  x: SampleArray,
  y: SampleArray,
  validation: { readonly x: SampleArray; readonly y: SampleArray } | null,
  loss: string,
): DataFacts {
  const kind = taskOf(y, loss);
  const all = spreadRows(x, STATISTICS_ROWS).rows;
  const features = featureStatistics(all);
  const probe = (inputs: SampleArray, targets: SampleArray, rows = PROBE_ROWS): [Rows, Rows] => [
    standardizedRows(spreadRows(inputs, rows).rows, features),
    spreadRows(targets, rows).rows,
  ];
  const [probeX, probeY] = probe(x, y);
  const held = validation === null ? null : probe(validation.x, validation.y);
  const targets = spreadRows(y, STATISTICS_ROWS).rows;
  const labels = kind.task === 'regression' ? null : labelsOf(targets);
  const counts = new Map<number, number>();
  for (const label of labels ?? []) counts.set(label, (counts.get(label) ?? 0) + 1);
  const majority = labels === null ? 0 : Math.max(...counts.values()) / labels.length;
  const mean = targets.values.reduce((sum, value) => sum + value, 0) / targets.values.length;
  return {
    samples: x.shape[0] ?? 0,
    width: all.width,
    features,
    ...kind,
    majority,
    target: {
      mean,
      variance: targets.values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / targets.values.length,
      min: targets.values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
      max: targets.values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY),
    },
    neighbours: {
      training: neighbourScore(probeX, probeY, kind.task),
      validation: held === null ? null : neighbourScore(held[0], held[1], kind.task),
    },
    // Half of these rows are fitted: as many as neighbours are chosen from.
    linear: linearScore(...probe(x, y, 2 * PROBE_ROWS), kind),
    chance: kind.task === 'regression' ? 0 : majority,
    probed: probeX.count,
    leaked: validation === null ? null : leakedShare(x, validation.x),
    constantFeatures: features.std.reduce((count, deviation) => count + (deviation < 1e-12 ? 1 : 0), 0),
    ...missing(y, validation?.y ?? null, kind),
  };
}

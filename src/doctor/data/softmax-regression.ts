import type { Rows } from './rows.ts';

const STEPS = 60;
/** Penalty on the squared weights, which keeps separable classes from running away. */
const DECAY = 1e-3;

/** The classes' probabilities times `count` rows, in place of their scores. */
function softmax(scores: Float64Array, classes: number): void {
  for (let i = 0; i < scores.length; i += classes) {
    const row = scores.subarray(i, i + classes);
    const top = Math.max(...row);
    let sum = 0;
    for (let c = 0; c < classes; c++) {
      const power = Math.exp((row[c] ?? 0) - top);
      row[c] = power;
      sum += power;
    }
    for (let c = 0; c < classes; c++) row[c] = (row[c] ?? 0) / sum;
  }
}

/**
 * Scores of rows: x W + b, with W as [classes, width + 1]. Four classes at once: their sums wait for one another's
 * additions, not for their own. Indices stay inside: `as number` says what the checked index type can't.
 */
function scoresOf({ values, count, width }: Rows, weights: Float64Array, classes: number): Float64Array {
  const scores = new Float64Array(count * classes);
  for (let i = 0; i < count; i++)
    for (let c = 0; c < classes; c += 4) {
      const [w0, w1, w2, w3] = fourRows(c, classes, width + 1);
      let s0 = weights[w0 + width] as number;
      let s1 = weights[w1 + width] as number;
      let s2 = weights[w2 + width] as number;
      let s3 = weights[w3 + width] as number;
      for (let k = 0; k < width; k++) {
        const x = values[i * width + k] as number;
        s0 += x * (weights[w0 + k] as number);
        s1 += x * (weights[w1 + k] as number);
        s2 += x * (weights[w2 + k] as number);
        s3 += x * (weights[w3 + k] as number);
      }
      scores.set([s0, s1, s2, s3].slice(0, classes - c), i * classes + c);
    }
  return scores;
}

/** Where four rows of a matrix begin, from one on; behind the end, the last row again. */
function fourRows(row: number, count: number, width: number): [number, number, number, number] {
  const last = count - 1;
  return [
    row * width,
    Math.min(row + 1, last) * width,
    Math.min(row + 2, last) * width,
    Math.min(row + 3, last) * width,
  ];
}

/** The largest eigenvalue of X^T X / count, of rows with a 1 appended, by the power method. */
function largestCurvature({ values, count, width }: Rows): number {
  let direction = new Float64Array(width + 1).fill(1 / Math.sqrt(width + 1));
  let largest = 1;
  for (let round = 0; round < 12; round++) {
    const next = new Float64Array(width + 1);
    for (let i = 0; i < count; i++) {
      let along = direction[width] ?? 0;
      for (let k = 0; k < width; k++) along += (values[i * width + k] ?? 0) * (direction[k] ?? 0);
      along /= count;
      for (let k = 0; k < width; k++) next[k] = (next[k] ?? 0) + along * (values[i * width + k] ?? 0);
      next[width] = (next[width] ?? 0) + along;
    }
    largest = Math.sqrt(next.reduce((sum, value) => sum + value * value, 0));
    direction = next.map((value) => value / Math.max(largest, 1e-30));
  }
  return largest;
}

/** The gradient of the mean crossentropy, given what the probabilities have too much. Four rows at once. */
function gradientOf({ values, count, width }: Rows, errors: Float64Array, classes: number): Float64Array {
  const gradient = new Float64Array(classes * (width + 1));
  for (let i = 0; i < count; i += 4) {
    const [x0, x1, x2, x3] = fourRows(i, count, width);
    for (let c = 0; c < classes; c++) {
      const errorOf = (row: number): number => (row < count ? (errors[row * classes + c] as number) / count : 0);
      const [e0, e1, e2, e3] = [errorOf(i), errorOf(i + 1), errorOf(i + 2), errorOf(i + 3)];
      const from = c * (width + 1);
      for (let k = 0; k < width; k++)
        gradient[from + k] =
          (gradient[from + k] as number) +
          e0 * (values[x0 + k] as number) +
          e1 * (values[x1 + k] as number) +
          e2 * (values[x2 + k] as number) +
          e3 * (values[x3 + k] as number);
      gradient[from + width] = (gradient[from + width] as number) + e0 + e1 + e2 + e3;
    }
  }
  return gradient;
}

/**
 * What a linear classifier can do: multinomial logistic regression by Nesterov's accelerated descent, fitted on some
 * rows, asked about others. Least squares would not do: between two other classes it overlooks the third.
 *
 * @param train standardized rows
 * @returns the likeliest class of each row of `test`
 */
export function softmaxRegression(train: Rows, labels: Int32Array, classes: number, test: Rows): Int32Array {
  let weights = new Float64Array(classes * (train.width + 1));
  let before = weights;
  // The Hessian is at most half of X^T X / count (Boehning 1992).
  const rate = 1 / (0.55 * largestCurvature(train) + DECAY);
  for (let step = 0; step < STEPS; step++) {
    const previous = before;
    const ahead = weights.map((weight, i) => weight + (step / (step + 3)) * (weight - (previous[i] ?? 0)));
    const errors = scoresOf(train, ahead, classes);
    softmax(errors, classes);
    labels.forEach((label, i) => {
      errors[i * classes + label] = (errors[i * classes + label] ?? 0) - 1;
    });
    const gradient = gradientOf(train, errors, classes);
    before = weights;
    weights = ahead.map((weight, i) => weight - rate * ((gradient[i] ?? 0) + DECAY * weight));
  }
  const scores = scoresOf(test, weights, classes);
  return Int32Array.from({ length: test.count }, (_, i) => {
    const row = scores.subarray(i * classes, (i + 1) * classes);
    return row.indexOf(Math.max(...row));
  });
}

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

/** Scores of rows: x W + b, with W as [classes, width + 1]. */
function scoresOf({ values, count, width }: Rows, weights: Float64Array, classes: number): Float64Array {
  const scores = new Float64Array(count * classes);
  for (let i = 0; i < count; i++)
    for (let c = 0; c < classes; c++) {
      const from = c * (width + 1);
      let sum = weights[from + width] ?? 0;
      for (let k = 0; k < width; k++) sum += (values[i * width + k] ?? 0) * (weights[from + k] ?? 0);
      scores[i * classes + c] = sum;
    }
  return scores;
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

/** The gradient of the mean crossentropy, given what the probabilities have too much. */
function gradientOf({ values, count, width }: Rows, errors: Float64Array, classes: number): Float64Array {
  const gradient = new Float64Array(classes * (width + 1));
  for (let i = 0; i < count; i++)
    for (let c = 0; c < classes; c++) {
      const error = (errors[i * classes + c] ?? 0) / count;
      const from = c * (width + 1);
      for (let k = 0; k < width; k++)
        gradient[from + k] = (gradient[from + k] ?? 0) + error * (values[i * width + k] ?? 0);
      gradient[from + width] = (gradient[from + width] ?? 0) + error;
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

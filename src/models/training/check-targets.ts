import { FunctionLoss } from '../../losses/function-loss.ts';
import { lossFunctions } from '../../losses/functions.ts';
import {
  CategoricalCrossentropy,
  CategoricalGeneralizedCrossEntropy,
  Circle,
  categoricalCrossentropy,
  circle,
  type Loss,
  SparseCategoricalCrossentropy,
  sparseCategoricalCrossentropy,
} from '../../losses/index.ts';
import { ArgumentError } from '../../support/errors.ts';
import { classesIn } from '../../support/registry.ts';
import { formatShape, type Shape, sameShape } from '../../support/shape.ts';
import type { SampleArray } from './sample-array.ts';

/** How a built-in loss reads targets; null for losses that may read them in any way. */
function kindOf(loss: Loss): 'labels' | 'elements' | null {
  const fn = loss instanceof FunctionLoss ? loss.fn : undefined;
  if (loss instanceof Circle || fn === circle) return null;
  if (loss instanceof SparseCategoricalCrossentropy || fn === sparseCategoricalCrossentropy) return 'labels';
  if (
    loss instanceof CategoricalGeneralizedCrossEntropy ||
    fn === lossFunctions.categorical_generalized_cross_entropy
  ) {
    return 'labels';
  }
  if (fn !== undefined) return Object.values<unknown>(lossFunctions).includes(fn) ? 'elements' : null;
  return [...classesIn('keras.losses').values()].some((cls) => Object.is(loss.constructor, cls)) ? 'elements' : null;
}

const isCategorical = (loss: Loss): boolean =>
  loss instanceof CategoricalCrossentropy || (loss instanceof FunctionLoss && loss.fn === categoricalCrossentropy);

const withoutLastOne = (shape: Shape): Shape => (shape.at(-1) === 1 ? shape.slice(0, -1) : shape);

/** The class axis of the predictions, and the label that doesn't count. */
function labelRules(loss: Loss): { readonly axis: number; readonly ignored: number | null } {
  return loss instanceof SparseCategoricalCrossentropy
    ? { axis: loss.axis, ignored: loss.ignoreClass }
    : { axis: -1, ignored: null };
}

/**
 * Checks targets against an output and its loss, as far as built-in losses go: shapes, and for class numbers that each
 * is a class.
 *
 * @param name the targets' argument name
 * @param output the shape of the output for one batch
 * @throws ArgumentError that names the targets, says what was expected, and often how to get there
 */
export function checkTargets(loss: Loss, targets: SampleArray, name: string, output: Shape): void {
  const kind = kindOf(loss);
  if (kind === null) return;
  const sample = output.slice(1);
  const given = targets.shape.slice(1);
  if (kind === 'elements') {
    if (sameShape(given, sample) || fitsWithLastOne(given, sample)) return;
    const hint =
      isCategorical(loss) && withoutLastOne(given).length < sample.length
        ? " Class numbers go with 'sparse_categorical_crossentropy', or through utils.toCategorical."
        : '';
    throw wrongShape(name, loss, ['batch', ...sample], targets.shape, hint);
  }
  const { axis, ignored } = labelRules(loss);
  const classAxis = axis < 0 ? axis + output.length : axis;
  const expected = output.filter((_, i) => i !== classAxis).slice(1);
  if (!sameShape(given, expected) && !(given.at(-1) === 1 && sameShape(given.slice(0, -1), expected))) {
    const hint = sameShape(given, sample) ? " One-hot rows go with 'categorical_crossentropy'." : '';
    throw wrongShape(name, loss, ['batch', ...expected], targets.shape, hint);
  }
  checkLabels(targets, name, output[classAxis] ?? 0, ignored);
}

/**
 * Checks the weights of samples against an output: one per sample, or one for each position along the output's axes
 * but the last, over which a built-in loss is a sum or mean.
 *
 * @param name the weights' argument name
 * @param output the shape of the output for one batch
 * @throws ArgumentError that names the weights
 */
export function checkWeights(loss: Loss, weights: SampleArray, name: string, output: Shape): void {
  if (kindOf(loss) === null) return;
  const given = withoutLastOne(weights.shape.slice(1));
  const sample = output.slice(1, -1);
  if (given.length <= sample.length && given.every((n, axis) => n === sample[axis])) return;
  throw new ArgumentError(
    `\`${name}\` must have shape (batch,)${sample.length === 0 ? '' : ` or ${formatShape([null, ...sample])}`}, for the model's output of shape ${formatShape([null, ...output.slice(1)])}. Received: ${name} of shape ${formatShape(weights.shape)}`,
  );
}

/** Keras's leniency: one side may lack a last axis of extent 1. */
const fitsWithLastOne = (given: Shape, sample: Shape): boolean =>
  (given.length === sample.length + 1 && given.at(-1) === 1 && sameShape(given.slice(0, -1), sample)) ||
  (sample.length === given.length + 1 && sample.at(-1) === 1 && sameShape(given, sample.slice(0, -1)));

function wrongShape(
  name: string,
  loss: Loss,
  expected: readonly (string | number)[],
  given: Shape,
  hint: string,
): ArgumentError {
  const text = `(${expected.join(', ')}${expected.length === 1 ? ',' : ''})`;
  return new ArgumentError(
    `\`${name}\` must have shape ${text} for the model's output and loss ${loss.name}.${hint} Received: ${name} of shape ${formatShape(given)}`,
  );
}

function checkLabels({ values }: SampleArray, name: string, classes: number, ignored: number | null): void {
  for (let i = 0; i < values.length; i++) {
    const label = values[i] ?? 0;
    if ((label >= 0 && label < classes && Number.isInteger(label)) || label === ignored) continue;
    throw new ArgumentError(
      `\`${name}\` must hold class numbers from 0 to ${classes - 1}, for the ${classes} classes of the model's output. Received: label ${label} at position ${i}`,
    );
  }
}

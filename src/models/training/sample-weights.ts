import { ArgumentError, badArgument } from '../../support/errors.ts';
import { type Columns, toBundle } from './bundle.ts';
import { checkLength, isByName, type OutputInfo, spreadByName } from './per-output.ts';
import { isShapedData, type SampleArray, sampleCount, toSampleArray } from './sample-array.ts';

/** Weights of samples, and which of them each output's loss is multiplied with. */
export interface SampleWeights extends Columns {
  /** For each output the position of its weights among the arrays, or null. */
  readonly perOutput: readonly (number | null)[];
}

const asWeights = (array: SampleArray): SampleArray => ({ ...array, dtype: 'float32' });

/**
 * Reads `sampleWeight`: one array for all outputs, or arrays in a list or by the names of outputs.
 *
 * @throws ArgumentError for what is no array, and for outputs that don't exist
 */
export function toSampleWeights(value: unknown, outputs: readonly OutputInfo[]): SampleWeights {
  if (isByName(value) && !isShapedData(value)) {
    const spread = spreadByName(value, outputs, 'sampleWeight');
    const arrays: SampleArray[] = [];
    const names: string[] = [];
    const perOutput = spread.map((item, i) => {
      if (item === undefined || item === null) return null;
      const name = `sampleWeight.${outputs[i]?.name ?? i}`;
      names.push(name);
      return arrays.push(asWeights(toSampleArray(item, name))) - 1;
    });
    return { arrays, names, perOutput };
  }
  const isOne = !Array.isArray(value) || typeof value[0] === 'number' || outputs.length < 2;
  if (isOne) {
    const array = asWeights(toSampleArray(value, 'sampleWeight'));
    return { arrays: [array], names: ['sampleWeight'], perOutput: (outputs.length === 0 ? [0] : outputs).map(() => 0) };
  }
  checkLength(value, outputs, 'sampleWeight');
  const { arrays, names } = toBundle(
    value,
    'sampleWeight',
    outputs.map(({ name }) => ({ name, shape: null, dtype: 'float32' })),
  );
  return { arrays, names, perOutput: arrays.map((_, i) => i) };
}

/** A weight per class: a record or map from class number to factor. Classes that are missing have weight 1. */
export type ClassWeight = Readonly<Record<number, number>> | ReadonlyMap<number, number>;

function weightsByClass(classWeight: ClassWeight): Map<number, number> {
  if (typeof classWeight !== 'object' || classWeight === null || Array.isArray(classWeight)) {
    throw badArgument('classWeight', 'a record from class numbers to weights', classWeight);
  }
  const entries = classWeight instanceof Map ? [...classWeight] : Object.entries(classWeight);
  return new Map(
    entries.map(([key, weight]: readonly [unknown, unknown]) => {
      const label = Number(key);
      if (!Number.isInteger(label) || typeof weight !== 'number' || Number.isNaN(weight)) {
        throw badArgument('classWeight', 'a record from class numbers to weights', classWeight);
      }
      return [label, weight];
    }),
  );
}

/** The position of the largest of `size` values. */
function argmax(values: ArrayLike<number>, start: number, size: number): number {
  let best = 0;
  for (let i = 1; i < size; i++) if ((values[start + i] ?? 0) > (values[start + best] ?? 0)) best = i;
  return best;
}

/**
 * Weights of samples by their class: targets are class numbers, or rows of which the largest element tells the class.
 *
 * @throws ArgumentError for several outputs, targets of higher rank, and what is no record of weights
 */
export function weightsOfClasses(
  classWeight: ClassWeight,
  targets: readonly SampleArray[],
  outputs: readonly OutputInfo[],
): SampleWeights {
  const [labels] = targets;
  if (labels === undefined || targets.length > 1 || outputs.length > 1) {
    throw new ArgumentError(
      `\`classWeight\` needs a model with one output, and targets. Received: ${outputs.length} outputs, ${targets.length} arrays of targets`,
    );
  }
  const { values, shape } = labels;
  if (shape.length > 2) {
    throw new ArgumentError(
      `\`classWeight\` needs targets of rank 1 or 2; use sampleWeight for others. Received: y of rank ${shape.length}`,
    );
  }
  const byClass = weightsByClass(classWeight);
  const count = sampleCount(labels);
  const width = shape[1] ?? 1;
  const weights = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    const label = width === 1 ? Math.round(values[i] ?? 0) : argmax(values, i * width, width);
    weights[i] = byClass.get(label) ?? 1;
  }
  return {
    arrays: [{ values: weights, shape: [count], dtype: 'float32' }],
    names: ['classWeight'],
    perOutput: [0],
  };
}

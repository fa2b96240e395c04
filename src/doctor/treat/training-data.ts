import type { ModelData, ShapedData } from '../../models/training/data-types.ts';
import { type SampleArray, toSampleArray } from '../../models/training/sample-array.ts';
import { ArgumentError } from '../../support/errors.ts';

/** What a treatment trains and judges with. */
export interface TrainingData {
  readonly x: ShapedData;
  readonly y: ShapedData;
  readonly validationX: ShapedData;
  readonly validationY: ShapedData;
}

const HELD = 0.2;

const shaped = ({ values, shape }: SampleArray): ShapedData => ({ data: values, shape });

function slice({ values, shape }: SampleArray, from: number, to: number): ShapedData {
  const width = values.length / Math.max(shape[0] ?? 1, 1);
  return { data: values.subarray(from * width, to * width), shape: [to - from, ...shape.slice(1)] };
}

/** Training and validation data; without the latter, the last fifth of the former is held back. */
export function trainingData(
  x: ModelData,
  y: ModelData,
  validation: readonly [ModelData, ModelData] | null | undefined,
): TrainingData {
  const [inputs, targets] = [toSampleArray(x, 'x', null), toSampleArray(y, 'y', null)];
  if (validation != null)
    return {
      x: shaped(inputs),
      y: shaped(targets),
      validationX: shaped(toSampleArray(validation[0], 'validationData[0]', null)),
      validationY: shaped(toSampleArray(validation[1], 'validationData[1]', null)),
    };
  const count = inputs.shape[0] ?? 0;
  const kept = Math.floor(count * (1 - HELD));
  if (kept < 1 || kept === count)
    throw new ArgumentError(`\`x\` must have at least 2 samples, so that some can be held back. Received: ${count}`);
  return {
    x: slice(inputs, 0, kept),
    y: slice(targets, 0, kept),
    validationX: slice(inputs, kept, count),
    validationY: slice(targets, kept, count),
  };
}

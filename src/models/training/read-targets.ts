import { ArgumentError } from '../../support/errors.ts';
import { sizeOf } from '../../support/shape.ts';
import type { TrainingData } from './batch-source.ts';
import { type Bundle, commonSampleCount, toBundle } from './bundle.ts';
import type { OutputInfo } from './per-output.ts';
import type { SampleArray } from './sample-array.ts';
import { type ClassWeight, type SampleWeights, toSampleWeights, weightsOfClasses } from './sample-weights.ts';

/** What goes with inputs, as the user passed it. */
export interface Targets {
  readonly y?: unknown;
  readonly sampleWeight?: unknown;
  readonly classWeight?: ClassWeight | null | undefined;
}

/** A flat typed array of targets that is a whole number of outputs per sample is cut into these. */
function cutTargets(array: SampleArray, count: number, output: OutputInfo | undefined): SampleArray {
  const sample = output?.shape.slice(1) ?? [];
  const isFlat = array.shape.length === 1 && array.shape[0] !== count;
  return isFlat && sample.length > 0 && array.values.length === count * sizeOf(sample)
    ? { ...array, shape: [count, ...sample] }
    : array;
}

function readY(y: unknown, outputs: readonly OutputInfo[] | null, count: number): Bundle {
  const slots = outputs?.map(({ name }) => ({ name, shape: null, dtype: null })) ?? null;
  const bundle = toBundle(y, 'y', slots);
  return {
    ...bundle,
    arrays: bundle.arrays.map((array, i) => cutTargets(array, count, outputs?.[bundle.positions[i] ?? i])),
  };
}

function readWeights(
  { sampleWeight, classWeight = null }: Targets,
  y: Bundle | null,
  outputs: readonly OutputInfo[],
): SampleWeights | null {
  const given = sampleWeight !== undefined && sampleWeight !== null;
  if (classWeight === null) return given ? toSampleWeights(sampleWeight, outputs) : null;
  if (given) throw new ArgumentError('Give either `classWeight` or `sampleWeight`. Received: both');
  return weightsOfClasses(classWeight, y?.arrays ?? [], outputs);
}

/**
 * Reads targets and weights and puts them beside the inputs.
 *
 * @param outputs the model's outputs; null where nothing is known of them
 * @param losses whether the targets are for the losses and metrics of `compile`, one array per output
 * @throws ArgumentError that names what does not fit
 */
export function readTargets(
  x: Bundle,
  targets: Targets,
  outputs: readonly OutputInfo[] | null,
  losses: boolean,
): TrainingData {
  const count = commonSampleCount([x]);
  const several = (outputs?.length ?? 0) > 1;
  const given = targets.y !== undefined && targets.y !== null;
  const y = given ? readY(targets.y, losses || several ? outputs : null, count) : null;
  commonSampleCount([x, y]);
  const sampleWeight = readWeights(targets, y, outputs ?? []);
  commonSampleCount([x, sampleWeight]);
  return { x, y, sampleWeight };
}

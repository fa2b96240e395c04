import * as activations from '../../activations/index.ts';
import { BatchNormalization, LayerNormalization, Merge, Normalization } from '../../layers/index.ts';
import type { LayerState } from '../../layers/layer-state.ts';
import { warnOnce } from '../../support/warn-once.ts';
import type { TrainingData } from './batch-source.ts';
import type { SampleArray } from './sample-array.ts';

/** Values that are looked at: enough for a mean and a deviation to the percent. */
const SAMPLES = 10_000;
/** Inputs this far from mean 0 and standard deviation 1 leave the region in which SELU pulls activations back. */
const MAX_MEAN = 0.5;
const DEVIATION = [0.5, 2] as const;

const usesSelu = (layer: LayerState): boolean => 'activation' in layer && layer.activation === activations.selu;

const normalizes = (layer: LayerState): boolean =>
  layer instanceof BatchNormalization || layer instanceof LayerNormalization || layer instanceof Normalization;

/** Mean and standard deviation of values taken evenly from an array. */
function moments({ values }: SampleArray): { mean: number; deviation: number } {
  const step = Math.max(1, Math.floor(values.length / SAMPLES));
  let [count, sum, squares] = [0, 0, 0];
  for (let i = 0; i < values.length; i += step) {
    const value = values[i] ?? 0;
    count++;
    sum += value;
    squares += value * value;
  }
  const mean = sum / count;
  return { mean, deviation: Math.sqrt(Math.max(0, squares / count - mean * mean)) };
}

/**
 * Words of advice, each once, where SELU can't do what it is for: on inputs that are not standardized, and in nets with
 * skips (Klambauer et al. 2017, "Self-normalizing neural networks").
 */
export function adviseOnSelu(layers: readonly LayerState[], { x }: TrainingData): void {
  if (!layers.some(usesSelu)) return;
  if (layers.some((layer) => layer instanceof Merge)) {
    warnOnce(
      'SELU normalizes only plain stacks of Dense layers: where branches are merged, activations drift. Use ReLU or ELU with batch normalization there.',
    );
  }
  if (layers.some(normalizes)) return;
  x.arrays.forEach((array, i) => {
    if (array.dtype !== 'float32') return;
    const { mean, deviation } = moments(array);
    const standardized = Math.abs(mean) <= MAX_MEAN && deviation >= DEVIATION[0] && deviation <= DEVIATION[1];
    if (standardized || !Number.isFinite(deviation)) return;
    warnOnce(
      `SELU keeps activations standardized only when its inputs are (mean 0, standard deviation 1). Received: ${x.names[i] ?? 'x'} with mean ${mean.toPrecision(3)} and standard deviation ${deviation.toPrecision(3)}`,
    );
  });
}

import type { LayerVitals } from '../../../callbacks/index.ts';
import { type CaseFile, type StageFacts, vitalsOf } from '../../../doctor/case-file.ts';
import type { LayerReading, LayerRow } from './protocol.ts';

/** The rows of the picture of the net, bottom layer first. */
export const layerRows = ({ stages }: CaseFile): LayerRow[] =>
  stages.map(({ stage }, i) => ({ label: stage.output ? 'output' : String(i + 1), activation: stage.activation }));

/** What one step showed of each row. */
export const layerReadings = ({ stages }: CaseFile, layers: readonly LayerVitals[]): LayerReading[] =>
  stages.map(({ stage }) => {
    const vitals = vitalsOf(stage, layers);
    return {
      gradient: vitals?.gradientRms ?? Number.NaN,
      deviation: vitals?.std ?? Number.NaN,
      dead: vitals?.deadShare ?? null,
      saturated: vitals?.saturatedShare ?? null,
    };
  });

/**
 * The gradient's RMS at each row relative to the last hidden row's, as mean-field theory foretells it from the initial
 * weights: the product of the factors of the layers above. Null where theory has nothing to say, and for the output.
 */
export function foretoldGradients({ stages }: CaseFile): (number | null)[] {
  const hidden = stages.filter(({ stage }) => !stage.output);
  const factors = hidden.map(({ expected }: StageFacts) => expected?.gradientFactor ?? null);
  return stages.map(({ stage }, i) => {
    if (stage.output) return null;
    return factors
      .slice(i, hidden.length - 1)
      .reduce<number | null>((product, factor) => (product === null || factor === null ? null : product * factor), 1);
  });
}

import type { CaseFile } from '../case-file.ts';
import { type Finding, finding } from '../finding.ts';

const data = { kind: 'data' } as const;

/** Values that are NaN or infinite. */
export function nonFiniteData({ nonFinite: { inputs, targets } }: CaseFile): Finding[] {
  if (inputs + targets === 0) return [];
  const evidence = [
    { quantity: 'inputs that are NaN or infinite', measured: inputs, expected: 0 },
    { quantity: 'targets that are NaN or infinite', measured: targets, expected: 0 },
  ];
  return [
    finding({
      cause: 'non_finite_data',
      severity: 'fault',
      confidence: 0.99,
      symptoms: ['non_finite'],
      place: data,
      evidence: evidence.filter(({ measured }) => measured > 0),
      explanation:
        'Whatever is computed with a value that is no number is no number either: the first batch that holds one turns the loss, all gradients and then all weights into NaN. Look for missing values and divisions by zero where the data are made, and fill them in or leave these samples out.',
    }),
  ];
}

/** z of a share against chance. */
const zScore = (share: number, chance: number, count: number): number =>
  (share - chance) / Math.sqrt(Math.max(chance * (1 - chance), 1e-4) / Math.max(count, 1));

/** Labels that a sample's nearest neighbours know nothing of, in a data set where they should. */
export function corruptedLabels({ data: facts }: CaseFile): Finding[] {
  if (facts === null || facts.majority === 1 || facts.probed < 50 || facts.task === 'multilabel') return [];
  const { training, validation } = facts.neighbours;
  const chance = facts.task === 'regression' ? 0 : facts.chance;
  const gain = training - chance;
  const heldGain = validation === null ? null : validation - chance;
  // Validation rows whose neighbours agree while those of training rows don't: the labels differ, not the task.
  const contradicted = heldGain !== null && heldGain > 0.15 && gain < 0.35 * heldGain;
  const random = facts.task === 'regression' ? training < -0.05 : zScore(training, facts.chance, facts.probed) < 1.5;
  if (!contradicted && !random) return [];
  const expected = validation === null ? 'clearly above chance' : round(validation);
  const confidence = contradicted ? 0.97 : heldGain === null ? 0.7 : 0.55;
  return [
    finding({
      cause: 'labels_corrupted',
      severity: confidence > 0.6 ? 'fault' : 'note',
      confidence,
      symptoms: ['unlearnable_labels'],
      place: data,
      evidence: [
        { quantity: 'training labels that five neighbours foretell', measured: round(training), expected },
        { quantity: 'by chance', measured: round(chance), expected: null },
      ],
      explanation:
        'Samples that look alike carry unrelated labels: a sample’s nearest neighbours foretell its training label hardly better than guessing. Most labels must have been shuffled or misaligned with their inputs. No setting of the net can mend this: it can only learn the mistakes by heart.',
    }),
  ];
}

const round = (value: number): number => Number(value.toPrecision(3));

/** Features whose scale is far from 1, or far from each other. */
export function unscaledInputs({ data: facts, anatomy }: CaseFile): Finding[] {
  if (facts === null || anatomy.normalizesInput) return [];
  const { rms, std } = facts.features;
  const largest = Math.max(...rms);
  const live = [...std].filter((deviation) => deviation > 1e-12).sort((a, b) => a - b);
  const median = live[live.length >> 1] ?? 1;
  const unequal = (live.at(-1) ?? 1) / Math.max(median, 1e-30);
  if (largest <= 10 && largest >= 0.01 && unequal <= 100) return [];
  const few = [...rms].filter((value) => value > 10).length < rms.length / 2 && unequal > 100;
  return [
    finding({
      cause: 'input_unscaled',
      severity: 'fault',
      confidence: 0.93,
      symptoms: ['unscaled_input'],
      place: data,
      evidence: [
        { quantity: 'largest RMS of a feature', measured: round(largest), expected: 'about 1' },
        { quantity: 'largest deviation over the median one', measured: round(unequal), expected: 'below 100' },
      ],
      explanation: `${few ? 'Some features are' : largest < 0.01 ? 'All inputs are' : 'The inputs are'} ${largest < 0.01 ? 'tiny' : 'far larger than 1'}. Initial weights and learning rates are made for inputs with mean 0 and deviation 1: with these, the first layer saturates, dies or takes steps that are far too large in some directions. Standardize them: subtract each feature’s mean and divide by its deviation.`,
    }),
  ];
}

/** Remarks on data that keep no net from learning. */
export function dataRemarks({ data: facts }: CaseFile): Finding[] {
  if (facts === null) return [];
  const found: Finding[] = [];
  if (facts.leaked !== null && facts.leaked > 0.05 && facts.width >= 4) {
    found.push(
      finding({
        cause: 'leakage',
        severity: facts.leaked > 0.3 ? 'warning' : 'note',
        confidence: 0.8,
        place: data,
        evidence: [{ quantity: 'validation rows that are training rows', measured: round(facts.leaked), expected: 0 }],
        explanation:
          'Some validation samples are also training samples, so the validation score is better than the net is. Split the data again, after removing duplicates.',
      }),
    );
  }
  const all = facts.constantFeatures === facts.width;
  if (facts.constantFeatures > facts.width / 2 && facts.samples > 1) {
    found.push(
      finding({
        cause: 'constant_features',
        severity: all ? 'fault' : 'note',
        confidence: all ? 0.98 : 0.9,
        place: data,
        evidence: [
          { quantity: `features of ${facts.width} that never change`, measured: facts.constantFeatures, expected: 0 },
        ],
        explanation: all
          ? 'All samples are the same, so the net has nothing to tell them apart by. Look at how the data are made: values may have been cut to whole numbers, or one sample written again and again.'
          : 'More than half of the features have the same value in all samples and tell the net nothing.',
      }),
    );
  }
  if (facts.task !== 'regression' && facts.task !== 'multilabel' && facts.majority > 0.9 && facts.majority < 1) {
    found.push(
      finding({
        cause: 'class_imbalance',
        severity: 'note',
        confidence: 0.9,
        place: data,
        evidence: [
          {
            quantity: 'share of the commonest class',
            measured: round(facts.majority),
            expected: round(1 / facts.classes),
          },
        ],
        explanation: `A net that always names the commonest class is right in ${(100 * facts.majority).toFixed(0)}% of the cases: judge this one by more than accuracy, and consider class weights.`,
      }),
    );
  }
  return found;
}

import { type CaseFile, outputStage } from '../case-file.ts';
import { type Finding, finding } from '../finding.ts';
import { isAdaptive } from './optimizer-rules.ts';

const data = { kind: 'data' } as const;
const round = (value: number): number => Number(value.toPrecision(3));

/** All labels the same: there is nothing to learn. */
export function constantLabels(file: CaseFile): Finding[] {
  const { data: facts } = file;
  if (facts === null || facts.task === 'multilabel') return [];
  // A net that is steered through a frozen one, as a generator by its discriminator, has a single goal.
  if (outputStage(file)?.stage.layer.trainable === false) return [];
  const constant = facts.task === 'regression' ? facts.target.variance === 0 : facts.majority === 1;
  if (!constant || facts.samples < 2) return [];
  return [
    finding({
      cause: 'labels_constant',
      severity: 'fault',
      confidence: 0.99,
      symptoms: ['single_class_labels'],
      place: data,
      evidence: [{ quantity: 'different labels', measured: 1, expected: 'several' }],
      explanation:
        'Every training label is the same, so the best the net can do is to say it always. No setting of the net can mend this: the labels have to be looked at.',
    }),
  ];
}

/** Labels of two classes that binary crossentropy takes for shares outside of [0, 1]. */
export function labelRange({ data: facts, loss }: CaseFile): Finding[] {
  if (facts === null || loss !== 'binary_crossentropy' || facts.task === 'regression') return [];
  const { min, max } = facts.target;
  if (min >= 0 && max <= 1) return [];
  const signs = min === -1 && max === 1;
  return [
    finding({
      cause: 'labels_out_of_range',
      severity: 'fault',
      confidence: 0.98,
      symptoms: ['unreachable_targets'],
      place: data,
      evidence: [{ quantity: 'labels', measured: `${min} to ${max}`, expected: '0 and 1' }],
      explanation: `Binary crossentropy takes each target for the probability of the second class. With a label of ${min < 0 ? min : max} it has no lowest value: it goes on falling below zero as the answers grow more extreme, and what it says means nothing. ${signs ? 'Turn -1 and 1 into 0 and 1, or use a hinge loss, which is made for signs.' : 'Number two classes 0 and 1; for more than two, use one output for each, softmax and sparse_categorical_crossentropy.'}`,
      advice: signs ? ['const labels = y.map((label) => (label + 1) / 2);'] : [],
    }),
  ];
}

/** Classes that a net is asked for and never shown. */
export function missingClasses({ data: facts }: CaseFile): Finding[] {
  // With a few rows for each class, some are missing by chance.
  if (facts === null || facts.task !== 'multiclass' || facts.majority === 1 || facts.samples < 20 * facts.classes)
    return [];
  const { absent, unseen } = facts;
  const grave = unseen !== null && unseen > 0.05;
  if (absent === 0 && !grave) return [];
  return [
    finding({
      cause: 'class_missing',
      severity: grave ? (unseen > 0.5 ? 'fault' : 'warning') : 'note',
      confidence: grave ? 0.97 : 0.6,
      place: data,
      evidence: [
        { quantity: `classes of ${facts.classes} without a training sample`, measured: absent, expected: 0 },
        ...(unseen === null
          ? []
          : [{ quantity: 'validation rows of classes without one', measured: round(unseen), expected: 0 }]),
      ],
      explanation: grave
        ? `A net cannot name a class that it was never shown: ${(100 * unseen).toFixed(0)}% of the validation rows have such classes. Data in the order of their classes, of which the last rows are kept for validation, do this: shuffle them before they are split.`
        : 'Class numbers should run from 0 without gaps; no training sample has some of them. Where the labels begin at 1, or a class was left out on purpose, this does no harm.',
    }),
  ];
}

/** Targets so large that no step of this training gets there, or that make its gradients explode. */
export function unscaledTargets(file: CaseFile): Finding[] {
  const { data: facts, optimizer, epochs, stepsPerEpoch, loss } = file;
  const output = outputStage(file);
  if (facts === null || facts.task !== 'regression' || output === undefined) return [];
  if (output.stage.activation !== 'linear' || !/^mean_(squared|absolute)_error$|huber|log_cosh/.test(loss ?? ''))
    return [];
  const { mean, variance, min, max } = facts.target;
  const size = Math.hypot(mean, Math.sqrt(variance));
  // A few targets far off all others are another matter: gradients want clipping then.
  if (Math.max(max - mean, mean - min) > 8 * Math.sqrt(variance)) return [];
  // Every step of an adaptive optimizer moves each weight by the learning rate: inputs of size 1 then move the answer
  // by as much for each unit, and the layers below add to that.
  const reach = optimizer.learningRate * (1 + output.stage.fanIn) * stepsPerEpoch * (epochs ?? 100);
  const far = isAdaptive(optimizer.name) ? size > 30 * Math.max(1, reach) : size > 300;
  if (!far || size <= 10 * rmsOfAnswers(file)) return [];
  const [centre, scale] = [round(mean), round(Math.sqrt(variance))];
  return [
    finding({
      cause: 'target_unscaled',
      severity: 'fault',
      confidence: 0.96,
      symptoms: ['unfinished_learning'],
      place: data,
      evidence: [
        { quantity: 'RMS of the targets', measured: round(size), expected: 'about 1' },
        { quantity: 'RMS of the answers before training', measured: round(rmsOfAnswers(file)), expected: null },
      ],
      explanation: `A new net answers with numbers around 1; these targets have a mean of ${centre} and a deviation of ${scale}. ${isAdaptive(optimizer.name) ? `${optimizer.name}’s steps are about as long as the learning rate, whatever the error is, so the way there takes longer than the training` : 'The errors, and with them the gradients, are so large that the first steps throw the weights away'}. Train on standardized targets and turn the answers back.`,
      advice: [
        `const [mean, deviation] = [${centre}, ${scale}]; // of the training targets`,
        'const targets = ops.divide(ops.subtract(y, mean), deviation); // what fit gets',
        'const answers = ops.add(ops.multiply(model.predictOnBatch(x), deviation), mean);',
      ],
    }),
  ];
}

function rmsOfAnswers({ pass: { outputs } }: CaseFile): number {
  const square = outputs.values.reduce((sum, value) => sum + value * value, 0);
  return Math.sqrt(square / Math.max(outputs.values.length, 1));
}

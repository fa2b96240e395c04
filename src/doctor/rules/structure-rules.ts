import { configOf, type Stage } from '../anatomy.ts';
import { type CaseFile, hiddenStages } from '../case-file.ts';
import { type Finding, finding } from '../finding.ts';
import { guessingLoss } from './guessing.ts';

const round = (value: number): number => Number(value.toPrecision(3));

/** A model of which no step can change anything. */
export function nothingTrainable({ model, stages }: CaseFile): Finding[] {
  if (model.trainableVariables.length > 0 || stages.length === 0) return [];
  return [
    finding({
      cause: 'nothing_trainable',
      severity: 'fault',
      confidence: 0.99,
      symptoms: ['zero_gradient'],
      place: { kind: 'layers', layers: stages.map(({ stage }) => stage.name) },
      evidence: [{ quantity: 'weights that training can change', measured: 0, expected: model.countParams() }],
      explanation:
        'All layers (or the model as a whole) have trainable: false, so that no step changes anything. Freeze only what is to stay as it is, usually the layers of a pretrained base, and compile again after any change.',
      advice: ['model.trainable = true; // and, where they were frozen, its layers', 'model.compile(/* as before */);'],
    }),
  ];
}

/** Penalties that are larger than the loss they are added to. */
export function strongPenalty({ pass, stages }: CaseFile): Finding[] {
  const { penalty, dataLoss } = pass;
  if (!(penalty > 1 * Math.abs(dataLoss)) || penalty < 1e-6) return [];
  const guilty = stages.filter(
    ({ stage }) => stage.config.kernel_regularizer != null || stage.config.bias_regularizer != null,
  );
  return [
    finding({
      cause: 'regularization_too_strong',
      severity: 'fault',
      confidence: penalty > 3 * Math.abs(dataLoss) ? 0.95 : 0.8,
      symptoms: ['penalty_dominates'],
      place: { kind: 'layers', layers: guilty.map(({ stage }) => stage.name) },
      evidence: [
        { quantity: 'penalty', measured: round(penalty), expected: `well below ${round(dataLoss)}` },
        { quantity: 'loss of the task', measured: round(dataLoss), expected: null },
      ],
      explanation: `The penalty on the weights is ${(penalty / Math.max(Math.abs(dataLoss), 1e-12)).toPrecision(2)} times the loss of the task. Training pays off more by pulling the weights to zero than by learning anything. A penalty should stay well below the task’s loss: try a factor ${(10 ** Math.ceil(Math.log10((30 * penalty) / Math.max(Math.abs(dataLoss), 1e-12)))).toPrecision(1)} less.`,
    }),
  ];
}

/** A tenth of the signal's power: its deviation is then a third of the signal. */
const NOISE = 0.1;

/** Dropout that leaves too few units to carry a signal. */
export function heavyDropout(file: CaseFile): Finding[] {
  const of = (dropouts: Stage['dropouts'], units: number) =>
    dropouts.map(({ layer, rate }) => ({ name: layer.name, rate, units }));
  const dropped = [
    ...of(file.anatomy.inputDropouts, file.stages[0]?.stage.fanIn ?? 1),
    ...hiddenStages(file).flatMap(({ stage }) => of(stage.dropouts, stage.units)),
  ];
  // The variance that dropout adds to a sum over n units, relative to its square: p / ((1 - p) n).
  const noise = dropped.reduce((sum, { rate, units }) => sum + rate / Math.max(1 - rate, 1e-6) / units, 0);
  if (!(noise > NOISE)) return [];
  const worst = dropped.reduce((a, b) => (b.rate / (1 - b.rate) / b.units > a.rate / (1 - a.rate) / a.units ? b : a));
  // Half is what the paper recommends for hidden units; narrow layers bear it less, but rarely fail by it.
  if (worst.rate <= 0.5 && noise <= 2 * NOISE) return [];
  return [
    finding({
      cause: 'dropout_too_high',
      severity: 'fault',
      confidence: 0.95,
      symptoms: ['train_eval_gap'],
      place: { kind: 'layers', layers: dropped.filter(({ rate }) => rate > 0.5).map(({ name }) => name) },
      evidence: [
        {
          quantity: `units that ${worst.name} leaves on average`,
          measured: round(worst.units * (1 - worst.rate)),
          expected: 'dozens',
        },
        { quantity: 'noise to signal of all dropout', measured: round(noise), expected: 'below 0.1' },
      ],
      explanation: `Dropout with rate ${worst.rate} leaves ${(worst.units * (1 - worst.rate)).toPrecision(2)} of ${worst.units} units in a step. So few units carry hardly any signal, and what the rest of the net sees is mostly noise. Rates from 0.2 to 0.5 are usual; narrow layers want less.`,
    }),
  ];
}

/** Batch normalization whose statistics are useless: averages that never arrive, or batches too small to have any. */
export function normalizationStatistics(file: CaseFile): Finding[] {
  const layers = file.anatomy.leaves.filter((layer) => configOf(layer).moving_mean_initializer !== undefined);
  if (layers.length === 0) return [];
  const place = { kind: 'layers', layers: layers.map(({ name }) => name) } as const;
  const draft = (
    confidence: number,
    quantity: string,
    measured: number,
    expected: number | string,
    explanation: string,
  ) =>
    finding({
      cause: 'batchnorm_statistics',
      severity: 'fault',
      confidence,
      symptoms: ['train_eval_gap'],
      place,
      evidence: [{ quantity, measured, expected }],
      explanation,
    });
  const momenta = layers.map((layer) => Number(configOf(layer).momentum ?? 0.99));
  const slowest = Math.max(...momenta);
  const found: Finding[] = [];
  if (file.epochs !== null) {
    const steps = file.epochs * file.stepsPerEpoch;
    const arrived = 1 - slowest ** steps;
    if (arrived < 0.5)
      found.push(
        draft(
          0.95,
          `share of the true statistics that ${steps} steps bring into the moving averages`,
          round(arrived),
          'nearly 1',
          `With momentum ${slowest} the moving averages have taken in ${(100 * arrived).toFixed(0)}% of the true statistics when training ends. At inference the layer then normalizes with the values it was born with (mean 0, variance 1), and the net answers as if it had never been trained. Use a momentum of 0.9 to 0.99.`,
        ),
      );
  }
  const fastest = Math.min(...momenta);
  if (file.batchSize * (1 / Math.max(1 - fastest, 1e-6)) < 16)
    found.push(
      draft(
        0.95,
        'samples behind the moving statistics',
        round(file.batchSize / Math.max(1 - fastest, 1e-6)),
        'hundreds',
        `With momentum ${fastest} and batches of ${file.batchSize}, the statistics used at inference are those of the last few samples: pure chance. Use a momentum of 0.99 with batches this small.`,
      ),
    );
  if (file.batchSize <= 4)
    found.push(
      draft(
        0.93,
        'samples per batch',
        file.batchSize,
        'at least 16',
        `Batch normalization computes means and variances over ${file.batchSize} samples, which say next to nothing: each sample is judged by chance company, and the net sees other values in training than at inference. Use larger batches, or layer normalization, which needs none.`,
      ),
    );
  return found.slice(0, 1);
}

/** A layer too narrow for what has to pass through it. */
export function narrowLayer(file: CaseFile): Finding[] {
  const { data } = file;
  const hidden = hiddenStages(file).filter(({ stage }) => !stage.recurrent && stage.className === 'Dense');
  if (data === null || hidden.length === 0) return [];
  const narrowest = hidden.reduce((a, b) => (b.stage.units < a.stage.units ? b : a));
  const { units, name } = narrowest.stage;
  const bits = data.task === 'multiclass' ? Math.log2(Math.max(data.classes, 2)) : 1;
  const bottleneck = units < bits || (units === 1 && hidden.some(({ stage }) => stage.units > 1));
  const gap = data.neighbours.training - data.linear;
  const poor = units <= 3 && data.width >= 2 && gap > 0.06 && hidden.length <= 2;
  if (!bottleneck && !poor) return [];
  return [
    finding({
      cause: 'capacity_too_small',
      severity: 'fault',
      confidence: bottleneck ? 0.93 : 0.85,
      place: { kind: 'layers', layers: [name] },
      evidence: [
        {
          quantity: `units of ${name}`,
          measured: units,
          expected: bottleneck ? `more than ${Math.ceil(2 * bits)}` : 'dozens',
        },
        ...(poor
          ? [{ quantity: 'what a linear model lacks to five neighbours', measured: round(gap), expected: null }]
          : []),
      ],
      explanation: bottleneck
        ? `Everything that the net knows of a sample passes through ${units === 1 ? 'a single unit' : `${units} units`} of ${name}, too few to tell ${data.task === 'multiclass' ? `${data.classes} classes` : 'the targets'} apart. Give the layer as many units as its neighbours have.`
        : `${units} hidden units can draw ${units} lines; the classes here are divided by something more crooked. Give the hidden layers dozens of units.`,
    }),
  ];
}

/** Parameters that do nothing. */
export function uselessBias(file: CaseFile): Finding[] {
  const guilty = file.stages.filter(({ stage }) => stage.normalized && stage.config.use_bias === true);
  if (guilty.length === 0) return [];
  return [
    finding({
      cause: 'bias_before_normalization',
      severity: 'note',
      confidence: 0.99,
      place: { kind: 'layers', layers: guilty.map(({ stage }) => stage.name) },
      explanation:
        'A bias right before a normalization is subtracted again with the mean: it does nothing. useBias: false saves the parameters; the normalization’s beta takes its place.',
    }),
  ];
}

/** A classifier that starts out sure of wrong answers. */
export function initialLoss(file: CaseFile): Finding[] {
  const { data, pass, loss } = file;
  const expected = guessingLoss(file);
  if (expected === null || data === null || !loss?.includes('crossentropy')) return [];
  const ratio = pass.dataLoss / expected;
  if (ratio < 2 && Number.isFinite(ratio)) return [];
  return [
    finding({
      cause: 'initial_loss',
      severity: 'note',
      confidence: 0.6,
      symptoms: ['initial_loss_off'],
      place: { kind: 'output' },
      evidence: [{ quantity: 'loss before training', measured: round(pass.dataLoss), expected: round(expected) }],
      explanation: `A net that knows nothing should give all classes the same probability, which costs ln ${data.task === 'multiclass' ? data.classes : 2} = ${expected.toFixed(2)}. This one starts at ${pass.dataLoss.toPrecision(3)}: it is sure of wrong answers, and has to unlearn them first.`,
    }),
  ];
}

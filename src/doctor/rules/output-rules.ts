import { type CaseFile, outputStage } from '../case-file.ts';
import { type Finding, finding } from '../finding.ts';
import type { Cause } from '../vocabulary.ts';

const OUTPUT = { kind: 'output' } as const;
const LOSS = { kind: 'loss' } as const;

/** Values that an activation can give. */
const ranges: Readonly<Record<string, readonly [number, number]>> = {
  relu: [0, Number.POSITIVE_INFINITY],
  relu6: [0, 6],
  softplus: [0, Number.POSITIVE_INFINITY],
  exponential: [0, Number.POSITIVE_INFINITY],
  sigmoid: [0, 1],
  hard_sigmoid: [0, 1],
  softmax: [0, 1],
  tanh: [-1, 1],
  softsign: [-1, 1],
  elu: [-1, Number.POSITIVE_INFINITY],
  selu: [-1.758, Number.POSITIVE_INFINITY],
};

const isCrossentropy = (loss: string): boolean =>
  loss.includes('crossentropy') || loss === 'crossentropy' || loss === 'ce';
const isMargin = (loss: string): boolean => loss.includes('hinge');
const isDistance = (loss: string): boolean =>
  ['mean_squared_error', 'mean_absolute_error', 'huber', 'log_cosh', 'mean_squared_logarithmic_error'].includes(loss);

/** Whether targets lie where a crossentropy wants them. */
const takesTargets = ({ data }: CaseFile): boolean =>
  data === null || data.task !== 'regression' || (data.target.min >= -1e-6 && data.target.max <= 1 + 1e-6);

/** Output activation against loss. */
export function outputActivation(file: CaseFile): Finding[] {
  const { loss, fromLogits, data } = file;
  const output = outputStage(file);
  if (output === undefined || loss === null) return [];
  const { activation, secondActivation, units } = output.stage;
  const wrong = (cause: Cause, confidence: number, expected: string, explanation: string): Finding[] => [
    finding({
      cause,
      severity: 'fault',
      confidence,
      symptoms: ['invalid_output'],
      place: OUTPUT,
      evidence: [{ quantity: `activation of ${output.stage.name}`, measured: activation, expected }],
      explanation,
    }),
  ];
  if (activation === 'softmax' && units === 1)
    return wrong(
      'output_activation_wrong',
      0.99,
      'sigmoid',
      'Softmax of a single unit is 1, whatever the net computes: it divides the unit by itself. No gradient comes back, and nothing is learned. For two classes with one output unit, use sigmoid.',
    );
  const squashes = (name: string): boolean => name === 'softmax' || name === 'sigmoid';
  if (secondActivation !== null && squashes(secondActivation) && squashes(activation))
    return wrong(
      'output_activation_wrong',
      0.96,
      `${activation} once`,
      `The last layer applies ${activation}, and ${secondActivation} follows in a layer of its own. Probabilities are squeezed a second time: the surest answer that is left is far from 1, the loss stays high and its gradient is flat. Drop one of the two.`,
    );
  // Then the loss itself is the mistake.
  if (isCrossentropy(loss) && !takesTargets(file)) return [];
  if (isCrossentropy(loss)) {
    const binary = loss.startsWith('binary');
    const expected = binary ? 'sigmoid' : 'softmax';
    if (fromLogits) {
      if (activation !== 'softmax' && activation !== 'sigmoid') return [];
      return wrong(
        'output_activation_wrong',
        0.95,
        'linear',
        `The loss was told to expect logits (fromLogits) and applies ${expected} itself, but the output layer has already done so. Probabilities are squeezed a second time, which flattens the gradient: drop one of the two.`,
      );
    }
    if (activation === 'softmax' || activation === 'sigmoid') return [];
    // A layer that ends elsewhere (such as a softmax in a model's own call) can't be seen.
    if (activation === 'linear' && outputsAreProbabilities(file)) return [];
    if (activation === 'hard_sigmoid' && binary) return [];
    const missing = activation === 'linear';
    return wrong(
      missing ? 'output_activation_missing' : 'output_activation_wrong',
      0.97,
      expected,
      missing
        ? `${title(loss)} takes probabilities, but the last layer has no activation: its answers can be negative or above 1, where the loss is cut off and has no gradient. Give the last layer activation: '${expected}', or the loss fromLogits: true.`
        : `${title(loss)} takes probabilities, which ${activation} does not give: values outside of [0, 1], or that don’t sum to 1, are cut off and have no gradient. Use ${expected} instead.`,
    );
  }
  if (data === null || data.task !== 'regression') return [];
  const range = ranges[activation];
  if (range === undefined) return [];
  const { min, max, variance } = data.target;
  const slack = 0.05 * Math.max(1, Math.sqrt(variance));
  if (min >= range[0] - slack && max <= range[1] + slack) return [];
  return [
    finding({
      cause: 'output_activation_wrong',
      severity: 'fault',
      confidence: 0.96,
      symptoms: ['unreachable_targets'],
      place: OUTPUT,
      evidence: [
        { quantity: 'targets', measured: `${min.toPrecision(3)} to ${max.toPrecision(3)}`, expected: null },
        { quantity: `what ${activation} can answer`, measured: `${range[0]} to ${range[1]}`, expected: 'all targets' },
      ],
      explanation: `Some targets lie where ${activation} can never answer, so the net cannot reach them however long it trains. A regression’s last layer should have no activation, unless the targets are limited in the same way.`,
    }),
  ];
}

/** Whether the answers of the first pass are probabilities already. */
function outputsAreProbabilities({ pass: { outputs } }: CaseFile): boolean {
  const rows = outputs.values.length / Math.max(outputs.width, 1);
  for (let i = 0; i < rows; i++) {
    let sum = 0;
    for (let k = 0; k < outputs.width; k++) {
      const value = outputs.values[i * outputs.width + k] ?? 0;
      if (!(value >= 0 && value <= 1)) return false;
      sum += value;
    }
    if (outputs.width > 1 && Math.abs(sum - 1) > 0.01) return false;
  }
  return rows > 0;
}

const title = (loss: string): string => {
  const words = loss.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** Loss against targets. */
export function lossFit(file: CaseFile): Finding[] {
  const { loss, data, optimizer } = file;
  const output = outputStage(file);
  if (output === undefined || loss === null || data === null) return [];
  const { activation, units } = output.stage;
  const wrong = (confidence: number, expected: string, explanation: string): Finding[] => [
    finding({
      cause: 'loss_wrong',
      severity: confidence >= 0.6 ? 'fault' : 'note',
      confidence,
      place: LOSS,
      evidence: [{ quantity: 'loss', measured: loss, expected }],
      explanation,
    }),
  ];
  if (data.task === 'regression') {
    if (isCrossentropy(loss) && !takesTargets(file))
      return wrong(
        0.95,
        'mean_squared_error',
        `${title(loss)} takes targets between 0 and 1, and these are not. For numbers to be foretold, use mean squared error.`,
      );
    if (loss === 'cosine_similarity')
      return wrong(
        units === 1 ? 0.97 : 0.55,
        'mean_squared_error',
        'Cosine similarity compares directions only. With a single output the direction is a sign: any number of the right sign is perfect to this loss, so the size is never learned. Use mean squared error.',
      );
    if (isMargin(loss))
      return wrong(
        0.95,
        'mean_squared_error',
        `${title(loss)} separates two classes; these targets are numbers. Use mean squared error.`,
      );
    const { min, max, variance } = data.target;
    const crossesZero = min < 0 && max > 0;
    const nearZero = Math.min(Math.abs(min), Math.abs(max)) < 0.1 * Math.sqrt(variance);
    if (loss === 'mean_absolute_percentage_error' && (crossesZero || nearZero))
      return wrong(
        0.95,
        'mean_squared_error',
        'The percentage error divides by the target, and some targets are close to 0: these few samples have errors of thousands of percent and huge gradients, and drown all others. Use mean squared or absolute error.',
      );
    if ((loss === 'mean_squared_logarithmic_error' || loss === 'poisson') && min < 0)
      return wrong(
        0.93,
        'mean_squared_error',
        `${title(loss)} is made for targets that are not negative; these go down to ${min.toPrecision(3)}. Use mean squared error.`,
      );
    if (loss === 'kl_divergence' && (min < 0 || max > 1))
      return wrong(
        0.9,
        'mean_squared_error',
        'The Kullback-Leibler divergence compares probability distributions; these targets are plain numbers. Use mean squared error.',
      );
    return [];
  }
  const several = data.task === 'multiclass' && data.classes > 2;
  const proper = data.task === 'multiclass' ? 'categorical_crossentropy' : 'binary_crossentropy';
  if (
    isMargin(loss) &&
    loss !== 'categorical_hinge' &&
    (several || activation === 'softmax' || activation === 'sigmoid')
  )
    return wrong(
      several || activation === 'softmax' ? 0.95 : 0.75,
      proper,
      `${title(loss)} wants answers below -1 or above 1 for two classes; ${activation} gives probabilities, which never get there, so that almost every sample keeps pulling with the same force whether it is right or wrong. Use crossentropy.`,
    );
  if (loss === 'binary_crossentropy' && several && activation === 'softmax')
    return wrong(
      0.4,
      proper,
      'Binary crossentropy asks of each class by itself whether it is this one, which softmax answers for all classes together. It trains, but its numbers are no likelihoods, and most of them speak of classes that are easily ruled out. Use categorical crossentropy.',
    );
  if (loss === 'cosine_similarity' && units === 1)
    return wrong(0.95, proper, 'Cosine similarity of a single number is its sign. Use crossentropy.');
  if ((isDistance(loss) || loss === 'mean_absolute_percentage_error' || loss === 'poisson') && several) {
    const plain = optimizer.name === 'SGD';
    const percentage = loss === 'mean_absolute_percentage_error';
    const linear = activation === 'linear';
    const confidence = percentage ? 0.95 : plain ? (linear ? 0.7 : 0.94) : 0.4;
    return wrong(
      confidence,
      proper,
      `${title(loss)} on the probabilities of ${data.classes} classes has a gradient that is averaged over the classes and vanishes where the net is surely wrong (softmax is flat there). ${plain ? 'With plain SGD learning all but stands still. ' : ''}Crossentropy has its steepest slope exactly there: use it.`,
    );
  }
  return [];
}

import { type CaseFile, hiddenStages, type StageFacts } from '../case-file.ts';
import { type Finding, finding } from '../finding.ts';
import { propagation } from './init-rules.ts';

const round = (value: number): number => Number(value.toPrecision(3));
const place = (stages: readonly StageFacts[]) =>
  ({ kind: 'layers', layers: stages.map(({ stage }) => stage.name) }) as const;
const shrinking = ['sigmoid', 'hard_sigmoid', 'softmax', 'log_sigmoid', 'sparse_sigmoid'];

/** Squashing functions that take a large part of the gradient in every layer, whatever the weights. */
export function shrinkingActivation(file: CaseFile): Finding[] {
  const hidden = hiddenStages(file);
  const squashed = hidden.filter(
    ({ stage }) => shrinking.includes(stage.activation) && !stage.normalized && !stage.recurrent,
  );
  const softmax = squashed.filter(({ stage }) => stage.activation === 'softmax');
  const way = propagation(file);
  // Three or four of them may be trained with patience.
  const little = squashed.length >= 5 ? 5e-2 : 2e-2;
  const lost = way !== null && hidden.length > 2 && way.gradient < little && squashed.length >= 3;
  const weakened = way !== null && hidden.length > 2 && way.gradient < 0.2 && squashed.length >= 3;
  if (!weakened && softmax.length === 0) return [];
  const guilty = weakened ? squashed : softmax;
  const severe = lost || softmax.length > 0;
  const [first] = guilty;
  const name = first?.stage.activation ?? 'sigmoid';
  const steps = Math.max(hidden.length - 1, 1);
  return [
    finding({
      cause: 'activation_saturating_deep',
      severity: severe ? 'fault' : 'note',
      confidence: softmax.length > 0 ? 0.93 : severe ? 0.95 : 0.6,
      symptoms: ['vanishing_gradient'],
      place: place(guilty),
      evidence: [
        { quantity: 'gradient factor per layer', measured: round((way?.gradient ?? 0) ** (1 / steps)), expected: 1 },
        { quantity: 'the best that sigmoid can do', measured: 0.25, expected: null },
        {
          quantity: 'gradient at the first over the last hidden layer',
          measured: round(way?.gradient ?? 0),
          expected: 'about 1',
        },
      ],
      explanation:
        softmax.length > 0
          ? 'Softmax makes all units of a hidden layer share a sum of 1, so each is tiny and passes next to no signal or gradient on. It belongs behind the last layer alone; hidden layers want ReLU or its relatives.'
          : `The slope of ${name} is at most 1/4, so every layer takes at least three quarters of the gradient on its way down, and the lowest of ${hidden.length} layers hardly learn. No initialization repairs that: use ReLU, ELU or SELU (with their initializers), or put batch normalization before each activation.`,
    }),
  ];
}

/** exp as a hidden activation. */
export function unboundedActivation(file: CaseFile): Finding[] {
  const guilty = hiddenStages(file).filter(({ stage }) => stage.activation === 'exponential');
  if (guilty.length === 0) return [];
  const largest = Math.max(...guilty.map(({ vitals }) => vitals?.max ?? 0));
  return [
    finding({
      cause: 'activation_unbounded',
      severity: 'fault',
      confidence: 0.96,
      symptoms: ['exploding_activations', 'exploding_gradient'],
      place: place(guilty),
      evidence: [
        { quantity: 'largest activation', measured: round(largest), expected: 'below 10' },
        { quantity: 'activation', measured: 'exponential', expected: 'relu, elu or selu' },
      ],
      explanation:
        'The exponential function in hidden layers multiplies instead of adding: layer on layer it becomes exp of exp, and both signal and gradient overflow after a few steps. Use ReLU, or ELU, which is exponential only where it is bounded.',
    }),
  ];
}

/** A stack of linear layers is one linear layer. */
export function missingActivation(file: CaseFile): Finding[] {
  const hidden = hiddenStages(file);
  const { data } = file;
  if (hidden.length === 0 || hidden.some(({ stage }) => stage.activation !== 'linear' || stage.recurrent)) return [];
  // Custom layers between may bend what the kernels don't.
  if (file.anatomy.leaves.some((layer) => /Lambda|RBF|Maxout/.test(layer.constructor.name))) return [];
  const gap = data === null ? null : Math.max(data.neighbours.training, data.neighbours.validation ?? -1) - data.linear;
  // With few rows per feature a linear model lacks rows, not bends.
  const margin = data !== null && Math.min(data.samples, data.probed) < 10 * data.width ? 0.2 : 0.08;
  const needed = gap !== null && gap > margin;
  const likely = gap !== null && gap > margin / 4;
  return [
    finding({
      cause: 'activation_missing',
      severity: needed ? 'fault' : likely ? 'warning' : 'note',
      confidence: needed ? 0.9 : likely ? 0.5 : 0.35,
      symptoms: ['linear_model'],
      place: place(hidden),
      evidence: [
        { quantity: 'hidden layers with an activation', measured: 0, expected: hidden.length },
        ...(data === null
          ? []
          : [
              { quantity: 'what a linear model reaches', measured: round(data.linear), expected: null },
              { quantity: 'what five neighbours reach', measured: round(data.neighbours.training), expected: null },
            ]),
      ],
      explanation: `No hidden layer has an activation function, so the whole stack can do no more than a single linear layer.${needed ? ' These data need more: a sample’s neighbours foretell its target much better than any linear model does.' : ''} Give the hidden layers one, such as ReLU with He initialization.`,
    }),
  ];
}

/** SELU normalizes itself only under three conditions. */
export function seluConditions(file: CaseFile): Finding[] {
  const selu = hiddenStages(file).filter(({ stage }) => stage.activation === 'selu');
  if (selu.length === 0) return [];
  const broken: string[] = [];
  const off = selu.filter(({ stage, weights }) => Math.abs(Math.log(weights.square * stage.fanIn)) > Math.log(1.5));
  if (off.length > 0) broken.push('weights with variance 1 / fanIn (lecun_normal)');
  if (!file.anatomy.chain) broken.push('a plain stack without branches');
  if (selu.some(({ stage }) => stage.dropouts.some(({ layer }) => layer.constructor.name === 'Dropout')))
    broken.push('AlphaDropout instead of Dropout');
  const { data } = file;
  if (data !== null && !file.anatomy.normalizesInput) {
    const square =
      [...data.features.rms].reduce((sum, rms) => sum + rms * rms, 0) / Math.max(data.features.rms.length, 1);
    if (square < 0.4 || square > 2.5) broken.push('standardized inputs');
  }
  if (broken.length === 0) return [];
  return [
    finding({
      cause: 'selu_conditions',
      severity: 'note',
      confidence: 0.9,
      place: place(selu),
      evidence: broken.map((condition) => ({ quantity: 'missing', measured: condition, expected: null })),
      explanation: `SELU keeps activations standardized only with standardized inputs, LeCun-normal weights and a plain stack of dense layers (Klambauer et al. 2017). Here it lacks: ${broken.join(', ')}.`,
    }),
  ];
}

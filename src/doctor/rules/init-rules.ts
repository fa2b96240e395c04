import { initializerOf } from '../anatomy.ts';
import { type CaseFile, hiddenStages, type StageFacts } from '../case-file.ts';
import { type Evidence, type Finding, finding } from '../finding.ts';
import { properInitializer, properVariance } from '../theory/mean-field.ts';

const round = (value: number): number => Number(value.toPrecision(3));
const place = (stages: readonly StageFacts[]) =>
  ({ kind: 'layers', layers: stages.map(({ stage }) => stage.name) }) as const;

/** Units of a layer that start as copies of each other stay copies: they get the same gradients. */
export function symmetricUnits(file: CaseFile): Finding[] {
  const alike = hiddenStages(file).filter(({ stage, weights }) => stage.units > 1 && weights.unitSpread < 1e-5);
  if (alike.length === 0) return [];
  const [first] = alike;
  const name = first === undefined ? null : initializerOf(first.stage, 'kernel_initializer');
  return [
    finding({
      cause: 'init_symmetric',
      severity: 'fault',
      confidence: 0.98,
      symptoms: ['symmetric_units'],
      place: place(alike),
      evidence: [
        { quantity: 'initializer', measured: name?.className ?? 'unknown', expected: 'random' },
        { quantity: 'spread between units', measured: 0, expected: 'as large as the weights' },
      ],
      explanation:
        'All units of a layer start with the same weights. They compute the same, get the same gradient and stay the same forever, so that a layer of many units is worth a single one. Only random initial weights break the symmetry.',
    }),
  ];
}

/** Biases that push pre-activations to the dead or flat side of every sample. */
export function switchedOff(file: CaseFile): Finding[] {
  const off = hiddenStages(file).filter(({ stage, vitals, weights }) => {
    if (vitals === null || weights.biasMean === 0) return false;
    const spread = Math.max(vitals.preStd, 1e-9);
    const dead = (vitals.deadShare ?? 0) >= 0.5;
    const flat = (vitals.saturatedShare ?? 0) >= 0.8;
    return (dead || flat) && Math.abs(weights.biasMean) > spread && !stage.normalized;
  });
  if (off.length === 0) return [];
  const [first] = off;
  const dead = first?.vitals?.deadShare;
  return [
    finding({
      cause: 'bias_init',
      severity: 'fault',
      confidence: 0.97,
      symptoms: ['dead_units'],
      place: place(off),
      evidence: [
        { quantity: `mean bias of ${first?.stage.name}`, measured: round(first?.weights.biasMean ?? 0), expected: 0 },
        dead == null
          ? { quantity: 'saturated share', measured: round(first?.vitals?.saturatedShare ?? 0), expected: 'below 0.1' }
          : { quantity: 'units active for no sample', measured: round(dead), expected: 0 },
      ],
      explanation:
        'The initial biases outweigh everything that the inputs contribute, so that units are off (or saturated) for every sample before training begins. A unit without slope gets no gradient and cannot come back. Biases should start at zero.',
    }),
  ];
}

interface Propagation {
  readonly hidden: readonly StageFacts[];
  /** RMS of the gradient at the first hidden layer over that at the last. */
  readonly gradient: number;
  /** RMS of the activations at the last hidden layer over that at the first. */
  readonly signal: number;
  /** The same gradient ratio with each layer's proper initial weights, as far as theory knows. */
  readonly proper: number;
  /** Per layer: the deviation of the weights over that of the proper ones. */
  readonly scales: readonly number[];
}

const rmsOf = (facts: StageFacts): number => Math.hypot(facts.vitals?.mean ?? 0, facts.vitals?.std ?? 0);

/** How signal and gradient travel through the hidden layers now, and how they would. */
export function propagation(file: CaseFile): Propagation | null {
  const hidden = hiddenStages(file).filter(({ vitals, stage }) => vitals !== null && !stage.recurrent);
  const [first] = hidden;
  const last = hidden.at(-1);
  if (first === undefined || last === undefined) return null;
  const scales = hidden.map(({ stage, weights }) =>
    Math.sqrt(weights.square / properVariance(stage.activation, stage.fanIn, stage.fanOut)),
  );
  // Factors between hidden layers scale with the weights of the upper of the two.
  const correction = scales.slice(1).reduce((product, scale) => product * Math.max(scale, 1e-12), 1);
  const gradient = (first.vitals?.gradientRms ?? 0) / Math.max(last.vitals?.gradientRms ?? 0, 1e-38);
  return {
    hidden,
    gradient,
    signal: rmsOf(last) / Math.max(rmsOf(first), 1e-38),
    proper: gradient / correction,
    scales,
  };
}

const geometricMean = (values: readonly number[]): number =>
  Math.exp(values.reduce((sum, value) => sum + Math.log(Math.max(value, 1e-12)), 0) / Math.max(values.length, 1));

/** What theory says of a factor per layer, as evidence. */
function factorEvidence({ hidden, gradient }: Propagation): Evidence[] {
  const expected = hidden.slice(0, -1).map(({ expected: field }) => field?.gradientFactor ?? null);
  const measured = Math.max(gradient, 0) ** (1 / Math.max(hidden.length - 1, 1));
  const theory = expected.some((factor) => factor === null)
    ? null
    : round(geometricMean(expected.map((factor) => factor ?? 1)));
  return [
    { quantity: 'gradient factor per layer', measured: round(measured), expected: 1 },
    ...(theory === null ? [] : [{ quantity: 'mean-field prediction of it', measured: theory, expected: null }]),
  ];
}

/** Weights so small that the signal and the gradient die on their way. */
export function smallWeights(file: CaseFile): Finding[] {
  const way = propagation(file);
  if (way === null || !file.anatomy.chain || way.hidden.length < 2) return [];
  if (way.hidden.every(({ stage }) => stage.normalized || stage.normalizedInput)) return [];
  const small = way.hidden.filter(
    (_, i) => (way.scales[i] ?? 1) < 0.85 && (way.hidden[i]?.weights.unitSpread ?? 0) > 1e-5,
  );
  if (small.length < Math.max(1, way.hidden.length / 3)) return [];
  const dying = Math.min(way.gradient, way.signal);
  const lost = way.hidden.length > 2 ? 1e-2 : 3e-3;
  // Gradients that are zero throughout: everything behind the first layers is dead at this size.
  const gone = (way.hidden.at(-1)?.vitals?.gradientRms ?? 1) < 1e-12;
  if (!(dying < lost) && !gone) {
    if (dying > 0.1) return [];
    return [draftSmall(way, small, 'note', 0.5)];
  }
  // Weights that are right for the function and still lose the gradient: the function is to blame.
  if (way.proper < 1e-2 && way.gradient > 0) return [draftSmall(way, small, 'note', 0.45)];
  return [draftSmall(way, small, 'fault', 0.94)];
}

function draftSmall(
  way: Propagation,
  small: readonly StageFacts[],
  severity: 'note' | 'fault',
  confidence: number,
): Finding {
  const [first] = small;
  const activation = first?.stage.activation ?? 'linear';
  const scale = geometricMean(way.scales);
  return finding({
    cause: 'init_too_small',
    severity,
    confidence,
    symptoms: severity === 'note' ? [] : ['vanishing_gradient', 'vanishing_activations'],
    place: place(small),
    evidence: [
      ...factorEvidence(way),
      { quantity: 'weights over their proper size', measured: round(scale), expected: 1 },
      {
        quantity: 'gradient at the first over the last hidden layer',
        measured: round(way.gradient),
        expected: 'about 1',
      },
      {
        quantity: 'activations at the last over the first hidden layer',
        measured: round(way.signal),
        expected: 'about 1',
      },
    ],
    explanation: `The initial weights are ${(1 / scale).toFixed(1)} times smaller than ${activation} needs. Every layer passes on less signal and less gradient than it got, and over ${way.hidden.length} layers next to nothing is left. ${nameOf(activation)} keeps both the same size.`,
  });
}

const nameOf = (activation: string): string => {
  const name = properInitializer(activation);
  return name === 'he_normal'
    ? 'He initialization'
    : name === 'lecun_normal'
      ? 'LeCun initialization'
      : 'Glorot initialization';
};

/** Weights so large that signal or gradient explode, or squashing functions saturate. */
export function largeWeights(file: CaseFile): Finding[] {
  const way = propagation(file);
  if (way === null || way.hidden.some(({ stage }) => stage.normalized)) return [];
  const large = way.hidden.filter(
    ({ weights, stage }, i) =>
      (way.scales[i] ?? 1) > 1.9 &&
      weights.unitSpread > 1e-5 &&
      !stage.normalizedInput &&
      stage.activation !== 'exponential',
  );
  if (large.length === 0) return [];
  const growth = Math.max(way.gradient, way.signal);
  const chaos = way.hidden.length >= 2 && growth > 30;
  const { data, pass } = file;
  const scaleOfLoss =
    data === null
      ? null
      : data.task === 'regression'
        ? Math.max(data.target.variance, 1e-12)
        : Math.log(Math.max(data.classes, 2));
  const offLoss = scaleOfLoss === null ? 1 : pass.dataLoss / scaleOfLoss;
  const overshoot = offLoss > 8 || !Number.isFinite(pass.dataLoss);
  if (!chaos && !overshoot) return [];
  const [first] = large;
  const activation = first?.stage.activation ?? 'linear';
  return [
    finding({
      cause: 'init_too_large',
      severity: 'fault',
      confidence: chaos || offLoss > 50 ? 0.92 : 0.85,
      symptoms: ['exploding_activations', 'initial_loss_off'],
      place: place(large),
      evidence: [
        ...factorEvidence(way),
        {
          quantity: 'weights over their proper size',
          measured: round(geometricMean(large.map(scaleIn(way)))),
          expected: 1,
        },
        {
          quantity: 'activations at the last over the first hidden layer',
          measured: round(way.signal),
          expected: 'about 1',
        },
        { quantity: 'initial loss over its expectation', measured: round(offLoss), expected: 'about 1' },
      ],
      explanation: `The initial weights are ${geometricMean(large.map(scaleIn(way))).toFixed(1)} times larger than ${activation} needs. Signals and gradients grow from layer to layer (or units saturate), and the net starts out wildly wrong and sure of it. ${nameOf(activation)} keeps them the same size.`,
    }),
  ];
}

const scaleIn = (way: Propagation) => (facts: StageFacts) => way.scales[way.hidden.indexOf(facts)] ?? 1;

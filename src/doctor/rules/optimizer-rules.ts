import { computeFans } from '../../initializers/fans.ts';
import { sizeOf } from '../../support/shape.ts';
import { type CaseFile, hiddenStages, type OptimizerFacts } from '../case-file.ts';
import { type Finding, finding } from '../finding.ts';
import { isTrained } from './guessing.ts';
import { largeWeights, propagation } from './init-rules.ts';

const round = (value: number): number => Number(value.toPrecision(3));
const OPTIMIZER = { kind: 'optimizer' } as const;

/** A training of so few steps is tried out. */
export const SHORT = 150;

const number = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null);

/** Optimizers whose steps don't depend on the size of the gradient: about one learning rate per weight. */
export const isAdaptive = (name: string): boolean =>
  ['Adam', 'AdamW', 'Nadam', 'Adamax', 'RMSprop', 'Lion', 'Lamb', 'LAMB', 'Adafactor', 'Muon'].includes(name);

/** What Keras's papers and examples begin with. */
export const usualLearningRate = (name: string): number =>
  name === 'SGD' ? 0.01 : name === 'Adagrad' ? 0.01 : name === 'Adadelta' ? 1 : name === 'Lion' ? 1e-4 : 1e-3;

/** Whether steps are at most ten times as long as usual, momentum taken in. */
export const hasUsualSteps = ({ name, learningRate: rate, momentum }: OptimizerFacts): boolean =>
  rate / Math.max(1 - momentum, 1e-3) <= 10 * usualLearningRate(name);

/** The steps that a training will take; null when nobody said how long it is. */
const plannedSteps = (file: CaseFile): number | null =>
  file.epochs === null ? null : file.epochs * file.stepsPerEpoch;

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

/** The size of the first update of each kernel relative to the kernel, from the gradients of the first pass. */
export function firstUpdateRatios(file: CaseFile): number[] {
  const { name, learningRate, momentum, config } = file.optimizer;
  const clipnorm = number(config.clipnorm);
  const global = number(config.global_clipnorm);
  const clipvalue = number(config.clipvalue);
  const { weights, gradientNorm } = file.pass.reading;
  return weights.flatMap(({ weight, norm, gradientNorm: own }) => {
    if (!/kernel$/.test(weight) || norm === 0) return [];
    const shape = file.model.trainableVariables.find(({ path }) => path === weight)?.shape ?? [];
    const { fanIn, fanOut } = computeFans(shape);
    // Weights that happen to be near zero say nothing of how far a step may go: Glorot's size does.
    const size = Math.max(norm, Math.sqrt((2 * sizeOf(shape)) / (fanIn + fanOut)));
    const count = sizeOf(shape);
    if (isAdaptive(name)) return [(learningRate * Math.sqrt(count)) / size];
    let step = own;
    if (clipnorm !== null) step = Math.min(step, clipnorm);
    if (clipvalue !== null) step = Math.min(step, clipvalue * Math.sqrt(count));
    if (global !== null) step *= Math.min(1, global / Math.max(gradientNorm, 1e-30));
    if (name === 'SGD') return [(learningRate / Math.max(1 - momentum, 1e-3)) * (step / size)];
    if (name === 'Adagrad') return [(learningRate * Math.sqrt(count)) / size];
    // Adadelta starts with steps of about sqrt(epsilon), which then grow.
    if (name === 'Adadelta') return [(learningRate * Math.sqrt(count) * 3e-3) / size];
    return [];
  });
}

/** A learning rate that is off by orders of magnitude, before the first step. */
export function learningRate(file: CaseFile): Finding[] {
  const ratio = median(firstUpdateRatios(file));
  const { name, learningRate: rate, momentum } = file.optimizer;
  const steps = plannedSteps(file);
  const shown = { quantity: `${name}’s learning rate`, measured: rate, expected: `about ${usualLearningRate(name)}` };
  const effective = rate / Math.max(1 - momentum, 1e-3);
  const absurd =
    name === 'SGD' ? effective >= 0.95 && (momentum > 0 ? effective >= 3 : true) : isAdaptive(name) && ratio > 0.5;
  if (absurd && ratio > 0.02) {
    return [
      finding({
        cause: 'lr_too_high',
        severity: 'fault',
        confidence: ratio > 0.3 || effective > 1.5 ? 0.93 : 0.7,
        symptoms: ['huge_updates'],
        place: OPTIMIZER,
        evidence: [
          shown,
          { quantity: 'size of the first update relative to the weight', measured: round(ratio), expected: 0.001 },
        ],
        explanation: `A single step would change the weights by ${(100 * ratio).toPrecision(2)}% of their size; about 0.1% is usual. Steps this large jump over every valley of the loss, and throw units to where they are never active again.`,
      }),
    ];
  }
  if (steps === null || ratio === 0 || isTrained(file)) return [];
  // With steps as long as usual, it is their number that is too small: that is tried out.
  if (steps <= SHORT && effective >= 0.9 * usualLearningRate(name)) return [];
  const travel = ratio * steps;
  const dying = propagation(file);
  // Updates that are tiny because no gradient arrives are somebody else's fault.
  if (dying !== null && Math.min(dying.gradient, dying.signal) < 1e-2 && !isAdaptive(name)) return [];
  if (travel > 0.03 || setting(file).length > 0) return [];
  // Beside weights that are far too large, a usual update looks small.
  if (largeWeights(file).length > 0) return [];
  return [
    finding({
      cause: 'lr_too_low',
      severity: 'fault',
      confidence: 0.92,
      symptoms: ['tiny_updates'],
      place: OPTIMIZER,
      evidence: [
        shown,
        { quantity: 'size of the first update relative to the weight', measured: round(ratio), expected: 0.001 },
        {
          quantity: `how far ${steps} such steps lead, relative to the weight`,
          measured: round(travel),
          expected: 'about 1',
        },
      ],
      explanation: `With updates of ${(100 * ratio).toPrecision(2)}% of a weight’s size, all ${steps} planned steps together can change the weights by ${(100 * travel).toPrecision(2)}% at most. The net will end where it began: the learning rate is orders of magnitude too small for this training.`,
    }),
  ];
}

/** Settings beside the learning rate that make steps useless. */
export function setting(file: CaseFile): Finding[] {
  const { name, config, learningRate: rate } = file.optimizer;
  const { weights, gradientNorm } = file.pass.reading;
  const found = (
    confidence: number,
    quantity: string,
    measured: number,
    expected: number | string,
    explanation: string,
  ) => [
    finding({
      cause: 'optimizer_setting',
      severity: 'fault',
      confidence,
      symptoms: ['tiny_updates'],
      place: OPTIMIZER,
      evidence: [{ quantity, measured, expected }],
      explanation,
    }),
  ];
  const epsilon = number(config.epsilon);
  const rms = median(
    weights.flatMap(({ weight, gradientNorm: own }) => {
      const count =
        file.model.trainableVariables.find(({ path }) => path === weight)?.shape.reduce((a, b) => a * b, 1) ?? 1;
      return /kernel$/.test(weight) && own > 0 ? [own / Math.sqrt(count)] : [];
    }),
  );
  if (epsilon !== null && epsilon > 1e-3 && rms > 0 && epsilon > 10 * rms && name !== 'Adadelta')
    return found(
      0.95,
      `${name}’s epsilon`,
      epsilon,
      1e-7,
      `${name} divides each step by the size of the gradients plus epsilon. Typical gradients here are ${rms.toPrecision(2)}, so that epsilon ${epsilon} outweighs them and makes every step about ${(epsilon / rms).toPrecision(2)} times shorter than meant.`,
    );
  const clip = number(config.clipnorm) ?? number(config.global_clipnorm);
  const clipvalue = number(config.clipvalue);
  const norm = clip ?? clipvalue;
  if (norm !== null && !isAdaptive(name)) {
    const size = clip === null ? rms : gradientNorm;
    const travel = median(firstUpdateRatios(file)) * (plannedSteps(file) ?? 1000);
    if (norm < size / 10 && travel < 0.05)
      return found(
        0.95,
        clip === null ? 'clipvalue' : 'clipnorm',
        norm,
        round(size),
        `Gradients are cut to ${norm}, while they are about ${size.toPrecision(2)} here: every step is cut, and what is left of it is negligible. Clipping is meant for rare large gradients; set it above the usual ones.`,
      );
  }
  const inertia = Math.max(number(config.momentum) ?? 0, number(config.beta_1) ?? 0);
  if (inertia >= 0.995)
    return found(
      0.95,
      name === 'SGD' || name === 'RMSprop' ? 'momentum' : 'beta1',
      inertia,
      0.9,
      `With ${inertia}, each step goes on in the direction of the last ${(1 / Math.max(1 - inertia, 1e-9)).toPrecision(2)} steps${name === 'SGD' ? ', and is as many times longer than the learning rate says' : ''}: the net runs past every valley long before it can turn. 0.9 is usual, 0.99 the most.`,
    );
  const decay = number(config.weight_decay);
  const steps = plannedSteps(file) ?? 1000;
  if (decay !== null && decay * rate * steps > 2 && decay > 0.05)
    return found(
      0.9,
      'weight decay over the whole training',
      round(decay * rate * steps),
      'below 0.1',
      `Weight decay ${decay} at learning rate ${rate} shrinks every weight by a factor of e^${(decay * rate * steps).toPrecision(2)} over the planned ${steps} steps: what is learned is forgotten at once.`,
    );
  return [];
}

/** One or two samples per step with a step size made for many. */
export function tinyBatch(file: CaseFile): Finding[] {
  const { batchSize, optimizer } = file;
  const normalized = file.anatomy.leaves.some((layer) => layer.constructor.name === 'BatchNormalization');
  // A batch that is all there is follows the average of all.
  if (batchSize > 4 || normalized || file.stepsPerEpoch === 1) return [];
  const { name, learningRate: rate, momentum } = optimizer;
  const perSample = rate / Math.max(1 - momentum, 1e-3) / batchSize;
  const ratio = median(firstUpdateRatios(file));
  const rough = name === 'SGD' ? perSample > 0.1 : isAdaptive(name) && ratio / batchSize > 0.03;
  if (!rough) return [];
  return [
    finding({
      cause: 'batch_too_small',
      severity: 'fault',
      confidence: 0.94,
      symptoms: ['oscillating_loss'],
      place: { kind: 'training' },
      evidence: [
        { quantity: 'batch size', measured: batchSize, expected: 32 },
        { quantity: 'step size per sample', measured: round(perSample), expected: 'below 0.02' },
      ],
      explanation: `Each step follows ${batchSize === 1 ? 'a single sample' : `${batchSize} samples`} with a step size that suits the average of many. The noise of single samples drives the weights around (and ReLU units to death) faster than the average direction can pull them back. Use larger batches, or a much smaller learning rate.`,
    }),
  ];
}

/** Recurrences and linear stacks that amplify: rare gradients are huge, and nothing stops them. */
export function missingClipping(file: CaseFile): Finding[] {
  const { config } = file.optimizer;
  if (number(config.clipnorm) !== null || number(config.global_clipnorm) !== null || number(config.clipvalue) !== null)
    return [];
  const draft = (quantity: string, growth: number, confidence: number, explanation: string) =>
    finding({
      cause: 'clipping_missing',
      severity: 'fault',
      confidence,
      symptoms: ['exploding_gradient'],
      place: OPTIMIZER,
      evidence: [{ quantity, measured: round(growth), expected: 1 }],
      explanation,
    });
  const found = hiddenStages(file).flatMap(({ stage }) => {
    if (!stage.recurrent || !/SimpleRNN/.test(stage.className)) return [];
    if (!['relu', 'linear', 'leaky_relu', 'elu', 'selu', 'softplus'].includes(stage.activation)) return [];
    const kernel = stage.layer.weights.find(({ name }) => /recurrent_kernel$/.test(name));
    if (kernel === undefined) return [];
    // What the matrix multiplies a random state's length by: its gain, if it is orthogonal or the identity.
    const square = Array.from(kernel.dataSync()).reduce((sum, weight) => sum + weight * weight, 0);
    const gain = Math.sqrt(square / stage.units);
    const length = Array.isArray(stage.layer.buildShape) ? Number(stage.layer.buildShape[1] ?? 0) : 0;
    const growth = gain ** Math.max(length, 10);
    if (gain <= 1.02 || growth < 3) return [];
    return [
      draft(
        `growth over ${length} time steps`,
        growth,
        0.93,
        `The recurrent weights have gain ${gain.toPrecision(3)} and ${stage.activation} does not bound the state, so that signal and gradient grow by a factor of ${growth.toPrecision(2)} over the sequence. Most steps are harmless, but the rare large ones destroy the weights: clip the gradient’s norm.`,
      ),
    ];
  });
  const way = propagation(file);
  const linear = way?.hidden.filter(({ stage }) => stage.activation === 'linear').length ?? 0;
  if (way !== null && linear >= 5 && linear === way.hidden.length && way.signal > 2 && way.signal < 1000)
    found.push(
      draft(
        'growth of the signal through the stack',
        way.signal,
        0.92,
        `A stack of ${linear} linear layers multiplies the signal by ${way.signal.toPrecision(2)}, the gradient likewise, and a small change of all weights by its power of ${linear}: now and then a gradient is enormous and destroys the weights. Clip the gradient’s norm.`,
      ),
    );
  return found;
}

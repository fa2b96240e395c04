import { type CaseFile, hiddenStages, outputStage } from '../case-file.ts';
import type { Finding } from '../finding.ts';
import { hasUsualSteps } from '../rules/optimizer-rules.ts';
import { scalarActivation } from '../theory/scalar-activations.ts';
import type { Cause } from '../vocabulary.ts';
import * as edit from './edits.ts';
import type { LsuvLayer } from './lsuv.ts';
import { makeRemedy } from './make-remedy.ts';
import { optimizerIn, withOptimizer } from './plan.ts';
import type { Plan, Remedy } from './remedy.ts';
import { lsuvRemedy, warmUpRemedy } from './starts.ts';

/** The loss and output activation that a task wants. */
export function properOutput(file: CaseFile): { readonly activation: string; readonly loss: string } | null {
  const { data } = file;
  if (data === null) return null;
  const units = outputStage(file)?.stage.units ?? 1;
  switch (data.task) {
    case 'regression':
      return { activation: 'linear', loss: 'mean_squared_error' };
    case 'multiclass':
      return {
        activation: 'softmax',
        loss: data.oneHot ? 'categorical_crossentropy' : 'sparse_categorical_crossentropy',
      };
    default:
      return units > 1 && data.task === 'binary'
        ? { activation: 'softmax', loss: 'sparse_categorical_crossentropy' }
        : { activation: 'sigmoid', loss: 'binary_crossentropy' };
  }
}

const remedy = (name: string, summary: string, gain: number, change: (plan: Plan) => Plan): Remedy =>
  makeRemedy(name, summary, gain, (plan) => edit.unbuilt(change(plan)));

/** ReLU unless layers are so narrow that dead units would cut them through. */
const activationFor = (file: CaseFile): string =>
  Math.min(...file.anatomy.stages.filter(({ output }) => !output).map(({ units }) => units)) < 10 ? 'selu' : 'relu';

const swap = (activation: string, gain: number, which?: (before: string) => boolean): Remedy =>
  remedy(
    `${activation} in hidden layers`,
    `Use ${activation === 'relu' ? 'ReLU' : activation.toUpperCase()} with its initializer in the hidden layers.`,
    gain,
    (plan) => edit.hiddenActivation(plan, activation, which),
  );

const weights = remedy(
  'proper initial weights',
  'Start each layer from the weights that suit its activation: He for ReLU and its relatives, LeCun for SELU, Glorot for the rest.',
  0.95,
  edit.properWeights,
);

const normalize = remedy(
  'batch normalization',
  'Put batch normalization between each hidden layer and its activation.',
  0.7,
  edit.batchNormalization,
);

const rate = (value: number, gain: number): Remedy =>
  remedy(`learning rate ${value}`, `Set the learning rate to ${value}.`, gain, (plan) =>
    edit.learningRate(plan, value),
  );

/** Learning rates to try, for a start where nothing was measured. */
export function learningRates(plan: Plan): number[] {
  const { name, config } = optimizerIn(plan);
  const momentum = typeof config.momentum === 'number' ? config.momentum : 0;
  const scale = name === 'SGD' ? 0.05 * (1 - momentum) : name === 'Adadelta' ? 1 : name === 'Adagrad' ? 0.05 : 0.003;
  return [1, 3, 0.3, 10, 0.1, 30, 100].map((factor) => Number((scale * factor).toPrecision(2)));
}

type Maker = (file: CaseFile, found: Finding) => Remedy[];

const fewer = (batchSize: number): Remedy =>
  remedy(`batches of ${batchSize}`, `Take ${batchSize} samples per step.`, 0.9, (plan) => ({ ...plan, batchSize }));

const makers: Readonly<Record<Cause, Maker>> = {
  init_too_small: () => [weights, normalize],
  init_too_large: () => [weights, normalize],
  init_symmetric: () => [weights],
  bias_init: () => [remedy('zero biases', 'Start all biases at zero.', 0.95, edit.zeroBiases)],
  activation_saturating_deep: (file) => {
    const first = activationFor(file);
    const squashes = (name: string) => /sigmoid|softmax|tanh|softsign/.test(name);
    return [swap(first, 0.95, squashes), swap(first === 'relu' ? 'selu' : 'elu', 0.8, squashes), normalize];
  },
  activation_unbounded: () => [swap('relu', 0.95), swap('elu', 0.8)],
  activation_missing: () => [swap('relu', 0.95), swap('elu', 0.8)],
  lr_too_high: () => [],
  lr_too_low: () => [],
  optimizer_setting: (file) => [
    remedy('default settings', 'Give the optimizer its default epsilon, weight decay and clipping.', 0.95, (plan) => {
      const { name, config } = optimizerIn(plan);
      const clip = config.clipnorm ?? config.global_clipnorm ?? config.clipvalue;
      const changes = {
        ...(config.epsilon === undefined ? {} : { epsilon: 1e-7 }),
        ...(name === 'AdamW' ? { weight_decay: 0.004 } : config.weight_decay == null ? {} : { weight_decay: null }),
        ...(clip == null ? {} : { clipnorm: 1, global_clipnorm: null, clipvalue: null }),
      };
      return withOptimizer(plan, changes);
    }),
    rate(optimizerIn(planless(file)).name === 'SGD' ? 0.05 : 0.001, 0.4),
  ],
  output_activation_missing: outputRemedies,
  output_activation_wrong: outputRemedies,
  loss_wrong: (file) => {
    const proper = properOutput(file);
    if (proper === null) return [];
    const both = (plan: Plan) => edit.loss(edit.outputActivation(plan, proper.activation), proper.loss);
    return [remedy(`loss ${proper.loss}`, `Use ${proper.loss} behind ${proper.activation}.`, 0.95, both)];
  },
  input_unscaled: (file) => {
    const features = file.data?.features;
    if (features === undefined) return [];
    const variance = [...features.std].map((deviation) => (deviation < 1e-9 ? 1 : deviation * deviation));
    return [
      remedy(
        'standardized inputs',
        'Put a Normalization layer in front: subtract each feature’s mean, divide by its deviation.',
        0.95,
        (plan) => edit.standardizedInputs(plan, [...features.mean], variance),
      ),
    ];
  },
  non_finite_data: () => [],
  labels_corrupted: () => [],
  labels_out_of_range: () => [],
  target_unscaled: () => [],
  class_missing: () => [],
  nothing_trainable: () => [remedy('trainable layers', 'Let all layers be trained.', 0.95, edit.trainableLayers)],
  labels_constant: () => [],
  clipping_missing: (file) => {
    const norm = file.pass.reading.gradientNorm;
    // Where the first gradients are ordinary, the clip lets them pass.
    const gentle = Number.isFinite(norm) ? Math.min(1, Math.max(0.1, norm)) : 1;
    return [...new Set([Number(gentle.toPrecision(1)), 0.5, 1, 0.1])].map((clipnorm, i) =>
      remedy(`clipnorm ${clipnorm}`, `Clip gradients to norm ${clipnorm}.`, 0.95 - 0.1 * i, (plan) =>
        withOptimizer(plan, { clipnorm }),
      ),
    );
  },
  regularization_too_strong: () => [remedy('no penalty', 'Take the penalty away.', 0.95, edit.noPenalty)],
  dropout_too_high: (file) => {
    const narrow = Math.min(...file.anatomy.stages.filter(({ output }) => !output).map(({ units }) => units)) < 32;
    return [narrow ? 0 : 0.2, 0].map((share, i) =>
      remedy(
        share === 0 ? 'no dropout' : `dropout ${share}`,
        `Drop ${share === 0 ? 'nothing' : `a share of ${share}`}.`,
        0.95 - 0.2 * i,
        (plan) => edit.dropoutRate(plan, share),
      ),
    );
  },
  batchnorm_statistics: (file) => {
    const momentum = remedy('momentum 0.9', 'Let the moving averages follow with momentum 0.9.', 0.9, (plan) =>
      edit.normalizationMomentum(plan, 0.9),
    );
    const slow = remedy('momentum 0.99', 'Let the moving averages follow with momentum 0.99.', 0.8, (plan) =>
      edit.normalizationMomentum(plan, 0.99),
    );
    const both = remedy('batches of 32', 'Take 32 samples per step, and momentum 0.9.', 0.95, (plan) => ({
      ...edit.normalizationMomentum(plan, 0.9),
      batchSize: 32,
    }));
    return file.batchSize < 16 ? [both, slow] : [momentum, slow];
  },
  batch_too_small: () => [fewer(32), fewer(16)],
  too_few_epochs: (file) => {
    const wanted = Math.ceil(2000 / file.stepsPerEpoch);
    return [
      remedy(`${wanted} epochs`, `Train for ${wanted} epochs (with early stopping).`, 0.9, (plan) => ({
        ...plan,
        epochs: Math.max(plan.epochs, wanted),
      })),
    ];
  },
  capacity_too_small: (file, found) => {
    const names = found.place.kind === 'layers' ? found.place.layers : [];
    const units = Math.max(64, ...file.anatomy.stages.filter(({ output }) => !output).map((stage) => stage.units));
    return [
      remedy(`${units} units`, `Give the narrow layer ${units} units.`, 0.9, (plan) =>
        edit.widerLayers(plan, names, units),
      ),
    ];
  },
  overfitting: () => [],
  leakage: () => [],
  constant_features: () => [],
  class_imbalance: () => [],
  bias_before_normalization: () => [],
  selu_conditions: () => [weights],
  no_shortcuts: () => [],
  initial_loss: () => [weights],
};

/** The optimizer of a case as a plan's part. */
const planless = (file: CaseFile): Plan => ({
  model: { module: 'keras', class_name: 'Sequential', config: {}, registered_name: null },
  compile: {
    optimizer: {
      module: 'keras.optimizers',
      class_name: file.optimizer.name,
      config: file.optimizer.config,
      registered_name: null,
    },
  },
  epochs: 1,
  batchSize: 32,
});

function outputRemedies(file: CaseFile): Remedy[] {
  const proper = properOutput(file);
  if (proper === null) return [];
  const activation = file.fromLogits ? 'linear' : proper.activation;
  const change = (plan: Plan) => edit.outputActivation(plan, activation);
  return [
    remedy(`${activation} output`, `Give the last layer activation: '${activation}'.`, 0.95, change),
    remedy(`${proper.activation} and ${proper.loss}`, `Use ${proper.loss} behind ${proper.activation}.`, 0.8, (plan) =>
      edit.loss(edit.outputActivation(plan, proper.activation), proper.loss),
    ),
  ];
}

/**
 * Steps of a warm-up: 2 / (1 - beta2), after which Adam's averages can be trusted (Ma and Yarats 2021), and at most a
 * tenth of the training.
 */
function warmUpSteps({ optimizer, epochs, stepsPerEpoch }: CaseFile): number {
  const beta = optimizer.config.beta_2;
  const tenth = ((epochs ?? 10) * stepsPerEpoch) / 10;
  return Math.max(10, Math.round(typeof beta === 'number' ? Math.min(tenth, 2 / (1 - beta)) : tenth));
}

/** Learning rates for a loss that runs away; where the rate is a usual one, only the first steps may be too long. */
export function calmingRemedies(file: CaseFile, rates: readonly number[]): Remedy[] {
  const [first, ...others] = rates.map((value, i) => rate(value, 0.9 - 0.1 * i));
  const gentle = hasUsualSteps(file.optimizer) ? [warmUpRemedy(warmUpSteps(file))] : [];
  return [...(first === undefined ? [] : [first]), ...gentle, ...others];
}

/** What may mend a finding, the most promising first. Learning rates are chosen by `rangeTest`, which needs data. */
export function remediesFor(file: CaseFile, found: Finding): Remedy[] {
  const current = file.optimizer.learningRate;
  const rates = learningRates(planless(file));
  if (found.cause === 'lr_too_high') {
    const smaller = rates.filter((value) => value < current / 3).slice(0, 3);
    return calmingRemedies(file, smaller);
  }
  if (found.cause === 'lr_too_low') {
    const larger = rates.filter((value) => value > 3 * current).slice(0, 3);
    return larger.map((value, i) => rate(value, 0.9 - 0.1 * i));
  }
  return makers[found.cause](file, found);
}

/**
 * The remedies for weights of the wrong size, with those that LSUV measured: the last resort where initializers are made
 * for the activations of this net, the first where they are not.
 */
export function withMeasuredWeights(
  file: CaseFile,
  remedies: readonly Remedy[],
  measured: readonly LsuvLayer[],
): Remedy[] {
  const known = hiddenStages(file).every(({ stage }) => scalarActivation(stage.activation) !== undefined);
  const own = lsuvRemedy(measured);
  return known ? [...remedies, own] : [own, ...remedies];
}

/** A learning rate as a remedy. */
export const learningRateRemedy = (value: number): Remedy => rate(value, 0.9);

/** Edits that help many nets, for when what was found is mended and it still falls short. */
export const generalRemedies: readonly Remedy[] = [normalize, weights];

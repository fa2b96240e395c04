import * as layers from '../../../layers/index.ts';
import { Model } from '../../../models/index.ts';
import { setRandomSeed } from '../../../utils/set-random-seed.ts';
import {
  missingActivation,
  seluConditions,
  shrinkingActivation,
  unboundedActivation,
} from '../../rules/activation-rules.ts';
import { noShortcuts } from '../../rules/depth-rules.ts';
import { largeWeights, smallWeights, switchedOff, symmetricUnits } from '../../rules/init-rules.ts';
import {
  heavyDropout,
  initialLoss,
  narrowLayer,
  normalizationStatistics,
  nothingTrainable,
  strongPenalty,
  uselessBias,
} from '../../rules/structure-rules.ts';
import { bend, type NetOptions, rings } from '../cases.ts';
import { deep, eight, initializer, type PairBefore, regression, regularizer } from './pair.ts';

const sigmoids = (depth: number, more: NetOptions = {}): NetOptions => ({
  hidden: deep(depth),
  dense: { activation: 'sigmoid', kernelInitializer: 'glorot_uniform' },
  ...more,
});
const scaled = (scale: number) => initializer('VarianceScaling', { scale });
const bias = (value: number) => initializer('Constant', { value });
const batchNormalization = (momentum = 0.9) => ({ behind: () => [new layers.BatchNormalization({ momentum })] });
/** Batch normalization between kernel and activation. */
const between = (useBias: boolean): NetOptions => ({
  dense: { activation: null, useBias },
  behind: () => [new layers.BatchNormalization({ momentum: 0.9 }), new layers.Activation('relu')],
});
const dropout = (rate: number) => ({ behind: () => [new layers.Dropout(rate)] });
const selu = (kernelInitializer: 'lecun_normal' | 'he_uniform'): NetOptions => ({
  dense: { activation: 'selu', kernelInitializer },
});

/** Twelve residual blocks of two layers. */
function residual(): Model {
  setRandomSeed(11);
  const dense = () => new layers.Dense(16, { activation: 'relu', kernelInitializer: 'he_normal' });
  const inputs = new layers.Input({ shape: [2] });
  let h = dense().apply(inputs);
  for (let block = 0; block < 12; block++) h = new layers.Add().apply([h, dense().apply(dense().apply(h))]);
  const model = new Model({ inputs, outputs: new layers.Dense(1, { activation: 'sigmoid' }).apply(h) });
  model.compile({ optimizer: 'adam', loss: 'binary_crossentropy' });
  return model;
}

export const layerPairs: readonly PairBefore[] = [
  {
    rule: smallWeights,
    cause: 'init_too_small',
    must: ['Glorot weights under 24 ReLU layers', { hidden: deep(24), dense: { kernelInitializer: 'glorot_uniform' } }],
    not: ['He weights under as many', { hidden: deep(24) }],
  },
  {
    rule: smallWeights,
    cause: 'init_too_small',
    severity: 'note',
    must: [
      'Glorot weights under ten ReLU layers',
      { hidden: deep(10), dense: { kernelInitializer: 'glorot_uniform' } },
    ],
    not: ['Glorot weights under two', { dense: { kernelInitializer: 'glorot_uniform' } }],
  },
  {
    rule: largeWeights,
    cause: 'init_too_large',
    must: ['weights five times too large in 12 layers', { hidden: deep(12), dense: { kernelInitializer: scaled(50) } }],
    not: ['proper weights in 12 layers', { hidden: deep(12), dense: { kernelInitializer: scaled(2) } }],
  },
  {
    rule: largeWeights,
    cause: 'init_too_large',
    must: [
      'weights that start out sure of wrong answers',
      { hidden: [16], dense: { kernelInitializer: scaled(200) }, output: { kernelInitializer: scaled(200) } },
    ],
    not: ['weights twice too large in one layer', { hidden: [16], dense: { kernelInitializer: scaled(8) } }],
  },
  {
    rule: symmetricUnits,
    cause: 'init_symmetric',
    must: ['constant weights', { dense: { kernelInitializer: 'ones' } }],
    not: ['random weights', { dense: { kernelInitializer: 'random_normal' } }],
  },
  {
    rule: switchedOff,
    cause: 'bias_init',
    must: ['biases far below zero', { dense: { biasInitializer: bias(-9) } }],
    not: ['biases a little below zero', { hidden: [64], dense: { biasInitializer: bias(-0.3) } }],
  },
  {
    rule: switchedOff,
    cause: 'bias_init',
    must: [
      'biases that saturate sigmoids',
      sigmoids(2, { dense: { activation: 'sigmoid', biasInitializer: bias(9) } }),
    ],
    not: ['biases that only shift them', sigmoids(2, { dense: { activation: 'sigmoid', biasInitializer: bias(1) } })],
  },
  {
    rule: shrinkingActivation,
    cause: 'activation_saturating_deep',
    must: ['six sigmoid layers', sigmoids(6)],
    not: ['two sigmoid layers', sigmoids(2)],
  },
  {
    rule: shrinkingActivation,
    cause: 'activation_saturating_deep',
    severity: 'note',
    must: ['three sigmoid layers', sigmoids(3)],
    not: ['three tanh layers', { ...sigmoids(3), dense: { activation: 'tanh', kernelInitializer: 'glorot_uniform' } }],
  },
  {
    rule: shrinkingActivation,
    cause: 'activation_saturating_deep',
    must: ['softmax in a hidden layer', { dense: { activation: 'softmax' } }],
    not: ['softmax behind the last layer alone', eight.net, eight.data],
  },
  {
    rule: unboundedActivation,
    cause: 'activation_unbounded',
    must: ['exponential hidden layers', { dense: { activation: 'exponential' } }],
    not: ['exponential where it is bounded', { dense: { activation: 'elu' } }],
  },
  {
    rule: missingActivation,
    cause: 'activation_missing',
    must: ['linear hidden layers on rings', { dense: { activation: 'linear' } }],
    not: [
      'linear hidden layers where a line divides the classes',
      { dense: { activation: 'linear' } },
      { x: rings().x, y: rings().x.map(([first = 0]) => (first > 0 ? 1 : 0)) },
    ],
  },
  {
    rule: seluConditions,
    cause: 'selu_conditions',
    severity: 'note',
    must: ['SELU with weights that are too large', selu('he_uniform')],
    not: ['SELU with LeCun weights', selu('lecun_normal')],
  },
  {
    rule: noShortcuts,
    cause: 'no_shortcuts',
    severity: 'note',
    must: ['25 layers in one chain', { hidden: deep(25) }],
    not: ['25 layers with shortcuts', residual],
  },
  {
    rule: strongPenalty,
    cause: 'regularization_too_strong',
    must: ['a heavy penalty', { dense: { kernelRegularizer: regularizer(1) } }],
    not: ['a light penalty', { dense: { kernelRegularizer: regularizer(1e-4) } }],
  },
  {
    rule: heavyDropout,
    cause: 'dropout_too_high',
    must: ['dropout of 90%', dropout(0.9)],
    not: ['dropout of 20%', dropout(0.2)],
  },
  {
    rule: heavyDropout,
    cause: 'dropout_too_high',
    must: ['dropout of half of 8 units, three times', { hidden: [8, 8, 8], ...dropout(0.5) }],
    not: ['dropout of half of 64 units, three times', { hidden: [64, 64, 64], ...dropout(0.5) }],
  },
  {
    rule: heavyDropout,
    cause: 'dropout_too_high',
    must: ['dropout of 90% of the inputs', { front: () => [new layers.Dropout(0.9)] }],
    not: ['dropout of 10% of the inputs', { front: () => [new layers.Dropout(0.1)] }],
  },
  {
    rule: nothingTrainable,
    cause: 'nothing_trainable',
    must: ['all layers frozen', { dense: { trainable: false }, output: { activation: 'sigmoid', trainable: false } }],
    not: ['all but the last layer frozen', { dense: { trainable: false } }],
  },
  {
    rule: normalizationStatistics,
    cause: 'batchnorm_statistics',
    must: ['averages that never arrive', batchNormalization(0.9999)],
    not: ['averages that arrive', batchNormalization(0.9)],
  },
  {
    rule: normalizationStatistics,
    cause: 'batchnorm_statistics',
    must: ['statistics of the last two batches of 6', batchNormalization(0.5), { batchSize: 6 }],
    not: ['statistics of the last ten batches of 6', batchNormalization(0.9), { batchSize: 6 }],
  },
  {
    rule: normalizationStatistics,
    cause: 'batchnorm_statistics',
    must: ['batch normalization of two samples', batchNormalization(0.99), { batchSize: 2 }],
    not: ['batch normalization of 16', batchNormalization(0.9), { batchSize: 16 }],
  },
  {
    rule: narrowLayer,
    cause: 'capacity_too_small',
    must: ['eight classes through two units', { ...eight.net, hidden: [16, 2, 16] }, eight.data],
    not: ['eight classes through eight units', { ...eight.net, hidden: [16, 8, 16] }, eight.data],
  },
  {
    rule: narrowLayer,
    cause: 'capacity_too_small',
    must: ['two hidden units for rings', { hidden: [2] }],
    not: [
      'two hidden units for a plane',
      { ...regression, hidden: [2] },
      { x: bend().x, y: bend().x.map(([a = 0, b = 0]) => [a - b]) },
    ],
  },
  {
    rule: uselessBias,
    cause: 'bias_before_normalization',
    severity: 'note',
    must: ['a bias before a normalization', between(true)],
    not: ['no bias before a normalization', between(false)],
  },
  {
    rule: initialLoss,
    cause: 'initial_loss',
    severity: 'note',
    must: ['output weights that are too large', { output: { kernelInitializer: scaled(400) } }],
    not: ['usual output weights', {}],
  },
];

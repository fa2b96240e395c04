import * as layers from '../../../layers/index.ts';
import { SGD } from '../../../optimizers/index.ts';
import { lossFit, outputActivation } from '../../rules/output-rules.ts';
import { bend, type NetOptions, rings } from '../cases.ts';
import { bent, eight, loss, type PairBefore, regression } from './pair.ts';

const logits = { optimizer: 'adam', loss: loss('BinaryCrossentropy', { from_logits: true }) } as const;
const withLoss = (name: NonNullable<NetOptions['compile']>['loss'] & string): NetOptions => ({
  ...regression,
  compile: { optimizer: 'adam', loss: name },
});
const sgd = { optimizer: new SGD({ learningRate: 0.1 }), loss: 'mse' } as const;
const hot = { x: eight.data.x, y: eight.data.y.map((label) => eight.data.y.slice(0, 8).map((k) => +(k === label))) };
const { x, y } = rings();
const signs = { x, y: y.map((label) => 2 * label - 1) };

export const outputPairs: readonly PairBefore[] = [
  {
    rule: outputActivation,
    cause: 'output_activation_wrong',
    must: ['softmax of one unit', { output: { activation: 'softmax' } }],
    not: ['sigmoid of one unit', {}],
  },
  {
    rule: outputActivation,
    cause: 'output_activation_wrong',
    must: ['a sigmoid before a loss that applies one itself', { compile: logits }],
    not: ['logits, and a loss that knows it', { output: { activation: null }, compile: logits }],
  },
  {
    rule: outputActivation,
    cause: 'output_activation_wrong',
    must: ['a sigmoid of a sigmoid', { end: () => [new layers.Activation('sigmoid')] }],
    not: ['one sigmoid, then noise', { end: () => [new layers.GaussianNoise(0.01)] }],
  },
  {
    rule: lossFit,
    cause: 'loss_wrong',
    must: ['a crossentropy of numbers, without a sigmoid', { ...withLoss('binary_crossentropy') }, bend()],
    not: ['a square of numbers', withLoss('mse'), bend()],
  },
  {
    rule: outputActivation,
    cause: 'output_activation_missing',
    must: ['no output activation', { output: { activation: null } }],
    not: [
      'an output activation in a layer of its own',
      { hidden: [16], output: { activation: null }, end: () => [new layers.Activation('sigmoid')] },
    ],
  },
  {
    rule: outputActivation,
    cause: 'output_activation_wrong',
    must: ['relu before a crossentropy', { output: { activation: 'relu' } }],
    not: ['a hard sigmoid', { output: { activation: 'hard_sigmoid' } }],
  },
  {
    rule: outputActivation,
    cause: 'output_activation_wrong',
    must: ['a regression behind a sigmoid', { ...regression, output: { activation: 'sigmoid' } }, bend()],
    not: [
      'a regression of shares behind a sigmoid',
      { ...regression, output: { activation: 'sigmoid' } },
      bent((target) => 1 / (1 + Math.exp(-target))),
    ],
  },
  {
    rule: lossFit,
    cause: 'loss_wrong',
    must: [
      'a crossentropy of numbers',
      { inputs: 3, compile: { optimizer: 'adam', loss: 'binary_crossentropy' } },
      bend(),
    ],
    not: [
      'a crossentropy of shares',
      { inputs: 3, compile: { optimizer: 'adam', loss: 'binary_crossentropy' } },
      bent((target) => 1 / (1 + Math.exp(-target))),
    ],
  },
  {
    rule: lossFit,
    cause: 'loss_wrong',
    must: ['cosine similarity of a number', withLoss('cosine_similarity'), bend()],
    not: ['squares of a number', withLoss('mse'), bend()],
  },
  {
    rule: lossFit,
    cause: 'loss_wrong',
    must: ['margins of numbers', withLoss('hinge'), bend()],
    not: [
      'margins of two classes that are signs',
      { output: { activation: 'tanh' }, compile: { optimizer: 'adam', loss: 'hinge' } },
      signs,
    ],
  },
  {
    rule: lossFit,
    cause: 'loss_wrong',
    must: ['percentages of targets around zero', withLoss('mape'), bend()],
    not: ['percentages of targets far from zero', withLoss('mape'), bent((target) => 50 + target)],
  },
  {
    rule: lossFit,
    cause: 'loss_wrong',
    must: ['logarithms of targets below zero', withLoss('msle'), bend()],
    not: ['logarithms of targets above zero', withLoss('msle'), bent((target) => Math.exp(target))],
  },
  {
    rule: lossFit,
    cause: 'loss_wrong',
    must: ['a divergence between numbers', withLoss('kl_divergence'), bend()],
    not: [
      'a divergence between distributions',
      { units: 2, output: { activation: 'softmax' }, compile: { optimizer: 'adam', loss: 'kl_divergence' } },
      { x, y: y.map((label) => [0.1 + 0.8 * label, 0.9 - 0.8 * label]) },
    ],
  },
  {
    rule: lossFit,
    cause: 'loss_wrong',
    must: ['margins of eight classes', { ...eight.net, compile: { optimizer: 'adam', loss: 'hinge' } }, hot],
    not: [
      'margins made for several classes',
      { ...eight.net, compile: { optimizer: 'adam', loss: 'categorical_hinge' } },
      hot,
    ],
  },
  {
    rule: lossFit,
    cause: 'loss_wrong',
    must: ['cosine similarity of a probability', { compile: { optimizer: 'adam', loss: 'cosine_similarity' } }],
    not: ['a crossentropy of a probability', {}],
  },
  {
    rule: lossFit,
    cause: 'loss_wrong',
    must: ['squares of eight probabilities with plain SGD', { ...eight.net, compile: sgd }, hot],
    not: ['the same with Adam', { ...eight.net, compile: { optimizer: 'adam', loss: 'mse' } }, hot],
  },
];

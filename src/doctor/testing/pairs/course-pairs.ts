import type { CompileOptions } from '../../../models/training/compiled.ts';
import { Adam, SGD } from '../../../optimizers/index.ts';
import { crawling, diverging, dyingUnits, hugeUpdates, overfitting } from '../../rules/course-rules.ts';
import { bend, type NetOptions, rings } from '../cases.ts';
import { type PairDuring, regression } from './pair.ts';

const { x, y } = bend(160);
/** Two of 160 targets are this far off. */
const tailed = (far: number) => ({ x, y: y.map(([value = 0], i) => [i % 80 === 40 ? far : value]) });
const sgd = (learningRate: number, more = {}): CompileOptions => ({
  optimizer: new SGD({ learningRate, ...more }),
  loss: 'mse',
});
const absolute = (learningRate: number): CompileOptions => ({ ...sgd(learningRate), loss: 'mae' });
const classes = (optimizer: SGD | Adam): NetOptions => ({ compile: { optimizer, loss: 'binary_crossentropy' } });
const few = rings(24);
const noisy = few.y.map((label, i) => (i % 3 === 0 ? 1 - label : label));
const held = rings(60);

export const coursePairs: readonly PairDuring[] = [
  {
    rule: diverging,
    cause: 'lr_too_high',
    must: ['steps that overshoot', { ...regression, compile: sgd(0.8) }, bend()],
    not: ['steps that do not', { ...regression, compile: sgd(0.05) }, bend()],
    epochs: [4, 20],
  },
  {
    rule: diverging,
    cause: 'clipping_missing',
    must: ['a loss that a few targets drive to infinity', { ...regression, compile: sgd(0.05) }, tailed(1e4)],
    not: ['the same with clipping', { ...regression, compile: sgd(0.05, { clipnorm: 1 }) }, tailed(1e4)],
    epochs: [4, 20],
  },
  {
    rule: hugeUpdates,
    cause: 'clipping_missing',
    must: ['updates that a few targets make huge', { ...regression, compile: sgd(0.05) }, tailed(300)],
    not: ['the same with clipping', { ...regression, compile: sgd(0.05, { clipnorm: 1 }) }, tailed(300)],
    epochs: [6, 20],
  },
  {
    rule: hugeUpdates,
    cause: 'lr_too_high',
    must: ['steps a fifth as large as the weights', { ...regression, compile: absolute(0.9) }, bend()],
    not: ['steps of a hundredth', { ...regression, compile: absolute(0.02) }, bend()],
    epochs: [6, 20],
  },
  {
    rule: hugeUpdates,
    cause: 'lr_too_high',
    must: ['long steps, after two dozen of them', { ...regression, compile: absolute(0.9) }, bend()],
    not: ['long steps, of which there were but six', { ...regression, compile: absolute(0.9) }, bend(24)],
    epochs: [6, 20],
  },
  {
    rule: crawling,
    cause: 'lr_too_low',
    severity: 'warning',
    must: ['a loss that falls too slowly to arrive', classes(new SGD({ learningRate: 0.0012 })), rings(640)],
    not: ['a loss that will arrive', classes(new SGD({ learningRate: 0.1 })), rings(640)],
    epochs: [6, 30],
  },
  {
    rule: dyingUnits,
    cause: 'lr_too_high',
    must: ['steps that kill units', { ...regression, compile: sgd(0.4) }, bend()],
    not: ['steps that do not', { ...regression, compile: sgd(0.05) }, bend()],
    epochs: [4, 20],
  },
  {
    rule: overfitting,
    cause: 'overfitting',
    severity: 'note',
    must: [
      'mistakes learned by heart',
      { hidden: [64, 64], ...classes(new Adam({ learningRate: 0.02 })) },
      { x: few.x, y: noisy, validationData: [held.x, held.y] },
    ],
    not: [
      'labels without mistakes',
      { hidden: [64, 64], ...classes(new Adam({ learningRate: 0.02 })) },
      { x: few.x, y: few.y, validationData: [held.x, held.y] },
    ],
    epochs: [60, 60],
  },
];

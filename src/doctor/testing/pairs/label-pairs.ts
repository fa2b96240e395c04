import { Adam, SGD } from '../../../optimizers/index.ts';
import { constantLabels, labelRange, missingClasses, unscaledTargets } from '../../rules/label-rules.ts';
import { type NetOptions, rings } from '../cases.ts';
import { bent, type PairBefore, regression } from './pair.ts';

const { x, y } = rings();
/** Four classes around the origin, and what a net for them needs. */
const four: NetOptions = {
  units: 4,
  output: { activation: 'softmax' },
  compile: { optimizer: 'adam', loss: 'sparse_categorical_crossentropy' },
};
/** Points whose classes are among these. */
const quarters = (classes: readonly number[], count = 128) => {
  const labels = Array.from({ length: count }, (_, i) => classes[i % classes.length] ?? 0);
  const angles = labels.map((label, i) => 1.57 * label + 0.5 * Math.sin(7 * i));
  return { x: angles.map((angle) => [Math.cos(angle), Math.sin(angle)]), y: labels };
};
const held = (classes: readonly number[]) => {
  const rows = quarters(classes, 41);
  return [rows.x, rows.y] as const;
};
const by = (optimizer: Adam | SGD): NetOptions => ({ ...regression, compile: { optimizer, loss: 'mse' } });

export const labelPairs: readonly PairBefore[] = [
  {
    rule: constantLabels,
    cause: 'labels_constant',
    must: ['one class only', {}, { x, y: y.map(() => 1) }],
    not: ['two classes', {}],
  },
  {
    rule: constantLabels,
    cause: 'labels_constant',
    must: ['one goal of a whole net', {}, { x, y: y.map(() => 1) }],
    not: [
      'one goal of layers in front of frozen ones',
      { output: { activation: 'sigmoid', trainable: false } },
      { x, y: y.map(() => 1) },
    ],
  },
  {
    rule: constantLabels,
    cause: 'labels_constant',
    must: ['one target only', regression, bent(() => 3)],
    not: ['targets that differ a little', regression, bent((target) => 3 + 0.1 * target)],
  },
  {
    rule: labelRange,
    cause: 'labels_out_of_range',
    must: ['labels of -1 and 1 for a crossentropy', {}, { x, y: y.map((label) => 2 * label - 1) }],
    not: [
      'labels of -1 and 1 for a hinge',
      { output: { activation: 'tanh' }, compile: { optimizer: 'adam', loss: 'hinge' } },
      { x, y: y.map((label) => 2 * label - 1) },
    ],
  },
  {
    rule: labelRange,
    cause: 'labels_out_of_range',
    must: ['labels of 1 and 2', {}, { x, y: y.map((label) => 1 + label) }],
    not: ['labels of 0 and 1', {}, { x, y }],
  },
  {
    rule: missingClasses,
    cause: 'class_missing',
    must: ['validation rows of two other classes', four, { ...quarters([0, 1]), validationData: held([2, 3]) }],
    not: ['validation rows of the same classes', four, { ...quarters([0, 1]), validationData: held([1, 0]) }],
  },
  {
    rule: missingClasses,
    cause: 'class_missing',
    severity: 'warning',
    must: [
      'a class among four in the validation rows alone',
      four,
      { ...quarters([0, 1, 2]), validationData: held([0, 1, 2, 3]), epochs: 200 },
    ],
    not: ['four classes among both', four, { ...quarters([0, 1, 2, 3]), validationData: held([0, 1, 2, 3]) }],
  },
  {
    rule: missingClasses,
    cause: 'class_missing',
    severity: 'note',
    must: ['labels with a gap', four, quarters([0, 1, 3])],
    not: ['labels without one', four, quarters([0, 1, 2])],
  },
  {
    rule: unscaledTargets,
    cause: 'target_unscaled',
    must: ['targets around 200,000 for Adam', by(new Adam()), bent((target) => 2e5 + 3e4 * target)],
    not: ['targets around 20 for Adam', by(new Adam()), bent((target) => 20 + 3 * target)],
  },
  {
    rule: unscaledTargets,
    cause: 'target_unscaled',
    must: ['targets in thousands for SGD', by(new SGD({ learningRate: 0.01 })), bent((target) => 3e3 * target)],
    not: ['targets of single digits for SGD', by(new SGD({ learningRate: 0.01 })), bent((target) => 3 * target)],
  },
];

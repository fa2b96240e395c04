import * as layers from '../../../layers/index.ts';
import { corruptedLabels, dataRemarks, nonFiniteData, unscaledInputs } from '../../rules/data-rules.ts';
import { bend, rings } from '../cases.ts';
import { type PairBefore, regression } from './pair.ts';

const { x, y } = rings();
const held = rings(60);
const scaled = (...factors: [number, number]) => x.map((row) => row.map((value, i) => value * (factors[i] ?? 1)));
const noise = y.map((_, i) => (Math.sin(i * 91.17) > 0 ? 1 : 0));
/** Rows of four features, so that two are hardly ever alike. */
const wide = (rows: number, from = 0) =>
  Array.from({ length: rows }, (_, i) => [0, 1, 2, 3].map((k) => Math.sin(12.9898 * (i + from) + 78.233 * k)));
const labels = (rows: readonly (readonly number[])[]) => rows.map(([first = 0]) => (first > 0 ? 1 : 0));
const four = { inputs: 4 };
const [train, others] = [wide(128), wide(40, 500)];
/** Validation rows of which so many are training rows. */
const mixed = (leaked: number) => {
  const rows = [...train.slice(0, leaked), ...others.slice(leaked)];
  // Long enough for nothing to be said about the length.
  return { x: train, y: labels(train), validationData: [rows, labels(rows)] as const, epochs: 200 };
};
const flat = (constant: number) => train.map((row) => row.map((value, k) => (k < constant ? 1 : value)));

export const dataPairs: readonly PairBefore[] = [
  {
    rule: nonFiniteData,
    cause: 'non_finite_data',
    must: ['one input that is NaN', {}, { x: x.map((row, i) => (i === 40 ? [Number.NaN, 0] : row)), y }],
    not: ['one input that is zero', {}, { x: x.map((row, i) => (i === 40 ? [0, 0] : row)), y }],
  },
  {
    rule: nonFiniteData,
    cause: 'non_finite_data',
    must: [
      'one target that is infinite',
      regression,
      { x: bend().x, y: [[Number.POSITIVE_INFINITY], ...bend().y.slice(1)] },
    ],
    not: ['one target that is far off', regression, { x: bend().x, y: [[9], ...bend().y.slice(1)] }],
  },
  {
    rule: corruptedLabels,
    cause: 'labels_corrupted',
    must: [
      'training labels that follow no pattern, where validation labels do',
      {},
      { x, y: noise, validationData: [held.x, held.y] },
    ],
    not: ['labels that follow a pattern', {}, { validationData: [held.x, held.y] }],
  },
  {
    rule: corruptedLabels,
    cause: 'labels_corrupted',
    must: ['labels that follow no pattern', {}, { x, y: noise }],
    not: ['one label in eight at random', {}, { x, y: y.map((label, i) => (i % 8 === 0 ? (noise[i] ?? 0) : label)) }],
  },
  {
    rule: unscaledInputs,
    cause: 'input_unscaled',
    must: ['inputs in hundreds', {}, { x: scaled(300, 300), y }],
    not: [
      'inputs in hundreds behind a normalization',
      { front: () => [new layers.Normalization({ mean: [0, 0], variance: [9e4, 9e4] })] },
      { x: scaled(300, 300), y },
    ],
  },
  {
    rule: unscaledInputs,
    cause: 'input_unscaled',
    must: ['inputs in thousandths', {}, { x: scaled(1e-3, 1e-3), y }],
    not: ['inputs in tenths', {}, { x: scaled(0.1, 0.1), y }],
  },
  {
    rule: unscaledInputs,
    cause: 'input_unscaled',
    must: [
      'one feature of three 300 times as wide as the others',
      regression,
      { x: bend().x.map(([a = 0, b = 0, c = 0]) => [6 * a, 0.02 * b, 0.02 * c]), y: bend().y },
    ],
    not: [
      'one feature of three 30 times as wide as the others',
      regression,
      { x: bend().x.map(([a = 0, b = 0, c = 0]) => [6 * a, 0.2 * b, 0.2 * c]), y: bend().y },
    ],
  },
  {
    rule: dataRemarks,
    cause: 'leakage',
    severity: 'warning',
    must: ['half of the validation rows are training rows', four, mixed(20)],
    not: ['an eighth of them are', four, mixed(5)],
  },
  {
    rule: dataRemarks,
    cause: 'leakage',
    severity: 'note',
    must: ['an eighth of the validation rows are training rows', four, mixed(5)],
    not: ['one of forty is', four, mixed(1)],
  },
  {
    rule: dataRemarks,
    cause: 'constant_features',
    severity: 'note',
    must: ['three features of four that never change', four, { x: flat(3), y: labels(train) }],
    not: ['one of four', four, { x: flat(1), y: labels(train) }],
  },
  {
    rule: dataRemarks,
    cause: 'constant_features',
    must: ['no feature that ever changes', four, { x: flat(4), y: labels(train) }],
    not: ['three of four', four, { x: flat(3), y: labels(train) }],
  },
  {
    rule: dataRemarks,
    cause: 'class_imbalance',
    severity: 'note',
    must: ['one sample in sixteen of the second class', {}, { x, y: y.map((_, i) => (i % 16 === 0 ? 1 : 0)) }],
    not: ['one in eight', {}, { x, y: y.map((_, i) => (i % 8 === 0 ? 1 : 0)) }],
  },
];

import { describe, expect, test } from 'vitest';
import { expectValues } from '../ops/testing/expect.ts';
import { BinaryIoU } from './binary-iou.ts';
import { IoU } from './iou.ts';
import { MeanIoU } from './mean-iou.ts';
import { OneHotIoU } from './one-hot-iou.ts';
import { OneHotMeanIoU } from './one-hot-mean-iou.ts';

// Intersections and unions: class 0 1 of 3, class 1 1 of 3.
const yTrue = [0, 0, 1, 1];
const yPred = [0, 1, 0, 1];

test('is the mean over the chosen classes', () => {
  const iou = new IoU(2, [0]);
  iou.updateState(yTrue, yPred);
  expectValues(iou.result(), 1 / 3);
  iou.updateState([0, 0], [0, 0]);
  expectValues(iou.result(), 3 / 5);
  expectValues(iou.confusionMatrix, [
    [3, 1],
    [1, 1],
  ]);
});

test('classes that do not occur are left out', () => {
  const iou = new MeanIoU(5);
  iou.updateState([yTrue], [yPred]);
  expectValues(iou.result(), 1 / 3);
  iou.resetState();
  expectValues(iou.result(), 0);
});

test('entries are weighed; those of the ignored class do not count', () => {
  const weighted = new MeanIoU(2);
  weighted.updateState(yTrue, yPred, { sampleWeight: [0.3, 0.3, 0.3, 0.1] });
  expectValues(weighted.result(), (1 / 3 + 1 / 7) / 2);
  const ignoring = new MeanIoU(2, { ignoreClass: 255 });
  ignoring.updateState([...yTrue, 255], [...yPred, 0]);
  expectValues(ignoring.result(), 1 / 3);
});

test('a metric of integers counts whole weights only, as Keras 3.15 does', () => {
  const iou = IoU.fromConfig({ num_classes: 2, target_class_ids: [0], dtype: 'int32' });
  iou.updateState(yTrue, yPred, { sampleWeight: [2.9, 1, 0.9, 0] });
  expectValues(iou.result(), 2 / 3);
});

test('a threshold makes classes of numbers', () => {
  const iou = new BinaryIoU({ threshold: 0.3 });
  iou.updateState([0, 1, 0, 1], [0.1, 0.2, 0.4, 0.7]);
  expectValues(iou.result(), 1 / 3);
  const one = new BinaryIoU({ targetClassIds: [1] });
  one.updateState([1, 1, 0], [0.5, 0.4, 0.1]);
  expectValues(one.result(), 1 / 2);
});

test('one-hot targets and scores', () => {
  const targets = yTrue.map((c) => [1 - c, c]);
  const scores = yPred.map((c) => [0.9 - c, c]);
  const iou = new OneHotIoU(2, [1]);
  iou.updateState(targets, scores);
  expectValues(iou.result(), 1 / 3);
  const mean = new OneHotMeanIoU(2, { sparseYPred: true });
  mean.updateState(targets, yPred);
  expectValues(mean.result(), 1 / 3);
});

describe('configs go both ways', () => {
  const rest = { name: 'm', dtype: 'float32', ignore_class: 3, axis: -1 };
  test.each([
    [IoU, { ...rest, num_classes: 4, target_class_ids: [1, 2], sparse_y_true: true, sparse_y_pred: false }],
    [MeanIoU, { ...rest, num_classes: 4, sparse_y_true: false, sparse_y_pred: true }],
    [OneHotIoU, { ...rest, num_classes: 4, target_class_ids: [1], sparse_y_pred: true }],
    [OneHotMeanIoU, { ...rest, num_classes: 4, sparse_y_pred: false }],
    [BinaryIoU, { name: 'm', dtype: 'float32', target_class_ids: [1], threshold: 0.3 }],
  ])('%o', (Cls, config) => expect(Cls.fromConfig(config).getConfig()).toEqual(config));
});

test('refuses wrong input', () => {
  expect(() => new IoU(2, [2])).toThrow(
    '`targetClassIds` must be a list of class numbers from 0 to 1. Received: targetClassIds=[2]',
  );
  expect(() => new MeanIoU(0)).toThrow('`numClasses` must be a positive integer');
  expect(() => new MeanIoU(2).updateState([0, 1], [0])).toThrow('2 in yTrue, 1 in yPred');
  expect(() => new MeanIoU(2).updateState([0, 1], [0, 1], { sampleWeight: [1, 2, 3] })).toThrow('`sampleWeight`');
});

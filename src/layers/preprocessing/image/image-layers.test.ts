import { describe, expect, test } from 'vitest';
import { resize } from '../../../ops/image/resize.ts';
import { reshape, transpose } from '../../../ops/shape.ts';
import { mean } from '../../../ops/statistics.ts';
import { uniform } from '../../../random/uniform.ts';
import { convertToTensor } from '../../../tensor/convert.ts';
import type { Tensor } from '../../../tensor/tensor.ts';
import * as layers from '../../index.ts';
import { KerasTensor } from '../../keras-tensor.ts';

const images = uniform([2, 6, 5, 3], { maxval: 255, seed: 1 });
const fixed = { seed: 3 };

type Make = (options: object) => layers.Layer;

/** Layers that keep the shape, each with what makes it. */
const random: [string, Make][] = [
  ['RandomBrightness', (o) => new layers.RandomBrightness(0.3, o)],
  ['RandomColorDegeneration', (o) => new layers.RandomColorDegeneration(0.4, o)],
  ['RandomColorJitter', (o) => new layers.RandomColorJitter({ brightnessFactor: 0.2, hueFactor: 0.2, ...o })],
  ['RandomContrast', (o) => new layers.RandomContrast(0.4, o)],
  ['RandomElasticTransform', (o) => new layers.RandomElasticTransform({ factor: [1, 1], scale: [1, 1], ...o })],
  ['RandomErasing', (o) => new layers.RandomErasing(o)],
  ['RandomFlip', (o) => new layers.RandomFlip(o)],
  ['RandomGaussianBlur', (o) => new layers.RandomGaussianBlur({ factor: [1, 1], ...o })],
  ['RandomHue', (o) => new layers.RandomHue(0.4, o)],
  ['RandomInvert', (o) => new layers.RandomInvert({ factor: [1, 1], ...o })],
  ['RandomPerspective', (o) => new layers.RandomPerspective({ factor: [1, 1], scale: 0.4, ...o })],
  ['RandomPosterization', (o) => new layers.RandomPosterization([1, 4], o)],
  ['RandomRotation', (o) => new layers.RandomRotation(0.2, o)],
  ['RandomSaturation', (o) => new layers.RandomSaturation(0.4, o)],
  ['RandomSharpness', (o) => new layers.RandomSharpness(0.4, o)],
  ['RandomShear', (o) => new layers.RandomShear({ xFactor: 0.3, ...o })],
  ['RandomTranslation', (o) => new layers.RandomTranslation(0.3, 0.2, o)],
  ['RandomZoom', (o) => new layers.RandomZoom(0.3, o)],
  ['Solarization', (o) => new layers.Solarization({ additionFactor: 0.2, ...o })],
];

const composed: [string, Make][] = [
  ['AugMix', (o) => new layers.AugMix({ numChains: 2, chainDepth: 2, ...o })],
  ['RandAugment', (o) => new layers.RandAugment(o)],
];

describe.each(composed)('%s', (_, make) => {
  test('draws other augmentations at each call, the same ones from the same seed', async () => {
    const [layer, again] = [make(fixed), make(fixed)];
    const first = await layer.apply(images).data();
    expect(await again.apply(images).data()).toEqual(first);
    expect(await layer.apply(images).data()).not.toEqual(first);
    expect(await layer.apply(images, { training: false }).data()).toEqual(await images.data());
    expect(first.every(Number.isFinite)).toBe(true);
  });
});

/** The first values that Keras 3.15 gives. */
const WANTED = [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0];

test('RandAugment draws what Keras draws on JAX', async () => {
  const x = reshape(
    Float32Array.from({ length: 96 }, (_, i) => i * 2.5),
    [2, 4, 4, 3],
  );
  const y = await new layers.RandAugment({ seed: 5 }).apply(x).data();
  WANTED.forEach((value, i) => {
    expect(y[i]).toBeCloseTo(value, 3);
  });
});

test('MaxNumBoundingBoxes cuts off and fills up', async () => {
  const boxes = uniform([1, 2, 4], { seed: 1 });
  const inputs = { images, bounding_boxes: { boxes, labels: convertToTensor([[5, 6]]) } };
  type Boxes = { bounding_boxes: { boxes: Tensor; labels: Tensor } };
  const labelsFor = (n: number) => new layers.MaxNumBoundingBoxes(n).apply<Boxes>(inputs).bounding_boxes;
  expect(await labelsFor(3).labels.array()).toEqual([[5, 6, -1]]);
  expect(await labelsFor(1).labels.array()).toEqual([[5]]);
  expect(labelsFor(3).boxes.shape).toEqual([1, 3, 4]);
  expect(() => new layers.MaxNumBoundingBoxes(3).apply({ images })).toThrow('takes a record with bounding_boxes');
});

const plain: [string, Make][] = [
  ['AutoContrast', (o) => new layers.AutoContrast(o)],
  ['CLAHE', (o) => new layers.ContrastLimitedAdaptiveHistogramEqualization({ tileGridSize: [2, 2], ...o })],
  ['Equalization', (o) => new layers.Equalization(o)],
  ['CenterCrop', (o) => new layers.CenterCrop(3, 2, o)],
  ['CenterCrop of small images', (o) => new layers.CenterCrop(8, 7, o)],
  ['RandomCrop', (o) => new layers.RandomCrop(3, 2, { ...o, ...fixed })],
  ['Resizing', (o) => new layers.Resizing(4, 7, o)],
];

async function expectClose(a: Tensor, b: Tensor): Promise<void> {
  const [x, y] = [await a.data(), await b.data()];
  expect(a.shape).toEqual(b.shape);
  x.forEach((value, i) => {
    expect(value).toBeCloseTo(y[i] ?? Number.NaN, 2);
  });
}

describe.each(random)('%s', (_, make) => {
  test('changes images in training, which is the default, and not in inference', async () => {
    const [before, after] = [await images.data(), await make(fixed).apply(images).data()];
    expect(after).not.toEqual(before);
    expect(await make(fixed).apply(images, { training: false }).data()).toEqual(before);
    expect(await make(fixed).apply(images).data()).toEqual(after);
  });
});

describe.each([...random, ...plain])('%s', (name, make) => {
  test('channels may stand first, and one image comes back as one', async () => {
    const last = make(fixedFor(name)).apply(images);
    const first = make({ ...fixedFor(name), dataFormat: 'channels_first' }).apply(transpose(images, [0, 3, 1, 2]));
    if (name !== 'RandomErasing') await expectClose(transpose(first, [0, 2, 3, 1]), last);
    const symbolic = make({}).apply(new KerasTensor([null, 6, 5, 3]));
    expect(symbolic.shape).toEqual([null, ...last.shape.slice(1)]);
    const one = make({}).apply(uniform([6, 5, 3], { maxval: 255, seed: 1 }));
    expect(one.shape).toEqual(last.shape.slice(1));
  });
});

/** Layers that draw nothing take no seed. */
const fixedFor = (name: string): object => (random.some(([other]) => other === name) ? fixed : {});

describe('records of images and what belongs to them', () => {
  test('masks follow geometry and not color, labels stay', async () => {
    const inputs = { images, labels: uniform([2, 4], { seed: 2 }), segmentation_masks: images };
    const flip = new layers.RandomFlip({ seed: 3 });
    const y = flip.apply<{ [key: string]: Tensor }>(inputs);
    expect(await y.segmentation_masks?.data()).toEqual(await y.images?.data());
    expect(y.labels).toBe(inputs.labels);
    const brighter = new layers.RandomBrightness(0.5, { seed: 3 }).apply<{ [key: string]: Tensor }>(inputs);
    expect(await brighter.segmentation_masks?.data()).toEqual(await images.data());
    expect(() => flip.apply({ images, bounding_boxes: images })).toThrow(
      'must know what the numbers of bounding boxes mean',
    );
  });
});

describe('mixing images of a batch', () => {
  const labels = [
    [1, 0],
    [0, 1],
  ];

  test.each([
    ['MixUp', () => new layers.MixUp({ alpha: 0.7, seed: 4 })],
    ['CutMix', () => new layers.CutMix({ seed: 4 })],
  ])('%s: labels are mixed by the share of each image', async (_, make) => {
    const flat = [
      [[[0]], [[0]]],
      [[[1]], [[1]]],
    ];
    const inputs = { images: resized(flat), labels: convertToTensor(labels) };
    const y = make().apply<{ [key: string]: Tensor }>(inputs);
    const means = (await mean(y.images ?? [], { axis: [1, 2, 3] }).array()) as number[];
    const mixed = (await y.labels?.array()) as number[][] | undefined;
    mixed?.forEach((row, i) => {
      expect(row.reduce((a, b) => a + b)).toBeCloseTo(1);
      // A rectangle covers whole pixels, so its area is near the share alone.
      expect(Math.abs((row[1] ?? 0) - (means[i] ?? 0))).toBeLessThan(0.2);
    });
    expect(await make().apply(inputs.images, { training: false }).data()).toEqual(await inputs.images.data());
  });
});

const resized = (x: number[][][][]): Tensor => resize(x, [16, 16], { interpolation: 'nearest' });

test('wrong input is refused by name', () => {
  expect(() => new layers.RandomBrightness(2)).toThrow('`factor` must be a number, or two, from -1 to 1');
  expect(() => new layers.RandomContrast([0.5, 0.2, 0.1] as never)).toThrow('`factor` must be a list of two numbers');
  expect(() => new layers.RandomFlip({ mode: 'both' as 'vertical' })).toThrow('`mode` must be one of');
  expect(() => new layers.RandomZoom([-1, 0])).toThrow('above -1');
  expect(() => new layers.RandomGaussianBlur({ kernelSize: 4 })).toThrow('`kernelSize` must be an odd number');
  expect(() => new layers.RandomRotation(0.1, { fillMode: 'mirror' as 'wrap' })).toThrow('`fillMode` must be one of');
  expect(() => new layers.AutoContrast({ valueRange: [1, 1] })).toThrow('`valueRange` must be two different numbers');
  // @ts-expect-error no such format
  expect(() => new layers.RandomFlip({ boundingBoxFormat: 'xxyy' })).toThrow('Did you mean "xyxy"');
  expect(() => new layers.Resizing(0, 3)).toThrow('`height` must be a positive integer');
  expect(() => new layers.RandomFlip().apply([[1]])).toThrow('takes one image [height, width, channels] or a batch');
});

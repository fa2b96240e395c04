import { describe, expect, test } from 'vitest';
import { uniform } from '../../random/uniform.ts';
import { cast } from '../core.ts';
import { arange } from '../sequence.ts';
import { reshape, transpose } from '../shape.ts';
import { expectGradient, expectValues, valuesOf } from '../testing/expect.ts';
import * as image from './index.ts';

const ramp = (...shape: number[]) =>
  reshape(
    arange(
      shape.reduce((a, b) => a * b),
      { dtype: 'float32' },
    ),
    shape,
  );
const picture = [
  [[0.1], [0.7], [0.3]],
  [[0.9], [0.2], [0.5]],
  [[0.4], [0.8], [0.6]],
];

describe('resize', () => {
  test('keeps constant images, whatever the kernel', () => {
    const flat = Array.from({ length: 5 }, () => Array.from({ length: 4 }, () => [3]));
    for (const interpolation of ['bilinear', 'nearest', 'bicubic', 'lanczos3', 'lanczos5'] as const)
      for (const size of [
        [9, 2],
        [3, 7],
      ] as const)
        for (const antialias of [false, true]) {
          const values = image.resize(flat, size, { interpolation, antialias }).dataSync();
          expect(Math.max(...Array.from(values, (x) => Math.abs(x - 3)))).toBeLessThan(1e-5);
        }
  });

  test('averages all pixels when it antialiases', () => {
    expectValues(image.resize(ramp(4, 1, 1), [1, 1], { antialias: true }), [[[1.5]]]);
    expectValues(image.resize(ramp(4, 1, 1), [2, 1], { interpolation: 'nearest' }), [[[1]], [[3]]]);
  });

  test('crops or pads to the proportions first', () => {
    expectValues(image.resize(ramp(1, 4, 1), [2, 2], { cropToAspectRatio: true }), [
      [[1], [1]],
      [[1], [1]],
    ]);
    const padded = image.resize(ramp(1, 3, 1), [3, 3], { padToAspectRatio: true, fillValue: 9 });
    expectValues(padded, [
      [[9], [9], [9]],
      [[0], [1], [2]],
      [[9], [9], [9]],
    ]);
  });

  test('rounds whole numbers and keeps their dtype', () => {
    const resized = image.resize(cast(ramp(2, 1, 1), 'int32'), [4, 1]);
    expect(resized.dtype).toBe('int32');
    expectValues(resized, [[[0]], [[0]], [[1]], [[1]]]);
  });

  test('is the same with the channels first', () => {
    const images = uniform([2, 4, 5, 3], { seed: 1 });
    const first = image.resize(transpose(images, [0, 3, 1, 2]), [3, 8], { dataFormat: 'channels_first' });
    expectValues(transpose(first, [0, 2, 3, 1]), valuesOf(image.resize(images, [3, 8])));
  });

  test('refuses what it cannot do', () => {
    expect(() => image.resize(ramp(2, 2), [1, 1])).toThrow('`images` must be one image');
    expect(() => image.resize(ramp(2, 2, 1), [0, 1])).toThrow('`size` must be');
    // @ts-expect-error no such interpolation
    expect(() => image.resize(ramp(2, 2, 1), [1, 1], { interpolation: 'bilinaer' })).toThrow(
      'Did you mean "bilinear"?',
    );
    expect(() => image.resize(ramp(2, 2, 1), [1, 1], { cropToAspectRatio: true, padToAspectRatio: true })).toThrow(
      '`cropToAspectRatio` must be false',
    );
  });
});

describe('transforms', () => {
  test('leave images as they are under the identity', () => {
    const images = uniform([2, 3, 4, 2], { seed: 2 });
    const want = valuesOf(images);
    expectValues(image.affineTransform(images, [1, 0, 0, 0, 1, 0, 0, 0]), want);
    const points = [
      [0, 0],
      [3, 0],
      [0, 2],
      [3, 2],
    ];
    expectValues(image.perspectiveTransform(images, points, points), want, 1e-5);
  });

  test('show what the fill mode says outside', () => {
    const at = [[-2, -1, 3, 4]];
    const line = [1, 2, 3];
    const shown = (fillMode: image.FillMode) => valuesOf(image.mapCoordinates(line, at, 0, { fillMode, fillValue: 7 }));
    expect(shown('constant')).toEqual([7, 7, 7, 7]);
    expect(shown('nearest')).toEqual([1, 1, 3, 3]);
    expect(shown('wrap')).toEqual([2, 3, 1, 2]);
    expect(shown('mirror')).toEqual([3, 2, 2, 1]);
    expect(shown('reflect')).toEqual([2, 1, 3, 2]);
  });

  test('take a set of numbers for each image', () => {
    const images = ramp(2, 1, 3, 1);
    const moved = image.affineTransform(images, [
      [1, 0, 1, 0, 1, 0, 0, 0],
      [1, 0, -1, 0, 1, 0, 0, 0],
    ]);
    expectValues(moved, [[[[1], [2], [0]]], [[[0], [3], [4]]]]);
    expect(() => image.affineTransform(images, [1, 0, 0])).toThrow('`transform` must be of shape (8,)');
  });

  test('perspective: the four points come where they should', () => {
    const images = ramp(4, 4, 1);
    const start = [
      [0, 0],
      [3, 0],
      [0, 3],
      [3, 3],
    ];
    const end = [
      [1, 0],
      [3, 1],
      [0, 2],
      [2, 3],
    ];
    const values = valuesOf(image.perspectiveTransform(images, start, end)) as number[][][];
    expect(end.map(([x = 0, y = 0]) => Math.round((values[y]?.[x]?.[0] ?? Number.NaN) * 1e3) / 1e3)).toEqual([
      0, 3, 12, 15,
    ]);
  });
});

test('colors go to hue, saturation, value and back', () => {
  const images = uniform([5, 5, 3], { seed: 4 });
  expectValues(image.hsvToRgb(image.rgbToHsv(images)), valuesOf(images), 1e-5);
  expectValues(
    image.rgbToHsv([
      [
        [0, 0, 0],
        [1, 1, 1],
        [1, 0, 0],
      ],
    ]),
    [
      [
        [0, 0, 0],
        [0, 0, 1],
        [0, 1, 1],
      ],
    ],
  );
  expect(() => image.rgbToHsv(cast(images, 'int32'))).toThrow('`images` must be floats');
  expect(() => image.rgbToGrayscale(ramp(2, 2, 2))).toThrow('`images` must be images with 3 channels');
});

test('padding and cropping take two of three numbers each way', () => {
  const images = ramp(2, 3, 1);
  expectValues(image.padImages(images, { topPadding: 1, targetHeight: 3, leftPadding: 0, rightPadding: 1 }), [
    [[0], [0], [0], [0]],
    [[0], [1], [2], [0]],
    [[3], [4], [5], [0]],
  ]);
  expectValues(image.cropImages(images, { topCropping: 1, bottomCropping: 0, rightCropping: 1, targetWidth: 1 }), [
    [[4]],
  ]);
  expect(() => image.padImages(images, { topPadding: 1, leftPadding: 1 })).toThrow(
    'Exactly two of topPadding, bottomPadding, targetHeight must be given',
  );
  expect(() =>
    image.cropImages(images, { topCropping: 3, bottomCropping: 0, leftCropping: 0, rightCropping: 0 }),
  ).toThrow('no more than the extent of the images, 2');
});

test('patches overlap, spread and reach over the edge', () => {
  expectValues(image.extractPatches(ramp(3, 3, 1), 2, { strides: 1 }), [
    [
      [0, 1, 3, 4],
      [1, 2, 4, 5],
    ],
    [
      [3, 4, 6, 7],
      [4, 5, 7, 8],
    ],
  ]);
  expectValues(image.extractPatches(ramp(3, 3, 1), 2, { strides: 1, dilationRate: 2 }), [[[0, 2, 6, 8]]]);
  expectValues(image.extractPatches(ramp(1, 1, 3), [1, 2], { padding: 'same' }), [[[0, 1, 2, 0, 0, 0]]]);
  expect(() => image.extractPatches(ramp(3, 3), 2)).toThrow('`images` must be of 3 axes');
});

test('ssim is 1 for equal images and less for others', () => {
  const images = uniform([2, 12, 12, 3], { seed: 5 });
  expectValues(image.ssim(images, images), [1, 1], 1e-5);
  const [first = 1] = image.ssim(images, uniform([2, 12, 12, 3], { seed: 6 })).dataSync();
  expect(first).toBeLessThan(0.5);
  expect(() => image.ssim(ramp(4, 4, 1), ramp(4, 4, 1))).toThrow('`filterSize` must be no larger');
});

test('gradients', () => {
  expectGradient((x) => image.resize(x, [4, 2], { interpolation: 'bicubic' }), [picture]);
  expectGradient((x, t) => image.affineTransform(x, t), [picture, [0.9, 0.1, 0.23, -0.1, 0.8, 0.31, 0, 0]]);
  expectGradient((x) => image.mapCoordinates(x, [[0.3, 1.6]], 1), [[1, 4, 2]]);
  expectGradient((x) => image.gaussianBlur(x, { dataFormat: 'channels_last' }), [picture]);
  expectGradient((x) => image.extractPatches(x, 2, { strides: 1 }), [picture]);
  expectGradient((x) => image.rgbToHsv(x), [[[[0.2, 0.5, 0.8]]]]);
});

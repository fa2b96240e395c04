import { describe, expect, test } from 'vitest';
import { multiply } from '../../ops/arithmetic.ts';
import { ones, zeros } from '../../ops/creation.ts';
import { arange } from '../../ops/sequence.ts';
import { reshape, transpose } from '../../ops/shape.ts';
import { convertToTensor } from '../../tensor/convert.ts';
import {
  drawBoundingBoxes,
  drawSegmentationMasks,
  plotBoundingBoxGallery,
  plotImageGallery,
  plotSegmentationMaskGallery,
} from './index.ts';

const images = multiply(reshape(arange(12, { dtype: 'float32' }), [1, 2, 2, 3]), 10);
const masks = convertToTensor(
  [
    [
      [[0], [1]],
      [[2], [-1]],
    ],
  ],
  'int32',
);

describe('drawSegmentationMasks', () => {
  // Numbers: keras.visualization.draw_segmentation_masks of Keras 3.15.1 on JAX.
  test("Keras's colors", async () => {
    const drawn = drawSegmentationMasks(images, masks, { numClasses: 3 });
    const wanted = [
      [
        [
          [0, 2, 4],
          [6, 109, 34],
        ],
        [
          [13, 217, 65],
          [90, 100, 110],
        ],
      ],
    ];
    expect(await drawn.array()).toEqual(wanted);
    expect(drawn.dtype).toBe('uint8');
    expect(await drawSegmentationMasks(images, masks).array()).toEqual(wanted);
    const first = [transpose(images, [0, 3, 1, 2]), transpose(masks, [0, 3, 1, 2])] as const;
    expect(await drawSegmentationMasks(...first, { dataFormat: 'channels_first' }).array()).toEqual(wanted);
  });

  test("colors of one's own, half transparent", async () => {
    const colorMapping = { 0: [1, 2, 3], 1: [40, 50, 60], 2: [200, 100, 0] } as const;
    const drawn = drawSegmentationMasks(images, masks, { colorMapping, alpha: 0.5 });
    expect(await drawn.array()).toEqual([
      [
        [
          [0, 6, 11],
          [35, 45, 55],
        ],
        [
          [130, 85, 40],
          [90, 100, 110],
        ],
      ],
    ]);
  });

  test('classes that are not counted stay as they are', async () => {
    const drawn = drawSegmentationMasks(images, masks, { numClasses: 1, blend: false });
    expect((await drawn.data()).slice(0, 6)).toEqual(Float32Array.of(0, 0, 0, 30, 40, 50));
  });

  test('wrong input', () => {
    expect(() => drawSegmentationMasks(images, images)).toThrow('`segmentationMasks` must be integers');
    expect(() => drawSegmentationMasks(zeros([2, 2, 3]), masks)).toThrow('`images` must be a batch');
    const colorMapping = { 2: [1, 2, 3] } as const;
    expect(() => drawSegmentationMasks(images, masks, { colorMapping })).toThrow('a color [red, green, blue] for each');
  });
});

test('drawBoundingBoxes draws outlines, but not those of the label -1', async () => {
  const boundingBoxes = {
    boxes: [
      [
        [1, 1, 5, 4],
        [0, 0, 6, 5],
      ],
    ],
    labels: [[3, -1]],
  };
  const drawn = drawBoundingBoxes(zeros([1, 5, 6, 1]), boundingBoxes, 'xyxy', { lineThickness: 1, color: [9, 9, 9] });
  expect(await reshape(drawn, [5, 6]).array()).toEqual([
    [0, 0, 0, 0, 0, 0],
    [0, 9, 9, 9, 9, 0],
    [0, 9, 0, 0, 9, 0],
    [0, 9, 9, 9, 9, 0],
    [0, 0, 0, 0, 0, 0],
  ]);
});

describe('galleries', () => {
  test('images in rows and columns, with names', async () => {
    const options = {
      yTrue: [0, 1, 1],
      yPred: [0, 0, 1],
      labelMap: { 0: 'cat', 1: 'dog' },
      valueRange: [0, 1],
    } as const;
    const picture = await plotImageGallery(ones([3, 4, 4, 3]), options);
    const text = JSON.stringify(picture.spec);
    expect(picture.spec.width).toBe(400);
    expect(text.match(/data:image\/png;base64,/g)).toHaveLength(3 * 2);
    for (const name of ['cat / cat', 'dog / cat', 'dog / dog']) expect(text).toContain(name);
    expect(await picture.toSvg()).toContain('<image');
    await expect(plotImageGallery(ones([1, 4, 4, 3]), { yTrue: [0] })).rejects.toThrow('`labelMap`');
  });

  test('boxes with names and confidences', async () => {
    const [yTrue, yPred] = [
      { boxes: [[[1, 1, 3, 4]]], labels: [[0]] },
      { boxes: [[[0, 0, 2, 2]]], labels: [[1]], confidences: [[0.75]] },
    ];
    const picture = await plotBoundingBoxGallery(zeros([1, 4, 4, 3]), 'xyxy', {
      yTrue,
      yPred,
      classMapping: { 0: 'cat' },
    });
    const text = JSON.stringify(picture.spec);
    for (const part of ['"cat"', '"1 | 0.75"', 'rgb(0, 188, 212)']) expect(text).toContain(part);
    expect(await picture.toSvg()).toContain('cat');
  });

  test('masks beside their image', async () => {
    const classes = ones([2, 4, 4, 1]);
    const picture = await plotSegmentationMaskGallery(zeros([2, 4, 4, 3]), 2, {
      yTrue: classes,
      yPred: classes,
      scale: 1,
    });
    expect([picture.spec.width, picture.spec.height]).toEqual([300, 200]);
  });
});

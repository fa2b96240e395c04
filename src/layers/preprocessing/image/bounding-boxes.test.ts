/** Bounding boxes follow the pixels of the images that they belong to. */

import { describe, expect, test } from 'vitest';
import { multiply } from '../../../ops/arithmetic.ts';
import { zeros } from '../../../ops/creation.ts';
import { transpose } from '../../../ops/shape.ts';
import { convertToTensor } from '../../../tensor/convert.ts';
import type { Tensor } from '../../../tensor/tensor.ts';
import * as layers from '../../index.ts';

interface Boxes {
  readonly images: Tensor;
  readonly bounding_boxes: { readonly boxes: Tensor; readonly labels: Tensor };
}

const boxes = convertToTensor([
  [
    [2, 1, 6, 5],
    [7, 0, 10, 3],
  ],
  [
    [0, 0, 3, 3],
    [4, 4, 9, 8],
  ],
]);
const labels = convertToTensor([
  [1, 2],
  [3, 4],
]);
const inputs = { images: zeros([2, 8, 10, 3]), bounding_boxes: { boxes, labels } };
const moved = (layer: layers.Layer, given: object = inputs, training = true) =>
  Reflect.apply(layer.apply, layer, [given, { training }]) as Boxes;

const seed = 1;
const boundingBoxFormat = 'xyxy';

// Numbers: the layers of Keras 3.15.1 on JAX, called with a record of images and bounding boxes.
test.each([
  [
    new layers.RandomFlip({ seed, boundingBoxFormat }),
    [
      [
        [4, 3, 8, 7],
        [0, 5, 3, 8],
      ],
      [
        [0, 0, 3, 3],
        [4, 4, 9, 8],
      ],
    ],
    [
      [1, 2],
      [3, 4],
    ],
  ],
  [
    new layers.CenterCrop(4, 6, { boundingBoxFormat }),
    [
      [
        [0, 0, 4, 3],
        [5, 0, 6, 1],
      ],
      [
        [0, 0, 1, 1],
        [2, 2, 6, 4],
      ],
    ],
    [
      [1, 2],
      [3, 4],
    ],
  ],
  [
    new layers.CenterCrop(16, 10, { boundingBoxFormat }),
    [
      [
        [0, 2, 8, 10],
        [10, 0, 10, 6],
      ],
      [
        [0, 0, 2, 6],
        [4, 8, 10, 16],
      ],
    ],
    [
      [1, -1],
      [3, 4],
    ],
  ],
  [
    new layers.Resizing(4, 20, { boundingBoxFormat }),
    [
      [
        [4, 0.5, 12, 2.5],
        [14, 0, 20, 1.5],
      ],
      [
        [0, 0, 6, 1.5],
        [8, 2, 18, 4],
      ],
    ],
    [
      [1, 2],
      [3, 4],
    ],
  ],
  [
    new layers.RandomTranslation([0.25, 0.25], [-0.2, -0.2], { seed, boundingBoxFormat }),
    [
      [
        [0, 3, 4, 7],
        [5, 2, 8, 5],
      ],
      [
        [0, 2, 1, 5],
        [2, 6, 7, 8],
      ],
    ],
    [
      [1, 2],
      [3, 4],
    ],
  ],
] as const)('%#: boxes as in Keras', async (layer, wantedBoxes, wantedLabels) => {
  const { bounding_boxes: found } = moved(layer);
  expect(await found.boxes.array()).toEqual(wantedBoxes);
  expect(await found.labels.array()).toEqual(wantedLabels);
});

/** Left, top, right and bottom of what is bright in an image [height, width, 1]. */
async function extent(image: Tensor): Promise<number[]> {
  const [height = 0, width = 0] = image.shape;
  const values = await image.data();
  const bright = Array.from(values.keys()).filter((i) => (values[i] ?? 0) > 127);
  const [xs, ys] = [bright.map((i) => i % width), bright.map((i) => Math.floor(i / width))];
  expect(values).toHaveLength(height * width);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs) + 1, Math.max(...ys) + 1];
}

describe('a box stays around what is in it', () => {
  const size = 40;
  const [left, top, right, bottom] = [12, 9, 26, 19];
  const rows = Array.from({ length: size }, (_, y) =>
    Array.from({ length: size }, (_, x) => [x >= left && x < right && y >= top && y < bottom ? 255 : 0]),
  );
  const one = {
    images: convertToTensor(rows),
    bounding_boxes: { boxes: convertToTensor([[left, top, right, bottom]]), labels: convertToTensor([1]) },
  };
  const options = { seed: 3, boundingBoxFormat, interpolation: 'nearest', fillMode: 'constant' } as const;

  test.each([
    ['a quarter turn', new layers.RandomRotation([0.25, 0.25], options), 0.01],
    ['a small turn', new layers.RandomRotation([0.03, 0.03], options), 1],
    ['zoomed out', new layers.RandomZoom([0.5, 0.5], options), 1],
    ['sheared', new layers.RandomShear({ xFactor: [0.2, 0.2], ...options }), 1],
    ['moved', new layers.RandomTranslation([0.1, 0.1], [0.2, 0.2], options), 0.01],
    ['flipped', new layers.RandomFlip({ seed: 3, mode: 'vertical', boundingBoxFormat }), 0.01],
    ['a random part', new layers.RandomCrop(30, 36, { seed: 5, boundingBoxFormat }), 0.01],
    // Keras forgets where the part begins, and how wide the padding is.
    [
      'a resized part',
      new layers.Resizing(20, 30, { cropToAspectRatio: true, interpolation: 'nearest', boundingBoxFormat }),
      1,
    ],
    ['padded', new layers.Resizing(20, 40, { padToAspectRatio: true, interpolation: 'nearest', boundingBoxFormat }), 1],
  ])('%s', async (_, layer, tolerance) => {
    const { images, bounding_boxes: found } = moved(layer, one);
    const wanted = await extent(images);
    (await found.boxes.data()).forEach((edge, i) => {
      expect(Math.abs(edge - (wanted[i] ?? Number.NaN)), `edge ${i} of ${wanted}`).toBeLessThanOrEqual(tolerance);
    });
  });
});

test('any format, channels first, outside of training', async () => {
  const layer = new layers.RandomFlip({ seed, mode: 'horizontal', boundingBoxFormat: 'rel_xywh' });
  const relative = { ...inputs, bounding_boxes: { boxes: multiply(boxes, 0.1), labels } };
  const [first] = await moved(layer, relative).bounding_boxes.boxes.data();
  expect(first).toBeCloseTo(0.2, 6);
  const channelsFirst = new layers.CenterCrop(4, 6, { dataFormat: 'channels_first', boundingBoxFormat });
  const turned = { ...inputs, images: transpose(inputs.images, [0, 3, 1, 2]) };
  const plain = moved(new layers.CenterCrop(4, 6, { boundingBoxFormat })).bounding_boxes.boxes;
  expect(await moved(channelsFirst, turned).bounding_boxes.boxes.array()).toEqual(await plain.array());
  const still = moved(new layers.RandomRotation(0.2, { boundingBoxFormat }), inputs, false).bounding_boxes.boxes;
  expect(await still.array()).toEqual(await boxes.array());
  const cropped = moved(new layers.RandomCrop(4, 4, { boundingBoxFormat }), inputs, false).bounding_boxes.boxes;
  const resized = moved(new layers.Resizing(4, 4, { cropToAspectRatio: true, boundingBoxFormat })).bounding_boxes.boxes;
  expect(await cropped.array()).toEqual(await resized.array());
});

test('layers of colors leave boxes alone; the format is in the config', async () => {
  const layer = new layers.RandomBrightness(0.2, { boundingBoxFormat });
  expect(await moved(layer).bounding_boxes.boxes.array()).toEqual(await boxes.array());
  expect(layers.deserialize(layers.serialize(layer)).getConfig()).toMatchObject({ bounding_box_format: 'xyxy' });
  expect(new layers.RandomBrightness(0.2).getConfig()).not.toHaveProperty('bounding_box_format');
});

test('wrong use', () => {
  expect(() => moved(new layers.RandomFlip())).toThrow("give it boundingBoxFormat: 'xyxy'");
  expect(() => moved(new layers.MixUp({ boundingBoxFormat }))).toThrow("bounding boxes can't follow");
  const flip = new layers.RandomFlip({ boundingBoxFormat });
  expect(() => moved(flip, { ...inputs, bounding_boxes: { boxes } })).toThrow('{ boxes, labels }');
});

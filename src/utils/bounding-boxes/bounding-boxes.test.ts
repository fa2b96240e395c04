import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TensorLike } from '../../tensor/convert.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { BoundingBoxFormat } from './format.ts';
import {
  affineTransform,
  clipToImageSize,
  computeCiou,
  computeIou,
  convertFormat,
  crop,
  decodeDeltasToBoxes,
  encodeBoxToDeltas,
  pad,
} from './index.ts';

// The numbers are those of Keras 3.15.1 (JAX) for the same calls.
const boxes = [
  [
    [10, 20, 30, 60],
    [5, 5, 90, 70],
  ],
  [
    [0, 0, 100, 80],
    [40, 10, 45, 12],
  ],
];
const others = [
  [12, 25, 33, 50],
  [0, 0, 50, 40],
  [-1, -1, -1, -1],
];
const size = { height: 80, width: 100 };

async function expectNear(actual: Tensor, expected: readonly number[], shape?: readonly number[]): Promise<void> {
  if (shape) expect(actual.shape).toEqual(shape);
  const values = Array.from(await actual.data());
  expect(values).toHaveLength(expected.length);
  for (const [i, value] of values.entries())
    expect(Math.abs(value - (expected[i] ?? Number.NaN))).toBeLessThan(2e-5 * (1 + Math.abs(value)));
}

describe('convertFormat', () => {
  const first: readonly (readonly [BoundingBoxFormat, readonly number[]])[] = [
    ['xyxy', [10, 20, 30, 60]],
    ['yxyx', [20, 10, 60, 30]],
    ['xywh', [10, 20, 20, 40]],
    ['center_xywh', [20, 40, 20, 40]],
    ['center_yxhw', [40, 20, 40, 20]],
    ['rel_xyxy', [0.1, 0.25, 0.3, 0.75]],
    ['rel_yxyx', [0.25, 0.1, 0.75, 0.3]],
    ['rel_xywh', [0.1, 0.25, 0.2, 0.5]],
    ['rel_center_xywh', [0.2, 0.5, 0.2, 0.5]],
  ];

  it.each(first)("gives Keras's numbers in %s", async (format, expected) => {
    const result = convertFormat(boxes, 'xyxy', format, size);
    expect(result.shape).toEqual([2, 2, 4]);
    expect(result.dtype).toBe('float32');
    await expectNear(convertFormat([[10, 20, 30, 60]], 'xyxy', format, size), expected, [1, 4]);
  });

  it('comes back from every format by way of every other', async () => {
    const format = fc.constantFrom(...first.map(([name]) => name));
    const flat = boxes.flat(2);
    await fc.assert(
      fc.asyncProperty(format, format, async (via, to) => {
        const there = convertFormat(convertFormat(boxes, 'xyxy', via, size), via, to, size);
        await expectNear(convertFormat(there, to, 'xyxy', size), flat);
      }),
      { numRuns: 30 },
    );
  });

  it('converts the boxes of a record and leaves it as it was', async () => {
    const labeled = { boxes: [[10, 20, 30, 60]], labels: [7], note: 'kept' };
    const result = convertFormat(labeled, 'xyxy', 'xywh');
    expect(await result.boxes.array()).toEqual([[10, 20, 20, 40]]);
    expect(result).toMatchObject({ labels: [7], note: 'kept' });
    expect(labeled.boxes).toEqual([[10, 20, 30, 60]]);
  });

  it('says what is wrong', () => {
    expect(() => convertFormat([[1, 2, 3]], 'xyxy', 'xywh')).toThrow(/of shape \[\.\.\., 4\].*Received: shape \[1,3\]/);
    expect(() => convertFormat([[1, 2, 3]], 'xyxy', 'xyxy')).toThrow('Received: shape [1,3]');
    expect(() => convertFormat(boxes, 'xyxy', 'rel_xyxy', { width: 3 })).toThrow('height null, width 3');
    expect(() => convertFormat(boxes, 'xyhw' as 'xywh', 'xyxy')).toThrow(/nknown source.*Did you mean "xywh".*"xyhw"/);
  });
});

describe('boxes in a part of the image', () => {
  it('are cut off at the border, where those outside lose their label', async () => {
    const outside = {
      boxes: [
        [-5, -5, 20, 200],
        [200, 10, 210, 20],
      ],
      labels: [3, 4],
      scores: [1, 1],
    };
    const inside = clipToImageSize(outside, size);
    await expectNear(inside.boxes, [0, 0, 20, 80, 100, 10, 100, 20]);
    expect(await inside.labels.array()).toEqual([3, -1]);
    expect(inside.scores).toBe(outside.scores);
    const relative = clipToImageSize({ boxes: [[-0.5, 0.2, 0.5, 1.5]] }, { boundingBoxFormat: 'rel_xyxy' });
    await expectNear(relative.boxes, [0, 0.2, 0.5, 1]);
    expect(() => clipToImageSize(outside, { height: 4 })).toThrow("the image's height and width");
  });

  it('move with a crop and with padding', async () => {
    await expectNear(
      crop(
        [
          [10, 20, 50, 60],
          [70, 80, 100, 120],
        ],
        10,
        20,
        40,
        30,
      ),
      [0, 10, 30, 40, 30, 40, 30, 40],
    );
    await expectNear(pad([[10, 20, 50, 60]], 3, 4), [14, 23, 54, 63]);
    expect(() => pad(boxes, 1, 1, { boundingBoxFormat: 'yxyx' as 'xyxy' })).toThrow('boundingBoxFormat');
  });
});

describe('overlap', () => {
  const expected = [0.514286, 0.166667, 0, 0.095023, 0.264706, 0, 0.065625, 0.25, 0, 0, 0.005, 0];

  it('is computed for all pairs, with a batch on either side', async () => {
    await expectNear(computeIou(boxes, others, 'xyxy'), expected, [2, 2, 3]);
    await expectNear(computeIou(boxes[0] ?? [], others, 'xyxy'), expected.slice(0, 6), [2, 3]);
    await expectNear(computeIou(others.slice(0, 2), others.slice(0, 2), 'xyxy'), [1, 315 / 2210, 315 / 2210, 1]);
  });

  it('masks pairs with a box of negative numbers', async () => {
    const masked = computeIou(boxes, others, 'xyxy', { useMasking: true, maskVal: -2 });
    await expectNear(
      masked,
      expected.map((value, i) => (i % 3 === 2 ? -2 : value)),
    );
  });

  it('is the same in relative formats', async () => {
    const relative = (list: TensorLike) => convertFormat(list, 'xyxy', 'rel_xywh', size);
    const imageShape = [80, 100, 3] as const;
    await expectNear(computeIou(relative(boxes), relative(others), 'rel_xywh', { imageShape }), expected);
    expect(() => computeIou(boxes, others, 'rel_xyxy')).toThrow('height');
    expect(() => computeIou([1, 2, 3, 4], others, 'xyxy')).toThrow('boxes1: expected shape [n, 4] or [batch, n, 4]');
  });

  it('takes distance and shape into account in computeCiou', async () => {
    await expectNear(computeCiou(boxes[0] ?? [], others.slice(0, 2), 'xyxy'), [0.507428, 0.202206], [2]);
  });
});

describe('deltas', () => {
  it("have Keras's numbers", async () => {
    const deltas = encodeBoxToDeltas(boxes[0] ?? [], others.slice(0, 2), 'xyxy', 'xyxy', {
      variance: [0.1, 0.1, 0.2, 0.2],
    });
    await expectNear(deltas, [-0.625, 1.25, -2.350018, 0.243951, -2.692308, -2.647059, -2.427539, -2.653141]);
  });

  it('are undone by decoding, level by level too', async () => {
    const [anchors, some] = [boxes[0] ?? [], others.slice(0, 2)];
    const options = { variance: [0.1, 0.1, 0.2, 0.2] } as const;
    const deltas = encodeBoxToDeltas(anchors, some, 'xyxy', 'xywh', options);
    await expectNear(decodeDeltasToBoxes(anchors, deltas, 'xyxy', 'xywh', options), some.flat());
    const levels = decodeDeltasToBoxes(
      { p3: anchors, p4: anchors },
      { p3: deltas, p4: deltas },
      'xyxy',
      'xywh',
      options,
    );
    expect(Object.keys(levels)).toEqual(['p3', 'p4']);
    if (levels.p4) await expectNear(levels.p4, some.flat());
    expect(() => decodeDeltasToBoxes({ p3: anchors }, { p5: deltas }, 'xyxy', 'xywh')).toThrow('Received: p5');
    expect(() => encodeBoxToDeltas(anchors, some, 'xyxy', 'xyxy', { encodingFormat: 'xyxy' as 'center_xywh' })).toThrow(
      'encodingFormat',
    );
  });
});

describe('affineTransform', () => {
  it('gives the upright boxes around turned ones, as Keras does', async () => {
    const turned = affineTransform(boxes, [30, -10], [0.1, 0], [0, 0.2], [1, 1.5], [5, 0], [0, -7], 80, 100, {
      centerX: [0.25, 0.5],
      centerY: [0.5, 0.75],
    });
    await expectNear(
      turned,
      [
        9.110152, 15.037502, 50.336243, 59.67852, -4.075207, -27.952879, 110.6801, 70.838776, -33.142235, -10.23959,
        135.416718, 118.405243, 43.658344, 8.016084, 51.565353, 11.429939,
      ],
      [2, 2, 4],
    );
  });

  it('wants a batch', () => {
    expect(() => affineTransform(others, [1], [0], [0], [1], [0], [0], 8, 8)).toThrow('[batch, n, 4]');
  });
});

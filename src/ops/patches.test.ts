import { describe, expect, test } from 'vitest';
import { depthToSpace, spaceToDepth } from './depth.ts';
import { fold, unfold } from './patches.ts';
import { reshape } from './shape.ts';
import { expectGradient, expectValues } from './testing/expect.ts';

const image = reshape([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 1, 3, 3]);

describe('patches', () => {
  test('unfold puts patches side by side', () => {
    expectValues(unfold(image, 2), [
      [
        [1, 2, 4, 5],
        [2, 3, 5, 6],
        [4, 5, 7, 8],
        [5, 6, 8, 9],
      ],
    ]);
    expectValues(unfold(image, [1, 2], { padding: [0, 1], stride: [2, 3] }), [
      [
        [0, 3, 0, 9],
        [1, 0, 7, 0],
      ],
    ]);
  });

  test('fold adds up what overlaps', () => {
    expectValues(fold(unfold(image, 2), 3, 2), [
      [
        [
          [1, 4, 3],
          [8, 20, 12],
          [7, 16, 9],
        ],
      ],
    ]);
  });

  test('have gradients', () => {
    const x = [
      [
        [
          [1, 2, 3],
          [0, 1, -1],
          [2, 2, 0],
        ],
      ],
    ];
    expectGradient((a) => unfold(a, 2, { padding: 1, dilation: 2 }), [x]);
    expectGradient(
      (a) => fold(a, 3, [1, 2], { stride: [1, 1] }),
      [
        [
          [
            [1, 2, 3, 4, 5, 6],
            [6, 5, 4, 3, 2, 1],
          ],
        ],
      ],
    );
  });

  test('refuse what does not fit', () => {
    expect(() => unfold([1], 2)).toThrow('ops.unfold takes images');
    expect(() => fold([[[1, 2]]], 3, 2)).toThrow('ops.fold takes columns [batch, channels · 4, 4]');
    expect(() => unfold(image, 2, { strides: 2 } as object)).toThrow('"stride"');
  });
});

describe('depth and space', () => {
  test('are exchanged, and back, in both formats', () => {
    const x = reshape([1, 2, 3, 4, 5, 6, 7, 8], [1, 1, 1, 8]);
    expectValues(depthToSpace(x, 2), [
      [
        [
          [1, 2],
          [3, 4],
        ],
        [
          [5, 6],
          [7, 8],
        ],
      ],
    ]);
    expectValues(spaceToDepth(depthToSpace(x, 2), 2), [[[[1, 2, 3, 4, 5, 6, 7, 8]]]]);
    const first = reshape(x, [1, 8, 1, 1]);
    const wide = depthToSpace(first, 2, { dataFormat: 'channels_first' });
    expectValues(wide, [
      [
        [
          [1, 2],
          [3, 4],
        ],
        [
          [5, 6],
          [7, 8],
        ],
      ],
    ]);
    expectValues(spaceToDepth(wide, 2, { dataFormat: 'channels_first' }), [
      [[[1]], [[2]], [[3]], [[4]], [[5]], [[6]], [[7]], [[8]]],
    ]);
  });

  test('refuse blocks that do not divide', () => {
    expect(() => depthToSpace([[[[1, 2, 3]]]], 2)).toThrow('whose square divides the 3 channels');
    expect(() => spaceToDepth([[[[1]]]], 2)).toThrow('divides height and width (1 and 1)');
    expect(() => depthToSpace([1], 2)).toThrow('of rank 4');
    expect(() => depthToSpace([[[[1]]]], 0)).toThrow('`blockSize` must be a positive integer');
  });
});

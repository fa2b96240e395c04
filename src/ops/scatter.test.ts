import { expect, test } from 'vitest';
import { sum } from './reduction.ts';
import { scatter, scatterUpdate, segmentMax, segmentMin, segmentProd, segmentSum } from './scatter.ts';
import { expectGradient, expectValues } from './testing/expect.ts';

test('scatter and segmentSum add up what lands in one place', () => {
  expectValues(scatter([[1], [3], [1]], [1, 2, 3], [4]), [0, 4, 0, 2]);
  expectValues(scatter([[0, 1]], [5], [2, 2]), [
    [0, 5],
    [0, 0],
  ]);
  expectValues(segmentSum([1, 2, 3], [0, 2, 0], { numSegments: 3 }), [4, 0, 2]);
  expectGradient((v) => scatter([[1], [3], [1]], v, [4]), [[1, 2, 3]]);
});

test('scatterUpdate replaces or combines; the last of several updates stays', () => {
  const x = [
    [1, 2],
    [3, 4],
    [5, 6],
  ];
  expectValues(
    scatterUpdate(
      x,
      [[2], [0], [2]],
      [
        [7, 7],
        [8, 8],
        [9, 9],
      ],
    ),
    [
      [8, 8],
      [3, 4],
      [9, 9],
    ],
  );
  expectValues(
    scatterUpdate(
      x,
      [
        [0, 1],
        [-1, 0],
      ],
      [10, 20],
      'add',
    ),
    [
      [1, 12],
      [3, 4],
      [25, 6],
    ],
  );
  expectValues(
    scatterUpdate(
      x,
      [[1], [1]],
      [
        [0, 9],
        [5, 0],
      ],
      'max',
    ),
    [
      [1, 2],
      [5, 9],
      [5, 6],
    ],
  );
  expectValues(scatterUpdate(x, [[1]], [[0, 9]], 'min'), [
    [1, 2],
    [0, 4],
    [5, 6],
  ]);
  expectValues(
    scatterUpdate(
      x,
      [[1], [1]],
      [
        [2, 2],
        [3, 3],
      ],
      { reduction: 'mul' },
    ),
    [
      [1, 2],
      [18, 24],
      [5, 6],
    ],
  );
  expect(() => scatterUpdate(x, [0], [1])).toThrow('`indices` must be of shape [n, k]');
  // @ts-expect-error no such reduction
  expect(() => scatterUpdate(x, [[0]], [1, 1], 'mx')).toThrow('Unknown reduction');
  for (const reduction of [null, 'add', 'max', 'min', 'mul'] as const)
    expectGradient(
      (a, u) => scatterUpdate(a, [[2], [0], [2]], u, reduction),
      [
        x,
        [
          [7, 1],
          [-8, 9],
          [4, 5],
        ],
      ],
    );
});

test('segments without rows hold what changes nothing', () => {
  const [data, ids] = [
    [3, 1, 2],
    [0, 2, 0],
  ];
  expectValues(segmentMax(data, ids), [3, Number.NEGATIVE_INFINITY, 1]);
  expectValues(segmentMin(data, ids, { numSegments: 2 }), [2, Number.POSITIVE_INFINITY]);
  expectValues(segmentProd(data, ids, { numSegments: 4 }), [6, 1, 1, 1]);
  expectValues(segmentSum(data, ids), [5, 0, 1]);
  expect(() => segmentSum(data, [0, 1])).toThrow('`segmentIds` must be');
  expectGradient((x) => segmentProd(x, ids, { numSegments: 3 }), [data]);
  expectGradient((x) => sum(segmentMax(x, [0, 1, 0], { numSegments: 2 })), [data.map((v) => v * 2)], 1e-2);
});

import { describe, expect, test } from 'vitest';
import { adaptiveAveragePool, adaptiveMaxPool } from './adaptive-pooling.ts';
import { averagePool, maxPool } from './pooling.ts';
import { reshape } from './shape.ts';
import { expectGradient, expectValues } from './testing/expect.ts';

const line = (...values: number[]) => reshape(values, [1, values.length, 1]);
const images = [
  [
    [
      [1, -1],
      [3, -3],
      [2, 0],
    ],
    [
      [4, -4],
      [0, 5],
      [6, 1],
    ],
  ],
];

describe('pooling', () => {
  test('takes the maximum or the mean of each window', () => {
    expectValues(maxPool(images, 2), [[[[4, 5]]]]);
    expectValues(averagePool(images, 2), [[[[2, -0.75]]]]);
    expectValues(maxPool(images, [1, 2], { strides: 1 }), [
      [
        [
          [3, -1],
          [3, 0],
        ],
        [
          [4, 5],
          [6, 5],
        ],
      ],
    ]);
  });

  test('counts only what is inside with padding same', () => {
    expectValues(averagePool(line(1, 2, 3, 4, 5), 3, { strides: 2, padding: 'same' }), [[[1.5], [3], [4.5]]]);
    expectValues(maxPool(line(-1, -2, -3), 2, { padding: 'same' }), [[[-1], [-3]]]);
  });

  test('takes channels first', () => {
    expectValues(maxPool(reshape([1, 2, 3, 4], [1, 1, 4]), 2, { dataFormat: 'channels_first' }), [[[2, 4]]]);
  });

  test('has gradients', () => {
    const x = [
      [
        [
          [1, -1],
          [3, -3],
          [2, 0],
        ],
        [
          [4, -4],
          [0, 5],
          [6, 1],
        ],
      ],
    ];
    expectGradient((a) => maxPool(a, 2, { strides: 1, padding: 'same' }), [x]);
    expectGradient((a) => averagePool(a, [2, 3], { strides: [1, 2], padding: 'same' }), [x]);
    expectGradient((a) => adaptiveMaxPool(a, [1, 2]), [x]);
    expectGradient((a) => adaptiveAveragePool(a, [2, 2]), [x]);
  });

  test('refuses wrong windows, by name', () => {
    expect(() => maxPool(images, 0)).toThrow('`poolSize` must be an integer of at least 1');
    expect(() => averagePool(images, 2, { strides: 1.5 })).toThrow('`strides`');
    expect(() => maxPool([1], 2)).toThrow('ops.maxPool takes inputs with a batch axis');
    expect(() => maxPool(images, 2, { padding: 'causal' as 'same' })).toThrow('Unknown padding');
  });
});

describe('adaptive pooling', () => {
  test('splits evenly, or lets windows overlap', () => {
    expectValues(adaptiveMaxPool(line(1, 2, 3, 4, 5, 6), 3), [[[2], [4], [6]]]);
    expectValues(adaptiveAveragePool(line(1, 2, 3, 4, 5), 3), [[[1.5], [3], [4.5]]]);
    expectValues(adaptiveAveragePool(line(1, 2), 3), [[[1], [1.5], [2]]]);
  });

  test('refuses sizes that are none', () => {
    expect(() => adaptiveMaxPool(line(1), [1, 2])).toThrow('`outputSize`');
  });
});

import { describe, expect, test } from 'vitest';
import { conv, depthwiseConv, separableConv } from './convolution.ts';
import { convTranspose } from './convolution-transpose.ts';
import { reshape } from './shape.ts';
import { expectGradient, expectValues } from './testing/expect.ts';

const image = [
  [
    [[1], [2], [3]],
    [[4], [5], [6]],
    [[7], [8], [9]],
  ],
];
const cross = reshape([0, 1, 0, 1, 1, 1, 0, 1, 0], [3, 3, 1, 1]);

describe('conv', () => {
  test('sums what the kernel covers', () => {
    expectValues(conv(image, cross), [[[[25]]]]);
    expectValues(conv(image, cross, { padding: 'same', strides: 2 }), [
      [
        [[7], [11]],
        [[19], [23]],
      ],
    ]);
  });

  test('takes channels first', () => {
    const y = conv(reshape(image, [1, 1, 3, 3]), cross, { dataFormat: 'channels_first', padding: 'same' });
    expectValues(y, [
      [
        [
          [7, 11, 11],
          [17, 25, 23],
          [19, 29, 23],
        ],
      ],
    ]);
  });

  test('spreads the taps of the kernel, and splits channels into groups', () => {
    const line = reshape([1, 2, 3, 4, 5], [1, 5, 1]);
    expectValues(conv(line, reshape([1, 1], [2, 1, 1]), { dilationRate: 3 }), [[[5], [7]]]);
    expectValues(conv([[[1, 10]]], reshape([2, 3], [1, 1, 2])), [[[2, 30]]]);
  });

  test('depthwise and separable', () => {
    const x = [
      [
        [1, 10],
        [2, 20],
      ],
    ];
    expectValues(depthwiseConv(x, reshape([1, 2, 3, 4], [1, 2, 2])), [
      [
        [1, 2, 30, 40],
        [2, 4, 60, 80],
      ],
    ]);
    const mixed = separableConv(x, reshape([1, 1], [1, 2, 1]), reshape([1, 1], [1, 2, 1]));
    expectValues(mixed, [[[11], [22]]]);
  });

  test('has gradients', () => {
    const x = [
      [
        [
          [0.5, -1],
          [1, 2],
        ],
        [
          [-0.3, 0.2],
          [1, 0],
        ],
      ],
    ];
    const kernel = [
      [
        [
          [1, -1],
          [0.5, 2],
        ],
      ],
      [
        [
          [0.3, 0.1],
          [-1, 1],
        ],
      ],
    ];
    expectGradient((a, k) => conv(a, k, { padding: 'same', strides: [1, 2] }), [x, kernel]);
    expectGradient((a, k) => depthwiseConv(a, k), [x, kernel]);
    expectGradient((a, k) => convTranspose(a, k, { strides: 2, padding: 'same' }), [x, kernel]);
  });

  test('refuses what does not fit, by name', () => {
    expect(() => conv([1, 2], cross)).toThrow('ops.conv takes inputs with a batch axis');
    expect(() => conv([[[1, 2, 3]]], reshape([1, 2], [1, 2, 1]))).toThrow('Received: kernel of shape (1, 2, 1)');
    expect(() => depthwiseConv([[[1, 2, 3]]], reshape([1, 2], [1, 2, 1]))).toThrow('[...sizes, 3, multiplier]');
    expect(() => conv(image, cross, { strides: 0 })).toThrow('`strides` must be an integer of at least 1');
    expect(() => conv(image, cross, { strides: [1] })).toThrow('list of 2');
    expect(() => conv(image, cross, { padding: 'full' as 'same' })).toThrow('Unknown padding');
    expect(() => conv(image, cross, { dataFormat: 'last' as 'channels_last' })).toThrow('Unknown dataFormat');
    expect(() => conv(image, cross, { stride: 2 } as object)).toThrow('"strides"');
  });
});

describe('convTranspose', () => {
  const x = [[[1], [2]]];
  const kernel = reshape([1, 10, 100], [3, 1, 1]);

  test('adds multiples of the kernel', () => {
    expectValues(convTranspose(x, kernel), [[[1], [12], [120], [200]]]);
    expectValues(convTranspose(x, kernel, { strides: 2 }), [[[1], [10], [102], [20], [200]]]);
    expectValues(convTranspose(x, kernel, { strides: 2, padding: 'same' }), [[[1], [10], [102], [20]]]);
  });

  test('adds output padding behind', () => {
    const y = convTranspose(x, kernel, { strides: 2, outputPadding: 1 });
    expectValues(y, [[[1], [10], [102], [20], [200], [0]]]);
    expect(() => convTranspose(x, kernel, { strides: 2, outputPadding: 2 })).toThrow('less than the strides');
  });

  test('refuses kernels for other channels', () => {
    expect(() => convTranspose(x, reshape([1, 2], [1, 1, 2]))).toThrow('[...sizes, filters, 1]');
  });
});

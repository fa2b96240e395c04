import { describe, expect, test } from 'vitest';
import { ones } from './creation.ts';
import { einsum } from './einsum.ts';
import { expectGradient, expectValues } from './testing/expect.ts';

const a = [
  [1, 2],
  [3, 4],
];
const b = [
  [5, 6],
  [7, 8],
];

describe('einsum', () => {
  test.each([
    [
      'ij,jk->ik',
      [a, b],
      [
        [19, 22],
        [43, 50],
      ],
    ],
    [
      'ij,jk',
      [a, b],
      [
        [19, 22],
        [43, 50],
      ],
    ],
    [
      'ij,kj->ki',
      [a, b],
      [
        [17, 39],
        [23, 53],
      ],
    ],
    [
      'ij->ji',
      [a],
      [
        [1, 3],
        [2, 4],
      ],
    ],
    [
      'ji',
      [a],
      [
        [1, 3],
        [2, 4],
      ],
    ],
    ['ij->', [a], 10],
    ['ij->i', [a], [3, 7]],
    ['ii', [a], 5],
    ['ii->i', [a], [1, 4]],
    [
      'i,j->ij',
      [
        [1, 2],
        [3, 4],
      ],
      [
        [3, 4],
        [6, 8],
      ],
    ],
    [
      'ij,ij->ij',
      [a, b],
      [
        [5, 12],
        [21, 32],
      ],
    ],
    ['...j,j->...', [a, [1, 1]], [3, 7]],
    ['i,ij,j->', [[1, 1], a, [1, 2]], 16],
  ] as const)('%s', (subscripts, operands, expected) => {
    expectValues(einsum(subscripts, ...operands), expected);
  });

  test('batches and broadcast axes', () => {
    expect(einsum('bij,bjk->bik', ones([5, 2, 3]), ones([5, 3, 4])).shape).toEqual([5, 2, 4]);
    expect(einsum('...ij,...jk->...ik', ones([4, 1, 2, 3]), ones([6, 3, 5])).shape).toEqual([4, 6, 2, 5]);
    expect(einsum('abcd,cde->abe', ones([2, 3, 4, 5]), ones([4, 5, 6])).shape).toEqual([2, 3, 6]);
  });

  test('refuses what makes no sense', () => {
    expect(() => einsum('ij,jk->ik', a)).toThrow('one term for each operand. Received: "ij,jk->ik" for 1 operands');
    expect(() => einsum('ijk->ij', a)).toThrow('must name every axis. Received: a tensor with 2 axes');
    expect(() => einsum('ij->ik', a)).toThrow('must occur in an operand. Received: "k"');
    expect(() => einsum('i1->i', a)).toThrow('must consist of letters');
    expect(() => einsum('ij,jk->ik', a, ones([3, 2]))).toThrow('must agree in extent');
  });

  test('has the right gradients', () => {
    expectGradient((x, y) => einsum('ij,jk->ki', x, y), [a, b]);
    expectGradient((x) => einsum('ii->i', x), [a]);
    expectGradient((x, y) => einsum('bi,bi->b', x, y), [a, b]);
  });
});

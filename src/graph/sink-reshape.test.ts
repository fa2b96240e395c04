import { describe, expect, test } from 'vitest';
import * as g from './build.ts';
import { sharePads } from './share-pads.ts';
import { mergedAxes, sinkReshape } from './sink-reshape.ts';

describe('mergedAxes', () => {
  test('tells what each axis was made of', () => {
    expect(mergedAxes([2, 3, 4], [6, 4])).toEqual([[0, 1], [2]]);
    expect(mergedAxes([5, 2, 3, 2, 3, 7], [5, 6, 6, 7])).toEqual([[0], [1, 2], [3, 4], [5]]);
    expect(mergedAxes([2, 1, 3], [6])).toEqual([[0, 1, 2]]);
  });

  test('is nothing when axes are split or stay', () => {
    expect(mergedAxes([6, 4], [2, 3, 4])).toBeUndefined();
    expect(mergedAxes([4, 6], [6, 4])).toBeUndefined();
    expect(mergedAxes([4, 6], [4, 6])).toBeUndefined();
  });
});

describe('sinkReshape', () => {
  const tiles = [8, 16, 2, 32];

  test('moves an operation before the axes are merged', () => {
    const x = g.parameter({}, [8, 32, 32], 'float32');
    const merged = g.reshape(g.neg(g.parameter({}, tiles, 'float32')), [8, 32, 32]);
    const moved = sinkReshape(g.where(g.gt(x, g.zerosLike(x)), merged, g.zerosLike(x)));
    expect(moved.op).toBe('reshape');
    expect(moved.inputs[0]).toMatchObject({ op: 'where', shape: tiles });
  });

  test('leaves small values and stored ones', () => {
    const merged = g.reshape(g.neg(g.parameter({}, [2, 2, 2], 'float32')), [4, 2]);
    expect(sinkReshape(g.exp(merged)).op).toBe('exp');
    expect(sinkReshape(g.exp(g.reshape(g.parameter({}, tiles, 'float32'), [8, 32, 32]))).op).toBe('exp');
  });
});

describe('sharePads', () => {
  test('others read a computed value where it was padded', () => {
    const x = g.exp(g.parameter({}, [64, 100], 'float32'));
    const pad = g.pad(x, [0, 2], [0, 2]);
    const [padded, total] = sharePads([pad, g.reduceSum(x, [0])]);
    expect(total?.inputs[0]).toMatchObject({ op: 'slice', attrs: { starts: [0, 2], limits: [64, 102] } });
    expect(total?.inputs[0]?.inputs[0]).toBe(padded);
  });

  test('not where it is wanted itself, or comes from outside', () => {
    const outside = g.parameter({}, [64, 100], 'float32');
    const pads = [g.pad(outside, [0, 2], [0, 2]), g.reduceSum(outside, [0])];
    expect(sharePads(pads)).toEqual(pads);
    const x = g.exp(outside);
    const wanted = [x, g.pad(x, [0, 2], [0, 2])];
    expect(sharePads(wanted)).toEqual(wanted);
  });
});

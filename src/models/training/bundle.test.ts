import { describe, expect, test } from 'vitest';
import * as ops from '../../ops/index.ts';
import { commonSampleCount, type Slot, toBundle } from './bundle.ts';

const slot = (name: string, ...shape: number[]): Slot => ({ name, shape: [null, ...shape], dtype: 'float32' });
const shapes = (value: unknown, slots: Slot[] | null) => toBundle(value, 'x', slots).arrays.map(({ shape }) => shape);

describe('toBundle', () => {
  test('nested numbers are one array for one input, and one per input for several', () => {
    expect(
      shapes(
        [
          [1, 2],
          [3, 4],
        ],
        null,
      ),
    ).toEqual([[2, 2]]);
    expect(
      shapes(
        [
          [1, 2],
          [3, 4],
        ],
        [slot('a', 2)],
      ),
    ).toEqual([[2, 2]]);
    expect(
      shapes(
        [
          [[1], [2]],
          [
            [3, 4],
            [5, 6],
          ],
        ],
        [slot('a', 1), slot('b', 2)],
      ),
    ).toEqual([
      [2, 1],
      [2, 2],
    ]);
  });

  test('a list of typed arrays: rows of the only input, or one array per input', () => {
    const rows = [Float32Array.of(1, 2), Float32Array.of(3, 4), Float32Array.of(5, 6)];
    expect(shapes(rows, [slot('a', 2)])).toEqual([[3, 2]]);
    expect(shapes([Float32Array.of(1, 2, 3, 4)], [slot('a', 2)])).toEqual([[2, 2]]);
    expect(shapes(rows.slice(0, 2), [slot('a', 1), slot('b', 1)])).toEqual([
      [2, 1],
      [2, 1],
    ]);
    expect(shapes([ops.ones([4, 2]), ops.ones([4, 3])], null)).toEqual([
      [4, 2],
      [4, 3],
    ]);
  });

  test('records go by name', () => {
    const slots = [slot('image', 2), slot('age', 1)];
    const bundle = toBundle(
      {
        age: [[1], [2]],
        image: [
          [1, 2],
          [3, 4],
        ],
      },
      'x',
      slots,
    );
    expect(bundle.names).toEqual(['x.age', 'x.image']);
    expect(bundle.positions).toEqual([1, 0]);
    expect(bundle.pack(['A', 'I'])).toEqual({ age: 'A', image: 'I' });
    expect(() => toBundle({ age: [[1]], imag: [[1, 2]] }, 'x', slots)).toThrow(/Did you mean "image"/);
    expect(() => toBundle({ age: [[1]] }, 'x', slots)).toThrow(/image is missing/);
  });

  test('a last axis of extent 1 may be missing, or be too many', () => {
    expect(shapes([1, 2, 3], [slot('a', 1)])).toEqual([[3, 1]]);
    expect(shapes([[[1], [2]]], [slot('a', 2)])).toEqual([[1, 2]]);
  });

  test('data take the dtype of the input', () => {
    expect(toBundle(Uint8Array.of(1, 2), 'x', [slot('a', 1)]).arrays[0]?.dtype).toBe('float32');
    expect(toBundle(Uint8Array.of(1, 2), 'x', null).arrays[0]?.dtype).toBe('int32');
  });

  test('the wrong number of arrays', () => {
    const slots = [slot('a', 1), slot('b', 1)];
    expect(() => toBundle([[[1]], [[2]], [[3]]], 'x', slots)).toThrow(/`x` must have 2 arrays, for a, b. Received: 3/);
    expect(() => toBundle(ops.ones([2, 1]), 'x', slots)).toThrow(/2 arrays.*Received: 1/);
  });
});

describe('commonSampleCount', () => {
  test('names the array that has another number of samples', () => {
    const x = toBundle([[1], [2]], 'x', null);
    expect(commonSampleCount([x, null])).toBe(2);
    expect(() => commonSampleCount([x, toBundle([1, 2, 3], 'y', null)])).toThrow(
      '`y` must have as many samples as `x`, 2. Received: 3 samples',
    );
  });

  test('no samples', () => {
    expect(() => commonSampleCount([toBundle(new Float32Array(0), 'x', null)])).toThrow(
      /`x` must have at least one sample/,
    );
  });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DatasetError } from './dataset-error.ts';
import { parseIdx } from './idx.ts';

/** Writes an IDX file of unsigned bytes. */
function idx(shape: readonly number[], data: ArrayLike<number>, type = 0x08): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(4 + 4 * shape.length + data.length);
  const view = new DataView(out.buffer);
  out.set([0, 0, type, shape.length]);
  shape.forEach((extent, axis) => {
    view.setUint32(4 + 4 * axis, extent);
  });
  out.set(Array.from(data), 4 + 4 * shape.length);
  return out;
}

test('shape and elements come back, whatever they are', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 4 }), fc.nat(), (shape, start) => {
      const size = shape.reduce((a, b) => a * b, 1);
      const data = Uint8Array.from({ length: size }, (_, i) => start + i);
      expect(parseIdx(idx(shape, data), 'a file')).toEqual({ shape, data });
    }),
    { seed: 7 },
  );
});

test('a file inside a larger buffer is read from its own start', () => {
  const file = idx([2], [5, 6]);
  const large = new Uint8Array(100);
  large.set(file, 9);
  expect(parseIdx(large.subarray(9, 9 + file.length), 'a file')).toEqual({ shape: [2], data: new Uint8Array([5, 6]) });
});

test.each([
  ['nothing', new Uint8Array(), 'Received: nothing'],
  ['a web page', new TextEncoder().encode('<html>'), 'Received: 3c 68 74 6d'],
  ['another element type', idx([1], [0], 0x0d), 'Received: type 0x0d'],
  ['a header cut short', idx([3, 3], []).slice(0, 9), 'Received: 9 bytes'],
  ['elements cut short', idx([2, 2], [1, 2, 3]), 'must hold 4 elements for its shape (2, 2). Received: 3'],
  ['too many elements', idx([2], [1, 2, 3]), 'must hold 2 elements for its shape (2). Received: 3'],
])('%s is refused', (_, bytes, message) => {
  const parse = () => parseIdx(bytes, 'train-images');
  expect(parse).toThrow(DatasetError);
  expect(parse).toThrow('train-images');
  expect(parse).toThrow(message);
});

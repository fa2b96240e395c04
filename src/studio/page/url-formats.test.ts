import { describe, expect, test } from 'vitest';
import { flagFormat, listFormat, numberFormat, rangeFormat, textFormat, wordFormat } from './url-formats.ts';

describe('what is as ever is left out of the address', () => {
  test.each([
    [textFormat().write('')],
    [wordFormat(['a', 'b']).write('a')],
    [numberFormat(1, 0, 2).write(1)],
    [flagFormat.write(false)],
    [rangeFormat.write(null)],
    [listFormat.write(null)],
  ])('%j', (texts) => expect(texts).toEqual([]));
});

test('what is written is read again', () => {
  expect(textFormat('x').parse(textFormat('x').write('a & b'))).toBe('a & b');
  expect(wordFormat(['a', 'b']).parse(wordFormat(['a', 'b']).write('b'))).toBe('b');
  expect(numberFormat(0, 0, 1).parse(numberFormat(0, 0, 1).write(0.25))).toBe(0.25);
  expect(flagFormat.parse(flagFormat.write(true))).toBe(true);
  expect(rangeFormat.parse(rangeFormat.write([-1.5, 1e6]))).toEqual([-1.5, 1e6]);
  for (const list of [null, [], ['a', 'b/c']]) expect(listFormat.parse(listFormat.write(list))).toEqual(list);
});

test('nonsense is what it is anyway', () => {
  expect(wordFormat(['a', 'b']).parse(['z'])).toBe('a');
  for (const text of ['', ' ', 'x', '9', '-1', 'NaN', 'Infinity'])
    expect(numberFormat(0.5, 0, 1).parse([text])).toBe(0.5);
  for (const text of ['', '1', '1~', '~1', '2~1', '1~1', 'a~b', '1~2~3']) expect(rangeFormat.parse([text])).toBeNull();
  expect(flagFormat.parse(['yes'])).toBe(false);
});

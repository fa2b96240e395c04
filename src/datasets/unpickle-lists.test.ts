import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { DatasetError } from './dataset-error.ts';
import { unpickleLists } from './unpickle-lists.ts';

const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const read = (text: string): number[][] => unpickleLists(bytesOf(text), 0);

/** An array of objects, as NumPy writes it, of which one may say the list. */
const array = (list: string): string =>
  `\x80\x02cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\x00\x85U\x01b\x87R(K\x01K\x01\x85N\x89${list}tb.`;

test('lists of integers of every width', () => {
  expect(read(array(']q\x00(](K\x01M\x01\x02J\x00\x00\x00\x80\x8a\x03\xff\xff\xffe]e'))).toEqual([
    [1, 513, -(2 ** 31), -1],
    [],
  ]);
});

test('a list that is named twice', () => {
  expect(read(array('](](K\x07eq\x01h\x01e'))).toEqual([[7], [7]]);
});

test.each([
  ['a function of the system', 'cposix\nsystem\n(U\x02idtR.', 'it wants "posix system"'],
  ['one that is put together from text', '\x8c\x08builtins\x8c\x04eval\x93.', 'it wants "builtins eval"'],
  ['one that is named by lists', `]${'q\x00(h\x00h\x00l'.repeat(40)}]\x93.`, 'by what is no text'],
  ['an instruction that is not needed', 'i', 'it has the instruction "i"'],
  ['text in lists', array('](](U\x01aee'), 'something other than lists of integers'],
  ['no lists', array('](K\x01e'), 'something other than lists of integers'],
  ['no array', 'K\x01.', 'no array of objects'],
  ['calls of what is no function', 'K\x01)R.', 'calls what is no function'],
  ['an empty stack', '.', 'its stack is empty'],
  ['a mark that is missing', 'e', 'it has no mark'],
  ['a value that was never kept', 'h\x09.', 'it has no value 9'],
  ['an end in the middle', 'J\x00', 'it ends too early'],
  ['a list of itself, many times', array(`](](${'K\x01'.repeat(40)}eq\x00${'h\x00'.repeat(40)}e`), 'something other'],
])('%s is refused', (_, pickle, message) => {
  expect(() => read(pickle)).toThrow(DatasetError);
  expect(() => read(pickle)).toThrow(message);
});

test('damage is refused, or does no harm', () => {
  const fixture = readFileSync(join(import.meta.dirname, 'fixtures', 'reviews.npz'));
  const npy = unzipSync(new Uint8Array(fixture))['x_train.npy'] ?? new Uint8Array();
  const start = 128;
  const changed = fc.array(
    fc.tuple(fc.integer({ min: start, max: npy.length - 1 }), fc.integer({ min: 0, max: 255 })),
    {
      minLength: 1,
      maxLength: 5,
    },
  );
  fc.assert(
    fc.property(changed, (changes) => {
      const copy = npy.slice();
      for (const [at, byte] of changes) copy[at] = byte;
      try {
        unpickleLists(copy, start);
      } catch (error) {
        expect(error).toBeInstanceOf(DatasetError);
      }
    }),
    { seed: 1, numRuns: 500 },
  );
});

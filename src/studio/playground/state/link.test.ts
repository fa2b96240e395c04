import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyState } from '../testing/any-state.ts';
import { linkOf, readLink } from './link.ts';
import { standardState } from './playground-state.ts';

test('a link holds what differs from the standards, in a fixed order', () => {
  expect(linkOf(standardState)).toBe('#v=1');
  expect(linkOf({ ...standardState, seed: 7, data: 'circles', initializer: 'normal_0.01' })).toBe(
    '#v=1&data=circles&initializer=normal_0.01&seed=7',
  );
});

test('every state comes back from its link', () => {
  fc.assert(
    fc.property(anyState, (state) => {
      expect(readLink(linkOf(state))).toEqual({ state, problems: [] });
    }),
    { seed: 7 },
  );
});

test('the links of version 1 keep their meaning', () => {
  const link =
    '#v=1&data=digits&noise=0.1&testShare=0.5&standardize=yes&depth=20&width=100&activation=selu&initializer=lecun_normal' +
    '&normalization=batch&dropout=0.2&optimizer=nesterov&learningRate=1e-5&batchSize=256&clipping=global_clipnorm' +
    '&clipAt=0.5&seed=999999999';
  expect(readLink(link)).toEqual({
    problems: [],
    state: {
      data: 'digits',
      noise: 0.1,
      testShare: 0.5,
      standardize: true,
      depth: 20,
      width: 100,
      activation: 'selu',
      initializer: 'lecun_normal',
      normalization: 'batch',
      dropout: 0.2,
      optimizer: 'nesterov',
      learningRate: 1e-5,
      batchSize: 256,
      clipping: 'global_clipnorm',
      clipAt: 0.5,
      seed: 999999999,
    },
  });
  expect(standardState).toEqual({
    data: 'spirals',
    noise: 0.02,
    testShare: 0.3,
    standardize: false,
    depth: 3,
    width: 32,
    activation: 'elu',
    initializer: 'he_normal',
    normalization: 'none',
    dropout: 0,
    optimizer: 'adam',
    learningRate: 0.01,
    batchSize: 32,
    clipping: 'none',
    clipAt: 1,
    seed: 42,
  });
});

test.each([
  ['depth=99', 'depth must be a whole number from 1 to 20. The link says "99"; 3 is used.'],
  ['depth=2.5', 'depth must be a whole number from 1 to 20. The link says "2.5"; 3 is used.'],
  ['depth=', 'depth must be a whole number from 1 to 20. The link says ""; 3 is used.'],
  ['depth=0x10', 'The link says "0x10"; 3 is used.'],
  ['learningRate=NaN', 'The link says "NaN"; 0.01 is used.'],
  ['learningRate=-1', 'learningRate must be a number from 0.000001 to 10.'],
  ['activation=rleu', 'Did you mean relu? The link says "rleu"; elu is used.'],
  ['activation=__proto__', 'The link says "__proto__"; elu is used.'],
  ['activation=%E0%A4%A', 'The link says "%E0%A4%A"; elu is used.'],
  ['standardize=1', 'standardize must be yes or no. The link says "1"; no is used.'],
  ['dept=4', 'The link sets "dept", which there isn\'t. Did you mean depth?'],
  ['toString=4', 'The link sets "toString", which there isn\'t.'],
  [`data=<script>${'x'.repeat(100)}`, 'The link says "<script>xxxxx'],
])('%s is replaced by its standard, and said so', (part, message) => {
  const { state, problems } = readLink(`#v=1&${part}&seed=7`);
  expect(state).toEqual({ ...standardState, seed: 7 });
  expect(problems).toEqual([expect.stringContaining(message)]);
});

test('links of other versions are read as far as they can be, with a word', () => {
  expect(readLink('#v=2&depth=5')).toEqual({
    state: { ...standardState, depth: 5 },
    problems: ['The link is of version 2; this page reads version 1 and may misread it.'],
  });
  for (const empty of ['', '#', '#&&']) expect(readLink(empty)).toEqual({ state: standardState, problems: [] });
});

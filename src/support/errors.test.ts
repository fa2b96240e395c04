import { expect, describe as group, test } from 'vitest';
import { ArgumentError, badArgument, checkOptions, describe, StateError, unknownName } from './errors.ts';

group('values in one short line', () => {
  class Dense {
    readonly units = 3;
  }
  const itself: Record<string, unknown> = { name: 'loop' };
  itself.self = itself;
  const list: unknown[] = [1];
  list.push(list);

  test.each<[unknown, string]>([
    [null, 'null'],
    [undefined, 'undefined'],
    ['a "word"', '"a \\"word\\""'],
    [3, '3'],
    [Number.NaN, 'NaN'],
    [10n, '10n'],
    [Symbol('s'), 'Symbol(s)'],
    [true, 'true'],
    [Math.max, 'function max'],
    [() => 1, 'function (anonymous)'],
    [[1, 'a', null], '[1, "a", null]'],
    [[1, 2, 3, 4, 5, 6, 7, 8, 9], '[1, 2, 3, 4, 5, 6, 7, 8, ... 9 items]'],
    [[[[[[1, 2]]]]], '[[[[[2 items]]]]]'],
    [new Float32Array(3), 'Float32Array(3)'],
    [new DataView(new ArrayBuffer(5)), 'DataView(5)'],
    [{ a: 1, b: 'x' }, '{"a":1,"b":"x"}'],
    [{ text: 'x'.repeat(100) }, `{"text":"${'x'.repeat(68)}...`],
    [new Dense(), 'Dense'],
    [Object.assign(new Dense(), { shape: [2, 3] }), 'Dense of shape [2, 3]'],
    [new Map(), 'Map'],
    [Object.create(null), 'object'],
    [itself, 'object'],
    [{ big: 1n }, 'object'],
    [list, '[1, [1, [1, [1, [2 items]]]]]'],
  ])('%#', (value, text) => expect(describe(value)).toBe(text));
});

test('errors have names of their own', () => {
  expect(new ArgumentError('x')).toMatchObject({ name: 'ArgumentError', message: 'x' });
  expect(new StateError('x')).toMatchObject({ name: 'StateError' });
  expect(badArgument('units', 'a positive integer', -3)).toBeInstanceOf(ArgumentError);
  expect(badArgument('units', 'a positive integer', -3).message).toBe(
    '`units` must be a positive integer. Received: units=-3',
  );
});

/** The name that an error suggests. */
const nearest = (name: string, choices: readonly string[]) =>
  /Did you mean "(.*?)"/.exec(unknownName('name', name, choices).message)?.[1];

group('the nearest name', () => {
  const losses = [
    'mean_squared_error',
    'mse',
    'mae',
    'binary_crossentropy',
    'categorical_crossentropy',
    'sparse_categorical_crossentropy',
  ];

  test.each([
    ['mean_square_error', 'mean_squared_error'],
    ['MeanSquaredError', 'mean_squared_error'],
    ['binary_cross_entropy', 'binary_crossentropy'],
    ['categoricalCrossentropy', 'categorical_crossentropy'],
    ['msee', 'mse'],
    ['mes', 'mse'],
  ])('%s -> %s', (wanted, found) => expect(nearest(wanted, losses)).toBe(found));

  test('is none where nothing comes close', () => {
    expect(nearest('wasserstein_distance', losses)).toBeUndefined();
    expect(nearest('x', [])).toBeUndefined();
  });

  test('stands in the message, or else the names that are known', () => {
    expect(unknownName('loss', 'maee', losses).message).toBe('Unknown loss. Did you mean "mae"? Received: "maee"');
    expect(unknownName('loss', 'wasserstein', ['mse', 'mae']).message).toBe(
      'Unknown loss. Known: mse, mae. Received: "wasserstein"',
    );
    const many = Array.from({ length: 50 }, (_, i) => `some_long_name_${i}`);
    expect(unknownName('thing', 'q', many).message).toContain('some_long_name_39, .... Received: "q"');
  });
});

test('options that a constructor does not know', () => {
  expect(() => checkOptions('Dense', { activation: 1 }, ['activation', 'useBias'])).not.toThrow();
  expect(() => checkOptions('Dense', { useBais: true }, ['activation', 'useBias'])).toThrow(
    'Unknown option of Dense. Did you mean "useBias"? Received: "useBais"',
  );
});

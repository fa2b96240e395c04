import { expect, test } from 'vitest';
import { bindArguments, callPython, decode, hasFunction } from './python-call.ts';

test('arguments without a default stay positional, the others become options', () => {
  expect(bindArguments('ops.sum', ['x'], {})).toEqual(['x']);
  expect(bindArguments('ops.sum', ['x', 1], { keepdims: true })).toEqual(['x', { axis: 1, keepdims: true }]);
  expect(bindArguments('ops.clip', ['x'], { x_min: 0, x_max: 1 })).toEqual(['x', 0, 1]);
  expect(bindArguments('random.categorical', [], { logits: 'l', num_samples: 2, seed: 3 })).toEqual([
    'l',
    2,
    { seed: 3 },
  ]);
  expect(bindArguments('ops.meshgrid', ['a', 'b'], { indexing: 'ij' })).toEqual(['a', 'b', { indexing: 'ij' }]);
  expect(bindArguments('callbacks.TerminateOnNaN', [], { raise_error: true })).toEqual([{ raiseError: true }]);
});

test('arguments that do not fit are errors', () => {
  expect(() => bindArguments('ops.clip', ['x'], {})).toThrow('ops.clip needs x_min.');
  expect(() => bindArguments('ops.exp', ['x'], { base: 2 })).toThrow('ops.exp takes no base.');
});

test('Python values are decoded', () => {
  const double = (x: number) => 2 * x;
  expect(decode([{ __float__: 2 }, { __ellipsis__: true }, { __slice__: [0, 3, 2] }])).toEqual([
    2,
    'ellipsis',
    { start: 0, stop: 3, step: 2 },
  ]);
  expect(decode({ fn: { __fn__: 'double' } }, { double })).toEqual({ fn: double });
});

test('functions are found by their Python names', () => {
  const space = { nested: { addOne: (x: number, { times = 1 }: { times?: number } = {}) => x + times } };
  expect(hasFunction(space, 'nested.add_one')).toBe(true);
  expect(hasFunction(space, 'nested.add_two')).toBe(false);
  expect(callPython('ops', space, 'nested.add_one', [3], {})).toBe(4);
  expect(() => callPython('ops', space, 'other', [], {})).toThrow('There is no ops.other.');
});

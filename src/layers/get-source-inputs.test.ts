import { expect, test } from 'vitest';
import { Dense } from './core/dense.ts';
import { Input } from './core/input.ts';
import { getSourceInputs } from './get-source-inputs.ts';
import { KerasTensor } from './keras-tensor.ts';
import { add } from './merging/add.ts';

test('every input that is needed, once and in order', () => {
  const [a, b, c] = [new Input({ shape: [2] }), new Input({ shape: [2] }), new Input({ shape: [2] })];
  const both = add([a, b]);
  expect(getSourceInputs(new Dense(2).apply(add([both, both, a])))).toEqual([a, b]);
  expect(getSourceInputs(c)).toEqual([c]);
  const alone = new KerasTensor([null, 2]);
  expect(getSourceInputs(alone)).toEqual([alone]);
});

test('a tensor with values has no graph', () => {
  // @ts-expect-error not symbolic
  expect(() => getSourceInputs([1, 2])).toThrow('`tensor` must be a symbolic tensor');
});

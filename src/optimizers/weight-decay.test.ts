import { expect, test } from 'vitest';
import { expectValues } from '../ops/testing/expect.ts';
import { convertToTensor } from '../tensor/convert.ts';
import { Variable } from '../tensor/variable.ts';
import { WeightDecay } from './weight-decay.ts';

const variables = () => ['kernel', 'bias', 'gamma'].map((name) => new Variable([1, 2], { name }));

test('takes a share of every variable that is not excluded', () => {
  const decay = new WeightDecay();
  const [kernel, bias, gamma] = variables() as [Variable, Variable, Variable];
  decay.exclude({ varNames: ['kernel'] });
  decay.exclude({ varList: [gamma], varNames: ['^bi', 'beta'] });
  decay.apply([kernel, bias, gamma], convertToTensor(0.5), 0.5);
  expectValues(kernel.value, [0.75, 1.5]);
  expectValues(bias.value, [1, 2]);
  expectValues(gamma.value, [1, 2]);
});

test('refuses unknown options', () => {
  // @ts-expect-error Python's spelling
  expect(() => new WeightDecay().exclude({ var_names: ['bias'] })).toThrow('Did you mean "varNames"?');
});

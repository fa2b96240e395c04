import { test } from 'vitest';
import { expectValues } from '../ops/testing/expect.ts';
import { convertToTensor } from '../tensor/convert.ts';
import { Variable } from '../tensor/variable.ts';
import { updateAverages } from './moving-average.ts';
import { checkedSettings } from './options.ts';

const settings = checkedSettings('SGD', { useEma: true, emaMomentum: 0.75, emaOverwriteFrequency: 3 }, []);

test('starts with a copy, then follows slowly, and replaces the variable now and then', () => {
  const variable = new Variable([4]);
  const average = new Variable([100]);
  const step = (iterations: number) =>
    updateAverages([[variable, average]], convertToTensor(iterations, 'int32'), settings);
  step(0);
  expectValues(average.value, [4]);
  variable.assign([8]);
  step(1);
  expectValues(average.value, [5]);
  expectValues(variable.value, [8]);
  step(2);
  expectValues(average.value, [5.75]);
  expectValues(variable.value, [5.75]);
});

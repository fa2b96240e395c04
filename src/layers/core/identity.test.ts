import { expect, test } from 'vitest';
import { convertToTensor } from '../../tensor/convert.ts';
import { KerasTensor } from '../keras-tensor.ts';
import { Identity } from './identity.ts';

test('gives what it gets, in any structure', () => {
  const x = convertToTensor([[1, 2]]);
  expect(new Identity().apply(x)).toBe(x);
  expect(new Identity().apply<KerasTensor[]>([new KerasTensor([null, 2], { dtype: 'int32' })])[0]).toMatchObject({
    shape: [null, 2],
    dtype: 'int32',
  });
});

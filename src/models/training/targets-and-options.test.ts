import { expect, test } from 'vitest';
import { targetsAndOptions } from './targets-and-options.ts';

const names = ['epochs', 'verbose'];
const of = (x: unknown, y: unknown, options?: object) => targetsAndOptions(x, y, options, names, 'fit');

test('targets come before options, but for batches, which have their targets', () => {
  expect(of([[1]], [[2]])).toEqual([[[2]], {}]);
  expect(of([[1]], [[2]], { epochs: 3 })).toEqual([[[2]], { epochs: 3 }]);
  expect(of([[1]], null, { epochs: 3 })).toEqual([null, { epochs: 3 }]);
  const batches = [[[1]], [[2]]][Symbol.iterator]();
  expect(of(batches, { epochs: 3 })).toEqual([null, { epochs: 3 }]);
});

test('targets by the names of outputs are targets', () => {
  const y = { price: [[1]], epochs: [[2]] };
  expect(of([[1]], y)).toEqual([y, {}]);
});

test('options in the place of the targets are told', () => {
  expect(() => of([[1]], { epochs: 3, verbose: 0 })).toThrow(
    'fit(x, y, options) takes the targets before the options: pass null for `y` where a model needs none. Received: options for `y`: { epochs, verbose }',
  );
});

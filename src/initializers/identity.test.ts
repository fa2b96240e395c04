import { expect, test } from 'vitest';
import { expectValues } from '../ops/testing/expect.ts';
import { Identity } from './identity.ts';

test('Identity is the identity matrix times its gain', () => {
  expectValues(new Identity({ gain: 2 }).apply([2, 3]), [
    [2, 0, 0],
    [0, 2, 0],
  ]);
  expect(new Identity().getConfig()).toEqual({});
  expect(Identity.fromConfig(new Identity({ gain: 2 }).getConfig()).getConfig()).toEqual({ gain: 2 });
});

test('Identity takes matrices only', () => {
  expect(() => new Identity().apply([2, 2, 2])).toThrow(
    'a shape with two axes, which Identity needs. Received: shape="(2, 2, 2)"',
  );
});

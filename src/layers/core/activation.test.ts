import { expect, test } from 'vitest';
import { LeakyReLU } from '../activation/leaky-re-lu.ts';
import { Activation } from './activation.ts';

test('applies a function by name, of one own, or a layer', async () => {
  expect(await new Activation('relu').apply([[-1, 2]]).array()).toEqual([[0, 2]]);
  expect(await new Activation(new LeakyReLU({ negativeSlope: 0.5 })).apply([[-2, 2]]).array()).toEqual([[-1, 2]]);
  expect(await new Activation(null).apply([[-2]]).array()).toEqual([[-2]]);
  expect(String(new Activation('tanh', { name: 'a' }))).toBe('<Activation name=a, activation=tanh, built=true>');
});

test('its config names the function', () => {
  expect(new Activation('elu').getConfig().activation).toBe('elu');
  expect(new Activation(new LeakyReLU()).getConfig().activation).toMatchObject({ class_name: 'LeakyReLU' });
  expect(() => new Activation('sigmod' as 'sigmoid')).toThrow(/"sigmoid"/);
});

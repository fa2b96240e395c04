import { expect, test } from 'vitest';
import { deserialize, get, type OptimizerName, SGD, serialize } from './index.ts';
import { ExponentialDecay } from './schedules/index.ts';

test('get takes names in both spellings, envelopes, optimizers and null', () => {
  expect(get('rmsprop').getConfig()).toMatchObject({ rho: 0.9, learning_rate: 0.0010000000474974513 });
  expect(get('RMSprop').getConfig().rho).toBe(0.9);
  const optimizer = new SGD({ momentum: 0.5 });
  expect(get(optimizer)).toBe(optimizer);
  expect(get(serialize(optimizer))).toBeInstanceOf(SGD);
  expect(get(null)).toBe(null);
});

test('unknown names are refused with the nearest known one', () => {
  const name: string = 'adamm';
  expect(() => get(name as OptimizerName)).toThrow('Unknown optimizer. Did you mean "adam"? Received: "adamm"');
  const number: unknown = 3;
  expect(() => get(number as OptimizerName)).toThrow('`identifier` must be the name of an optimizer');
});

test('an envelope with a schedule goes both ways', () => {
  const schedule = new ExponentialDecay(0.1, 10, 0.5);
  const serialized = serialize(new SGD({ learningRate: schedule, name: 'sgd' }));
  expect(serialized).toMatchObject({ module: 'keras.optimizers', class_name: 'SGD', registered_name: null });
  const again = deserialize(JSON.parse(JSON.stringify(serialized)));
  expect(serialize(again)).toEqual(serialized);
});

test('an envelope of something else is refused', () => {
  const schedule = { module: 'keras.optimizers.schedules', class_name: 'ExponentialDecay', config: {} };
  expect(() => deserialize(schedule)).toThrow();
  expect(() => deserialize({ class_name: 'Sgd2', config: {} })).toThrow('Did you mean "SGD"?');
});

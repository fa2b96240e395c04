import { expect, test } from 'vitest';
import { Config } from './config.ts';

test('settings are set, read, taken out and written', () => {
  const config = new Config({ learningRate: 0.1, nested: { a: [1, null] } });
  config.update({ seed: 3, name: 'x' });
  expect(config.pop('name')).toBe('x');
  expect([...config]).toEqual(Object.entries(config.asDict()));
  expect(JSON.parse(config.toJson())).toEqual({ learningRate: 0.1, nested: { a: [1, null] }, seed: 3 });
  expect([config.size, config.has('seed'), config.get('absent', 7)]).toEqual([3, true, 7]);
  expect(() => config.get('absent')).toThrow('Received: absent');
  expect(() => new Config(null as never)).toThrow('`values` must be a record of settings');
});

test('a frozen configuration stays as it is', () => {
  const config = new Config({ seed: 3 });
  config.freeze();
  expect(() => config.set('seed', 4)).toThrow('frozen');
  expect(() => config.pop('seed')).toThrow('frozen');
  expect([config.frozen, config.get('seed')]).toEqual([true, 3]);
  config.unfreeze();
  config.set('seed', 4);
  expect(config.values()).toEqual([4]);
});

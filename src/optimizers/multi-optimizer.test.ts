import { expect, test } from 'vitest';
import { convertToTensor } from '../tensor/convert.ts';
import { Variable } from '../tensor/variable.ts';
import { Adam, deserialize, LossScaleOptimizer, MultiOptimizer, OptimizerMap, SGD, serialize } from './index.ts';

const variable = (path: string) => new Variable([1, 2], { path });
const ones = () => convertToTensor([1, 1]);

test('each variable is updated by its own optimizer', async () => {
  const [a, b, c] = [variable('net/lower/kernel'), variable('net/head/kernel'), variable('net/head/bias')];
  const map = new OptimizerMap(new SGD({ learningRate: 1 }), {
    'net/lower/.*': new SGD({ learningRate: 0.1 }),
    'net/head/bias': new SGD({ learningRate: 0.5 }),
  });
  const optimizer = new MultiOptimizer(map);
  optimizer.apply([ones(), ones(), ones()], [a, b, c]);
  expect(await Promise.all([a, b, c].map((v) => v.array()))).toEqual([
    [expect.closeTo(0.9), expect.closeTo(1.9)],
    [0, 1],
    [0.5, 1.5],
  ]);
  expect(await optimizer.iterations.item()).toBe(1);
  expect(optimizer.optimizers.map((inner) => inner.getLearningRate())).toEqual([expect.closeTo(0.1), 0.5, 1]);
});

test('a function may choose, and frozen variables come later', async () => {
  const [a, b] = [variable('a'), variable('b')];
  const [fast, slow] = [new SGD({ learningRate: 1 }), new SGD({ learningRate: 0.5, momentum: 0.9 })];
  const optimizer = new MultiOptimizer(({ path }) => (path === 'a' ? fast : slow));
  optimizer.apply([ones()], [a]);
  optimizer.extend([a, b]);
  optimizer.apply([ones(), ones()], [a, b]);
  expect([await a.array(), await b.array()]).toEqual([
    [-1, 0],
    [0.5, 1.5],
  ]);
});

test('the config goes out and comes back', () => {
  const map = new OptimizerMap(new Adam(), { 'x/.*': new SGD({ learningRate: 0.25 }) });
  const copy = deserialize(serialize(new MultiOptimizer(map)));
  expect(copy).toBeInstanceOf(MultiOptimizer);
  expect(copy.getConfig()).toMatchObject({
    optimizer_map: { config: { optimizer_map: { 'x/.*': { class_name: 'SGD' } } } },
  });
});

test('wrong input is refused by name', () => {
  expect(() => new OptimizerMap('adam' as never)).toThrow('`defaultOptimizer` must be an optimizer');
  expect(() => new OptimizerMap(new SGD(), { '(': new SGD() })).toThrow('paths or regular expressions');
  expect(() => new MultiOptimizer(3 as never)).toThrow('`optimizerMap` must be an OptimizerMap');
  const both = new MultiOptimizer(new OptimizerMap(new SGD(), { 'a.*': new SGD(), '.*b': new SGD() }));
  expect(() => both.build([variable('ab')])).toThrow('ab is matched by several keys');
  const nested = new MultiOptimizer(() => new LossScaleOptimizer(new SGD()));
  expect(() => nested.build([variable('a')])).toThrow('have no place in a MultiOptimizer');
  expect(() => both.getLearningRate()).toThrow('a learning rate of its own');
});

import { expect, test } from 'vitest';
import { Dense } from '../layers/core/dense.ts';
import { Input } from '../layers/core/input.ts';
import '../layers/index.ts';
import { Model, modelFromJson, Sequential } from './index.ts';

test('a model comes back from its JSON', () => {
  const model = new Sequential([new Input({ shape: [4] }), new Dense(2, { activation: 'relu' })], { name: 'net' });
  const copy = modelFromJson(model.toJson());
  expect(copy).toBeInstanceOf(Sequential);
  expect(copy.toJson()).toBe(model.toJson());
  expect(copy.weights.map(({ path }) => path)).toEqual(model.weights.map(({ path }) => path));
  const x = new Input({ shape: [4] });
  const functional = new Model({ inputs: x, outputs: new Dense(2).apply(x) });
  expect(JSON.parse(functional.toJson())).toMatchObject({
    module: 'keras.src.models.functional',
    class_name: 'Functional',
    registered_name: 'Functional',
  });
  expect(modelFromJson(functional.toJson()).countParams()).toBe(10);
});

test('the names under which models went before', () => {
  const text = new Sequential([new Input({ shape: [4] }), new Dense(2)]).toJson();
  for (const module of ['keras', 'keras.models', 'keras.engine.sequential', 'keras.src.models.sequential']) {
    expect(modelFromJson(JSON.stringify({ ...JSON.parse(text), module })).countParams()).toBe(10);
  }
});

test('refuses what is no model', () => {
  expect(() => modelFromJson('{')).toThrow(/`json` must be JSON text/);
  expect(() => modelFromJson('{"class_name": "Sequental", "config": {}}')).toThrow(/"Sequential"/);
  expect(() => modelFromJson('{"module": "keras.layers", "class_name": "Flatten", "config": {}}')).toThrow(
    /that of a model/,
  );
  expect(() => modelFromJson('{"module": "keras", "class_name": "Sequential", "config": {}}')).toThrow(
    /list of layers/,
  );
});

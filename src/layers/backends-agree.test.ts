/** Every layer computes the same forwards, and the same gradients, on every backend. */

import { expect, test } from 'vitest';
import type { Backend } from '../backends/backend.ts';
import { referenceBackend } from '../backends/reference/reference-backend.ts';
import { contractBackends } from '../backends/testing/backends.ts';
import { topologicalOrder } from '../graph/node.ts';
import { add, multiply } from '../ops/arithmetic.ts';
import { sum } from '../ops/reduction.ts';
import { arange } from '../ops/sequence.ts';
import { reshape } from '../ops/shape.ts';
import { sin } from '../ops/trigonometric.ts';
import { isFloat } from '../support/dtype.ts';
import { classesIn } from '../support/registry.ts';
import { sizeOf } from '../support/shape.ts';
import { compileStaged } from '../tensor/compile-staged.ts';
import { gradients } from '../tensor/gradients.ts';
import { Storage } from '../tensor/storage.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { setRandomSeed } from '../utils/set-random-seed.ts';
import * as layers from './index.ts';
import { type LayerExample, layerTable, tensorsIn, withoutKernels } from './testing/layer-table.ts';

/** Outputs, gradients of inputs and weights, and what the call left in the layer's other variables. */
function resultsOf({ make, inputs }: LayerExample): Tensor[] {
  setRandomSeed(3);
  const layer = make();
  const given = inputs();
  const outputs = tensorsIn(Reflect.apply(layer.apply, layer, [...given, { training: true }]));
  const floats = outputs.filter(({ dtype }) => isFloat(dtype));
  // Weights that differ tell each output's gradient from the others'.
  const terms = floats.map((y) => sum(multiply(y, reshape(sin(arange(sizeOf(y.shape))), y.shape))));
  const [first, ...others] = [...terms, ...layer.losses];
  const targets = [...tensorsIn(given).filter(({ dtype }) => isFloat(dtype)), ...layer.trainableVariables];
  const found =
    first === undefined
      ? []
      : gradients(
          others.reduce((total, term) => add(total, term), first),
          targets,
        );
  const states = layer.nonTrainableVariables.map((variable) => variable.value);
  return [...outputs, ...found.filter((gradient) => gradient !== null), ...states];
}

function runOn(backend: Backend, results: readonly Tensor[]) {
  const nodes = results.map(({ node }) => node);
  const parameters = topologicalOrder(nodes).filter((node) => node.op === 'parameter');
  const inputs = parameters.map(({ attrs, dtype }) => {
    if (!(attrs.source instanceof Storage)) throw new Error('A parameter has no value.');
    const values = attrs.source.read();
    const buffer = backend.allocate(values.length);
    buffer.write(values, dtype);
    return buffer;
  });
  const outputs = nodes.map(({ shape }) => backend.allocate(sizeOf(shape)));
  compileStaged(backend, { parameters, results: nodes, overwrites: nodes.map(() => null) }).run(inputs, outputs);
  const values = outputs.map((buffer, i) => Array.from(buffer.read(nodes[i]?.dtype ?? 'float32')));
  for (const buffer of [...inputs, ...outputs]) buffer.free();
  return values;
}

const largest = (values: readonly number[]) => values.reduce((most, x) => Math.max(most, Math.abs(x)), 0);

test('the table has every layer', () => {
  const classes = classesIn('keras.layers');
  const names = Object.entries(layers).flatMap(([name, value]) =>
    classes.get(name) === value ? [value.className] : [],
  );
  expect([...Object.keys(layerTable), ...withoutKernels].sort()).toEqual([...new Set(names)].sort());
});

test.each(Object.entries(layerTable))('%s', (_, entry) => {
  const results = resultsOf(entry);
  expect(results.length).toBeGreaterThan(0);
  const expected = runOn(referenceBackend, results);
  // A gradient that is zero in theory (a key's bias) is what rounding leaves of the others.
  const floor = 1e-6 * Math.max(1e-3, ...expected.map(largest));
  for (const { name, backend } of contractBackends) {
    const actual = runOn(backend, results);
    expected.forEach((values, i) => {
      const allowed = isFloat(results[i]?.dtype ?? 'float32') ? 1e-5 * largest(values) + floor : 0;
      const worst = largest(values.map((x, k) => x - (actual[i]?.[k] ?? Number.NaN)));
      expect(worst, `result ${i} on ${name}`).toBeLessThanOrEqual(allowed);
    });
  }
});

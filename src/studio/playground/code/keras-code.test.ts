import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { makeSamples } from '../data/samples.ts';
import { buildModel } from '../net/build-model.ts';
import { standardState } from '../state/playground-state.ts';
import { variedStates } from '../testing/states.ts';
import { kerasCode } from './keras-code.ts';

const python = process.env.KERATIN_PYTHON;

/** Runs each program with `fit` replaced by a look at what it was given; one JSON line for each. */
const runner = `
import json, sys
import keras, numpy
for program in json.load(sys.stdin):
    seen = {}
    def fit(self, x, y, **options):
        seen.update(x=numpy.asarray(x).tolist(), y=numpy.asarray(y).tolist(), epochs=options["epochs"], batchSize=options["batch_size"],
            weights=[numpy.asarray(w.value).ravel().tolist() for w in self.weights],
            layers=[type(l).__name__ for l in self.layers],
            loss=self.loss, optimizer=keras.optimizers.serialize(self.optimizer))
    keras.Model.fit = fit
    exec(program, {})
    print(json.dumps(seen))
`;

interface Seen {
  readonly x: number[][];
  readonly y: number[];
  readonly epochs: number;
  readonly batchSize: number;
  readonly weights: number[][];
  readonly layers: string[];
  readonly loss: string;
  readonly optimizer: { readonly class_name: string; readonly config: Record<string, unknown> };
}

const largestGap = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  a.length === b.length
    ? Array.from(a).reduce((gap, value, i) => Math.max(gap, Math.abs(value - (b[i] ?? NaN))), 0)
    : Infinity;

test.skipIf(!python)(
  'Keras runs the copied lines: the same data, net, weights and optimizer (skipped: KERATIN_PYTHON names no Python)',
  async () => {
    const states = Object.values(variedStates);
    const { stdout, stderr, status } = spawnSync(python ?? '', ['-c', runner], {
      input: JSON.stringify(states.map(kerasCode)),
      encoding: 'utf8',
      env: { ...process.env, KERAS_BACKEND: 'jax' },
      maxBuffer: 2 ** 28,
    });
    expect(status, stderr.slice(-2000)).toBe(0);
    const answers: Seen[] = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(answers.length).toBe(states.length);
    for (const [i, state] of states.entries()) {
      const seen = answers[i];
      if (seen === undefined) throw new Error('An answer for each state.');
      const { train } = await makeSamples(state);
      const model = await buildModel(state, train);
      const classNames = model.layers.map((layer) => layer.constructor.name);
      expect(seen.layers).toEqual(classNames);
      expect([seen.epochs, seen.batchSize, seen.loss]).toEqual([100, state.batchSize, model.loss]);
      const { optimizer } = model.getCompileConfig() ?? {};
      expect(optimizer).toMatchObject({ class_name: seen.optimizer.class_name });
      const ours = Object.entries((optimizer as Seen['optimizer']).config).filter(([key]) => key !== 'name');
      for (const [key, value] of ours)
        expect(seen.optimizer.config[key], key).toEqual(typeof value === 'number' ? expect.closeTo(value, 9) : value);
      if (state.data === 'digits') {
        // The same images, split otherwise: each class is rounded.
        expect(Math.abs(seen.x.length - train.y.length)).toBeLessThan(5);
        continue;
      }
      expect(largestGap(seen.x.flat(), train.x)).toBeLessThan(2e-6);
      expect(seen.y).toEqual([...train.y]);
      for (const [k, weight] of model.weights.entries())
        expect(
          largestGap(seen.weights[k] ?? [], Array.from(await weight.value.data(), Number)),
          weight.path,
        ).toBeLessThan(1e-5);
    }
  },
  120_000,
);

test('the standard state reads like a person wrote it', () => {
  expect(kerasCode({ ...standardState, normalization: 'batch' })).toBe(`\
import math
import os

os.environ["KERAS_BACKEND"] = "jax"  # it draws the numbers that Keratin draws
import keras
from keras import ops

n = 600
y = ops.arange(n) % 2
radius = keras.random.uniform((n,), minval=0.05, seed=42)
turn = ops.where(y == 0, 0.0, math.pi)
angle = 3 * math.pi * radius + turn
clean = ops.stack([radius * ops.cos(angle), radius * ops.sin(angle)], axis=1)
x = clean + keras.random.normal((n, 2), stddev=0.02, seed=43)
x_train, x_test = x[:420], x[420:]
y_train, y_test = y[:420], y[420:]

keras.utils.set_random_seed(42)
model = keras.Sequential([keras.Input((2,))])
for _ in range(3):
    model.add(keras.layers.Dense(32, use_bias=False, kernel_initializer="he_normal"))
    model.add(keras.layers.BatchNormalization(momentum=0.9))
    model.add(keras.layers.Activation("elu"))
model.add(keras.layers.Dense(1, activation="sigmoid"))
model.compile(
    optimizer=keras.optimizers.Adam(learning_rate=0.01),
    loss="binary_crossentropy",
    metrics=["accuracy"],
)
model.fit(
    x_train,
    y_train,
    epochs=100,
    batch_size=32,
    validation_data=(x_test, y_test),
)
`);
});
